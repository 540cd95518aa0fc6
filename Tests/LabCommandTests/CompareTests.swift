import Files
import Foundation
import Grids
import Lab
import Testing

/// Two small runs of one archive, and what `lab compare` makes of them.
@Suite("Finished runs side by side")
struct CompareTests {
  /// Writes three stations and two products, of which the second is noisier, and an experiment.
  private static func field(_ more: String = "", seed: UInt64 = 0) throws -> Sandbox {
    let sandbox = try Sandbox()
    for (index, name) in ["Alpha", "Beta", "Gamma"].enumerated() {
      var station = SmallStation(values: Signal.soil(300, seed: UInt64(index)))
      station.name = name
      station.network = "NET\(index % 2)"
      station.latitude = 10 + Double(index)
      try station.write(to: sandbox.path + "/archive")
    }
    for (name, spread) in [("near", 0.01), ("far", 0.06)] {
      for index in 0..<3 {
        let values = Signal.soil(300, seed: UInt64(index)).enumerated().map { day, value in
          value + spread * sin(Double(day * (index + 3)) + Double(seed))
        }
        var product = SmallProduct(daily: values)
        product.latitudes = [10 + Double(index)]
        try product.write(to: "\(sandbox.path)/\(name)/\(index).nc")
      }
    }
    try sandbox.write(experiment(more), to: "e.yml")
    return sandbox
  }

  private static func experiment(_ more: String = "", products: [String] = ["near", "far"]) -> String {
    var text =
      "stations: {archive: archive}\nstrata: [all]\nmetrics: [bias, ubRMSE]\nintervals: {replicates: 100}\nproducts:\n"
    for name in products {
      text += "  - {name: \(name), files: \(name)/*.nc, description: {variable: sm}}\n"
    }
    return text + more
  }

  private func lab(_ arguments: String..., in sandbox: Sandbox) throws -> LabProcess.Outcome {
    try LabProcess.run(arguments, in: sandbox.path)
  }

  @Test("two runs: equal names get their run's folder, the sensors are matched, the better one is told")
  func twoRuns() throws {
    let sandbox = try CompareTests.field("compare: {pairs: pairwise}\n")
    try sandbox.write(CompareTests.experiment("matching: {window: 2h}\n", products: ["far"]), to: "f.yml")
    #expect(try lab("validate", "e.yml", "--out", "one", "--no-figures", in: sandbox).status == 0)
    #expect(try lab("validate", "f.yml", "--out", "two", "--no-figures", in: sandbox).status == 0)
    let outcome = try lab("compare", "one", "two", "--out", "both", in: sandbox)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("near is better than far@two in ubRMSE at these stations"))
    #expect(outcome.output.contains("match the stations in different ways"))
    let rows = try RunTables.rows(sandbox.path + "/both/comparisons.csv")
    #expect(
      rows.map { [$0["product"], $0["reference_product"], $0["metric"]] } == [
        ["near", "far@two", "bias"], ["near", "far@two", "ubRMSE"], ["far@one", "far@two", "bias"],
        ["far@one", "far@two", "ubRMSE"],
      ])
    #expect(rows.allSatisfy { $0["stations"] == "3" && $0["networks"] == "2" && $0["pairs"] == "900" })
    #expect(rows.map { $0["verdict"] } == ["undecided", "better", "undecided", "undecided"])
    // The same product twice: no difference, and nothing to test.
    #expect(rows.suffix(2).allSatisfy { $0["difference"] == "0" && $0["p"] == "" })
    // Within the first run the same pair of products has the same numbers.
    let own = try RunTables.rows(sandbox.path + "/one/comparisons.csv")
    let columns = ["metric", "difference", "stations", "pairs", "status", "product_mean", "reference_mean"]
    #expect(
      own.map { row in columns.map { row[$0] } } == rows.prefix(2).map { row in columns.map { row[$0] } })

    let page = try String(contentsOfFile: sandbox.path + "/both/comparison.md", encoding: .utf8)
    #expect(
      page.contains("| near | far\\@two |") && page.contains("better") && page.contains("theseStations"))
    let manifest = try Manifest(reading: sandbox.path + "/both")
    #expect(manifest.inputs.map(\.name) == ["one/manifest.json", "two/manifest.json"])
    #expect(manifest.outputs.map(\.name) == ["comparison.md", "comparisons.csv"])
    #expect(try lab("compare", "one", "two", "--out", "both", in: sandbox).status == 2)

    // One run alone: its own products; any number of jobs; JSON.
    let again = try lab("compare", "one", "--out", "single", "--json", "--jobs", "1", in: sandbox)
    let object = try JSONSerialization.jsonObject(with: Data(again.output.utf8)) as? [String: Any]
    #expect((object?["comparisons"] as? [Any])?.count == 2, "\(again.errors)")
    #expect(try lab("compare", "one", "--out", "many", "--jobs", "4", in: sandbox).status == 0)
    #expect(
      try sandbox.contents(of: "single")["comparisons.csv"] == sandbox.contents(of: "many")["comparisons.csv"]
    )
  }

  @Test("runs that do not go together are refused, with the reason")
  func refusals() throws {
    let sandbox = try CompareTests.field()
    func make(_ name: String, _ text: String) throws {
      try sandbox.write(text, to: name + ".yml")
      let plan = try Plan(try Experiment.read(path: sandbox.path + "/\(name).yml"))
      let folder = try RunFolder(path: sandbox.path + "/" + name, overwrite: false)
      let result = try Validation.run(plan, into: folder, jobs: 2)
      try Manifest.seal(plan, result, in: folder, jobs: 2, started: Date())
      try folder.publish()
    }
    let base = CompareTests.experiment()
    try make("early", base + "period: {from: 2017-01-01, to: 2017-03-31}\n")
    try make("late", base + "period: {from: 2017-05-01, to: 2017-07-31}\n")
    try make("means", base + "matching: {time: dekad}\nminimum: {pairs: 5}\n")
    let station = base.replacing("archive: archive", with: "archive: archive, unit: station")
    try make("units", station)
    try make("elsewhere", base.replacing("archive: archive", with: "archive: archive, stations: [Beta]"))
    try make("here", base.replacing("archive: archive", with: "archive: archive, stations: [Alpha]"))
    func failure(_ runs: String..., common: String = "day") throws -> String {
      let outcome = try LabProcess.run(
        ["compare"] + runs + ["--out", "x", "--common", common], in: sandbox.path)
      #expect(outcome.status == 2 && outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
      return outcome.errors
    }
    #expect(try failure("early", "late").contains("no day in common"))
    #expect(try failure("early", "means").contains("pairs by time: dekad"))
    #expect(try failure("early", "units").contains("scores each station"))
    #expect(try failure("here", "elsewhere").contains("share no sensor"))
    #expect(try failure("here", "here/").contains("given twice"))
    let itself = try lab("compare", "here", "early", "--out", "here", "--overwrite", in: sandbox)
    #expect(itself.status == 2 && itself.errors.contains("one of the runs"))
    #expect(Paths.exists(sandbox.path + "/here/scores.csv"))
    #expect(try failure("here", "nowhere").contains("no finished run"))
    #expect(try failure("here", "early", common: "hour").contains("unknown --common"))
    #expect(!Paths.exists(sandbox.path + "/x"))
  }
}
