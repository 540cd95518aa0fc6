import Files
import Foundation
import Testing

@Suite("lab figure")
struct FigureCommandTests {
  private static let hasGnuplot = ["/usr/bin/gnuplot", "/usr/local/bin/gnuplot", "/opt/homebrew/bin/gnuplot"]
    .contains { FileManager.default.fileExists(atPath: $0) }

  /// A finished run without pictures.
  private static let run: Result<Sandbox, any Error> = Result {
    let example = try SharedExample.result.get()
    try example.write(SharedExample.smallExperiment(), to: "figure.yml")
    let sandbox = try Sandbox()
    let made = try LabProcess.run(
      ["validate", example.path + "/figure.yml", "--out", "run", "--no-figures", "--quiet"], in: sandbox.path)
    guard made.status == 0 else { throw Failure(.internalFault, made.errors) }
    return sandbox
  }

  private func figure(_ arguments: [String]) throws -> LabProcess.Outcome {
    try LabProcess.run(["figure"] + arguments, in: try FigureCommandTests.run.get().path)
  }

  @Test("lists every figure, and what the run has no data for")
  func list() throws {
    let text = try figure(["--list", "run"])
    #expect(text.status == 0, "\(text.errors)")
    #expect(text.output.contains("* scatter "))
    #expect(text.output.contains("sites-EX_MODEL"))
    #expect(text.output.contains("no year has pairs at 20 stations"))
    let json = try figure(["--list", "run", "--json"])
    let items = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
    #expect(items.contains { $0["name"] as? String == "map" && $0["isStandard"] as? Bool == true })
  }

  /// The same script and data as the run's report has.
  @Test("draws a figure of the report again", .enabled(if: hasGnuplot))
  func drawsAgain() throws {
    let sandbox = try FigureCommandTests.run.get()
    let outcome = try figure(["scatter", "run", "--out", "scatter.pdf"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    for ending in ["dat", "gp"] {
      let drawn = FileManager.default.contents(atPath: sandbox.path + "/scatter." + ending)
      #expect(drawn != nil)
      #expect(drawn == FileManager.default.contents(atPath: sandbox.path + "/run/figures/scatter." + ending))
    }
    let picture = try #require(FileManager.default.contents(atPath: sandbox.path + "/scatter.pdf"))
    #expect(picture.starts(with: Data("%PDF".utf8)))
    // The same figure has the same bytes on any day.
    #expect(picture.range(of: Data("CreationDate (D:19700101000000Z".utf8)) != nil)
    #expect(try figure(["series-2", "run", "--quiet"]).output.isEmpty)
    #expect(FileManager.default.fileExists(atPath: sandbox.path + "/series-2.svg"))
  }

  @Test(
    "says what is wrong",
    arguments: [
      (["nothing", "run"], Int32(2), "there is no figure 'nothing'"),
      (["series-99", "run"], 2, "there is no figure 'series-99'"),
      (["map", "run", "--out", "map.gif"], 2, "ending is not known"),
      (["map", "run", "--out", "a'b.svg"], 2, "letters, digits"),
      (["map", "run", "--out", "absent/map.svg"], 2, "there is no such folder"),
      (["map", "absent"], 2, ""), (["map"], 2, "the run's folder"), (["--list"], 2, ""),
      (["years", "run"], 3, "no year has pairs at 20 stations"),
    ])
  func refusals(arguments: [String], status: Int32, words: String) throws {
    let outcome = try figure(arguments)
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(words.isEmpty || outcome.errors.contains(words), "\(outcome.errors)")
  }

  @Test("--formats is checked before anything is read")
  func formats() throws {
    let outcome = try LabProcess.run(["validate", "absent.yml", "--out", "x", "--formats", "svg,gif"])
    #expect(outcome.status == 2 && outcome.errors.contains("--formats"))
  }
}
