/// What became of one figure.
public struct FigureOutcome: Hashable, Sendable {
  /// How far a figure came.
  public enum Status: Hashable, Sendable {
    /// `.gp`, `.dat` and the pictures asked for are there.
    case drawn
    /// `.gp` and `.dat` are there, the pictures are not; the text says why.
    case notDrawn(String)
    /// There is nothing to draw; the text says why.
    case noData(String)
  }

  /// The file name without its ending.
  public var name: String
  /// The caption as it stands in the report, Markdown.
  public var caption: String
  /// What became of it.
  public var status: Status
}

/// What was written besides the tables.
public struct ReportOutcome: Hashable, Sendable {
  /// The figures in the order of the report.
  public var figures: [FigureOutcome]
  /// What could not be written and why, one sentence each: for the terminal and `--strict`.
  public var warnings: [String]
  /// gnuplot's own version text, for the manifest; `nil` where figures were not asked for or it is missing.
  public var gnuplotVersion: String?
}
