public import Files
public import Lab
internal import Statistics

/// The front page of the demonstration: what the synthetic world is, and how its products score.
///
/// It stands above the runs' own reports and draws from their tables and figures alone.
public struct DemoPage: Sendable {
  /// One finished run and what it shows.
  public struct Chapter: Sendable {
    /// The heading.
    public var title: String
    /// What is shown, in a sentence or two of Markdown.
    public var text: String
    /// The run.
    public var run: FinishedRun
    /// Its folder, from the page.
    public var link: String
    /// The names of the figures to show, where the run has them.
    public var figures: [String]

    /// A chapter about a run.
    public init(title: String, text: String, run: FinishedRun, link: String, figures: [String]) {
      self.title = title
      self.text = text
      self.run = run
      self.link = link
      self.figures = figures
    }
  }

  /// The first words.
  public var opening: String
  /// Sections that are text already: heading and Markdown.
  public var sections: [String]
  /// The runs.
  public var chapters: [Chapter]

  /// A page of sections and chapters.
  public init(opening: String, sections: [String], chapters: [Chapter]) {
    self.opening = opening
    self.sections = sections
    self.chapters = chapters
  }

  /// The page's Markdown.
  /// - Throws: `Failure` (data) where the printed scores built into the program are damaged.
  public func text() throws(Failure) -> String {
    var parts = ["# The laboratory on a synthetic world\n\n\(opening)\n"] + sections
    for chapter in chapters { parts.append(try text(of: chapter)) }
    return parts.joined(separator: "\n")
  }

  private func text(of chapter: Chapter) throws(Failure) -> String {
    var parts = [
      "## \(chapter.title)\n\n\(chapter.text) All of it: [\(chapter.link)](\(chapter.link)/report.md).\n"
    ]
    let result = chapter.run.result
    if let table = RunTables(result).table("accuracy") { parts.append(table.markdown) }
    let lines = try DemoRealism.lines(for: result.experiment)
    if !lines.isEmpty {
      parts.append("### Is the world as hard as the real one?\n")
      parts.append(PublishedComparison(lines, in: result).table.markdown)
    }
    for name in chapter.figures where Paths.exists(chapter.run.folder + "/figures/\(name).png") {
      parts.append("![\(name)](\(chapter.link)/figures/\(name).png)\n")
    }
    return parts.joined(separator: "\n")
  }
}
