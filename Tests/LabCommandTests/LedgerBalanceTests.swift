import Foundation
import Lab
import Testing

@Suite("The ledger of a whole run, read back")
struct LedgerBalanceTests {
  typealias Row = RunTables.Row

  /// What a balance is about, as one line.
  private func subject(_ row: Row, product: Bool = true) -> String {
    ["network", "station", "sensor", "depth_from", "depth_to"].map { row[$0] ?? "?" }.joined(separator: "|")
      + (product ? "|" + (row["product"] ?? "?") : "")
  }

  @Test("everything read is kept or excluded, stage after stage, down to the scores and the pairs")
  func balances() throws {
    let example = try SharedExample.result.get()
    let text = """
      stations: {archive: archive}
      period: {from: 2016-01-01, to: 2017-06-30}
      products:
        - {name: EX-MODEL, files: products/model/*.nc, description: {variable: sm}}
        - name: EX-DAILY
          files: products/daily/*.nc
          description: {variable: sm, fill: -9999, flag: {variable: flag, rule: equals, value: 0}}
      matching: {window: 2h, distance: 30}
      strata: [all]
      metrics: [R, bias]
      intervals: {replicates: 100}
      minimum: {pairs: 150}
      """
    let (tables, result) = try example.run(text, as: "balance.yml")

    // (stage, subject) → reason → count; a reason stands once in each balance.
    var balances: [String: [String: [String: Int]]] = [:]
    for row in tables.exclusions where row["stage"] != "note" {
      let stage = try #require(row["stage"])
      let count = try #require(Int(row["count"] ?? ""))
      #expect(count >= 0)
      let reason = try #require(row["reason"])
      #expect(
        balances[stage, default: [:]][subject(row), default: [:]].updateValue(count, forKey: reason) == nil)
    }
    #expect(
      Set(balances.keys) == [
        "sensors", "station samples", "product cells", "product samples", "product matching",
        "station matching", "pairs",
      ])
    var reasons = Set<String>()
    for (stage, subjects) in balances {
      for (name, counts) in subjects {
        let read = try #require(counts["read"])
        #expect(read == counts.filter { $0.key != "read" }.values.reduce(0, +), "\(stage) \(name) \(counts)")
        reasons.formUnion(counts.filter { $0.value > 0 }.keys)
      }
    }
    // The example does exclude things: the check is not about empty balances.
    #expect(reasons.count > 8, "\(reasons.sorted())")

    func kept(_ stage: String, _ subject: String) -> Int? { balances[stage]?[subject]?["kept"] }
    func read(_ stage: String, _ subject: String) -> Int? { balances[stage]?[subject]?["read"] }
    let sensors = (balances["sensors"] ?? [:]).filter { $0.value["kept"] == 1 }.map(\.key)
    #expect(sensors.count == result.sensors.count)
    #expect(balances["station samples"]?.count == sensors.count)
    for name in sensors {
      for product in ["EX-MODEL", "EX-DAILY"] {
        let pair = name + product  // the sensor's subject ends in an empty product
        #expect(read("product cells", pair) == 1)
        guard kept("product cells", pair) == 1 else {
          #expect(balances["product samples"]?[pair] == nil)
          continue
        }
        #expect(read("product matching", pair) == kept("product samples", pair))
        #expect(read("station matching", pair) == kept("station samples", name))
        #expect(read("pairs", pair) == kept("product matching", pair))
      }
    }

    // The pairs of the ledger are the n of the scores and the rows of matchups.nc.
    let rows = RunTables.select(tables.scores, ["stratum": "all", "group": "all", "metric": "R"])
    #expect(rows.count == sensors.count * 2 && rows.count == tables.pairs.count)
    var scored = 0
    var tooFew = 0
    for (index, row) in rows.enumerated() {
      let n = try #require(Int(row["n"] ?? ""))
      // Both files go by sensor, then product.
      let series = tables.pairs[index]
      #expect(
        series.product == row["product"] && series.station == row["station"] && series.sensor == row["sensor"]
      )
      #expect(series.times.count == n)
      let pair = subject(row)
      #expect((read("pairs", pair) ?? 0) == n, "\(pair)")
      let isScored = row["value"] != ""
      #expect(kept("pairs", pair) ?? 0 == (n >= 150 ? n : 0), "\(pair)")
      if isScored { scored += n }
      if row["status"] == "tooFew" { tooFew += 1 }
    }
    #expect(scored > 1000 && tooFew > 0)

    // Notes exclude nothing and name what they count.
    let notes = tables.exclusions.filter { $0["stage"] == "note" }
    #expect(!notes.isEmpty && notes.allSatisfy { !["read", "kept"].contains($0["reason"]) })
    // What the report prints are these lines' sums.
    for line in result.totals {
      let sum = tables.exclusions.filter {
        $0["stage"] == line.stage.rawValue && $0["product"] == line.subject.product
          && $0["reason"] == line.reason
      }.compactMap { Int($0["count"] ?? "") }.reduce(0, +)
      #expect(sum == line.count, "\(line)")
    }
  }
}
