import ArgumentParser
import Files
import Lab
import Report

struct TableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table",
    abstract: "Prints one of a run's tables, for a paper or a spreadsheet.",
    discussion: """
      `lab table --list RUN` names the tables of a run. LaTeX needs \\usepackage{booktabs}.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case markdown, csv, latex
  }

  @Argument(help: "The table's name and the folder of a finished run; with --list the folder alone.")
  var places: [String]

  @Option(name: .long, help: "markdown, csv or latex.")
  var format: Format = .markdown

  @Flag(name: .long, help: "List the tables of the run.")
  var list = false

  func validate() throws {
    if list ? places.isEmpty || places.count > 2 : places.count != 2 {
      throw ValidationError("Give a table's name and a run: lab table accuracy RUN; or lab table --list RUN.")
    }
  }

  func run() throws {
    let tables = try RunTables(try FinishedRun(reading: places[places.count - 1]))
    if list {
      let width = tables.list.map(\.id.count).max() ?? 0
      Terminal.output(
        tables.list.map { $0.id + String(repeating: " ", count: width + 2 - $0.id.count) + $0.title }
          .joined(separator: "\n"))
      return
    }
    guard let table = tables.table(places[0]) else {
      throw Failure(
        .usage, "the run has no table '\(places[0])'",
        advice: "It has \(tables.list.map(\.id).joined(separator: ", "))")
    }
    let text =
      switch format {
      case .markdown: table.markdown
      case .csv: table.csv
      case .latex: table.latex
      }
    Terminal.output(String(text.dropLast()))
  }
}
