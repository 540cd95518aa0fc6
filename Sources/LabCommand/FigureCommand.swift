import ArgumentParser
import Files
import Foundation
import Lab
import Report

struct FigureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figure",
    abstract: "Draws one figure of a finished run anew, or lists them.",
    discussion: """
      lab figure --list run                      # every figure by name, and whether the run has the data
      lab figure scatter run --out scatter.pdf   # the ending chooses SVG, PNG (300 dpi) or PDF
      lab figure series-7 run                    # series-7.svg in the current folder
      Beside the picture stand its script and data: `gnuplot NAME.gp` in that folder draws all three formats.
      """)

  @Argument(help: "The figure's name and the run's folder; with --list the folder alone.")
  var names: [String]

  @Option(name: .long, help: "The picture to write, its ending .svg, .png or .pdf. Default: NAME.svg.")
  var out: String?

  @Flag(name: .long, help: "List the figures instead.")
  var list = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if names.count != (list ? 1 : 2) {
      throw ValidationError(
        list
          ? "With --list give the run's folder alone." : "Give the figure's name and the run's folder.")
    }
  }

  func run() async throws {
    let run = try FinishedRun(reading: names[names.count - 1])
    let book = FigureBook(run: run.result, pairs: run.pairs, rain: run.rain)
    if list {
      try show(try book.list())
      return
    }
    let path = out ?? names[0] + ".svg"
    let file = Paths.name(of: path)
    guard let dot = file.lastIndex(of: "."),
      let format = FigureFormat(rawValue: file[file.index(after: dot)...].lowercased())
    else {
      throw Failure(
        .usage, "the picture's ending is not known", path: path, advice: "End --out in .svg, .png or .pdf")
    }
    let folder = path.contains("/") ? Paths.folder(of: path) : "."
    guard Paths.isFolder(folder) else {
      throw Failure(.usage, "there is no such folder", path: folder, advice: "Create it first")
    }
    try await book.draw(names[0], as: String(file[..<dot]), in: folder, formats: [format])
    if !common.quiet { Terminal.output("Wrote \(path)") }
  }

  private func show(_ lines: [FigureBook.Line]) throws {
    guard common.json else {
      let width = lines.map(\.name.count).max() ?? 0
      for line in lines {
        let label =
          (line.isStandard ? "* " : "  ") + TextColumns.padded(line.name, to: width) + "  "
        let text = line.sentence + (line.missing.map { " Not here: \($0)." } ?? "")
        for part in TextColumns.hanging(label, text) { Terminal.output(part) }
      }
      Terminal.output("* in the run's report")
      return
    }
    struct Item: Encodable { var name, sentence: String, isStandard: Bool, missing: String? }
    let items = lines.map {
      Item(name: $0.name, sentence: $0.sentence, isStandard: $0.isStandard, missing: $0.missing)
    }
    Terminal.output(try JSONText.text(items))
  }
}
