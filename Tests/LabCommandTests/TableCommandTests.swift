import Files
import Foundation
import Testing

@Suite("Tables and pairs of a finished run", .serialized)
struct TableCommandTests {
  /// One run for all tests.
  private static let finished: Result<Sandbox, any Error> = Result {
    let sandbox = try Sandbox()
    let soil = Signal.soil(80, seed: 3)
    try SmallStation(values: soil).write(to: sandbox.path + "/archive")
    try SmallProduct(daily: soil.map { Signal.fourDecimals($0 * 0.9 + 0.04) }).write(
      to: sandbox.path + "/p.nc")
    try sandbox.write(
      """
      stations: {archive: archive, unit: station}
      products: [{name: "=P|1", description: {variable: sm}, files: p.nc}]
      strata: [all, season]
      metrics: [R, bias]
      minimum: {stations: 1}

      """, to: "e.yml")
    let made = try LabProcess.run(
      ["validate", "e.yml", "--out", "run", "--no-figures", "--quiet"], in: sandbox.path)
    try #require(made.status == 0, "\(made.errors)")
    return sandbox
  }

  @Test("every table that is listed is printed in every format; another name is a usage error")
  func tables() throws {
    let sandbox = try TableCommandTests.finished.get()
    let list = try LabProcess.run(["table", "--list", "run"], in: sandbox.path)
    #expect(list.status == 0)
    let names = list.output.split(separator: "\n").compactMap {
      $0.split(separator: " ").first.map(String.init)
    }
    #expect(names.contains("accuracy") && names.contains("season-R") && names.contains("members"))
    for (name, format) in zip(names, names.indices.map { ["markdown", "csv", "latex"][$0 % 3] }) {
      let table = try LabProcess.run(["table", name, "run", "--format", format], in: sandbox.path)
      #expect(table.status == 0 && !table.output.isEmpty, "\(name) \(table.errors)")
    }
    let csv = try LabProcess.run(["table", "accuracy", "run", "--format", "csv"], in: sandbox.path)
    #expect(csv.output.contains("\nR (–),'=P|1,"))
    let wrong = try LabProcess.run(["table", "nonsense", "run"], in: sandbox.path)
    #expect(wrong.status == 2 && wrong.errors.contains("accuracy"))
    #expect(try LabProcess.run(["table", "accuracy"], in: sandbox.path).status == 2)
    #expect(try LabProcess.run(["table", "accuracy", "nowhere"], in: sandbox.path).status == 2)
  }

  @Test("exported pairs are those of the scores, times and values in full")
  func pairs() throws {
    let sandbox = try TableCommandTests.finished.get()
    let out = try LabProcess.run(["export-pairs", "run", "--out", "pairs"], in: sandbox.path)
    #expect(out.status == 0 && out.output.hasPrefix("80 pairs of 1 series"), "\(out.errors)")
    let rows = try RunTables.rows(sandbox.path + "/pairs/pairs-1.csv")
    let soil = Signal.soil(80, seed: 3)
    #expect(rows.count == 80 && rows[0]["product"] == "=P|1" && rows[0]["series"] == "1")
    #expect(rows[1]["time"] == "2017-01-02T12:00:00Z" && rows[1]["station_time"] == "2017-01-02T12:00:00Z")
    for (row, value) in zip(rows, soil) {
      #expect(Double(row["station_value"] ?? "") == value)
      #expect(Double(row["product_value"] ?? "") == Signal.fourDecimals(value * 0.9 + 0.04))
    }
    let bias =
      rows.reduce(0.0) {
        $0 + (Double($1["product_value"] ?? "") ?? .nan) - (Double($1["station_value"] ?? "") ?? .nan)
      } / 80
    let scores = try RunTables.rows(sandbox.path + "/pairs/scores.csv")
    let score = try #require(RunTables.select(scores, ["metric": "bias", "stratum": "all"]).first)
    #expect(abs((Double(score["value"] ?? "") ?? .nan) - bias) < 1e-12)
    #expect(try LabProcess.run(["export-pairs", "run", "--out", "pairs"], in: sandbox.path).status == 2)
    #expect(
      try LabProcess.run(
        ["export-pairs", "run", "--out", "pairs", "--overwrite", "--quiet"], in: sandbox.path
      )
      .status == 0)
  }
}
