import Files
import Foundation
import Lab
import Testing

/// What must happen to the results when the inputs change in a known way.
@Suite("Metamorphic relations of a run")
struct MetamorphicTests {
  private static let days = 300

  /// Three stations and two products of 300 days.
  private func field() throws -> (sandbox: Sandbox, a: SmallProduct, b: SmallProduct) {
    let sandbox = try Sandbox()
    let places = [("Alpha", "NET", 10.0), ("Beta", "NET", 12.0), ("Gamma", "OTHER", 14.0)]
    var soils: [[Double]] = []
    for (index, (name, network, latitude)) in places.enumerated() {
      let soil = Signal.soil(MetamorphicTests.days, seed: UInt64(index + 1))
      soils.append(soil)
      try SmallStation(network: network, name: name, latitude: latitude, values: soil).write(
        to: sandbox.path + "/archive")
    }
    func product(_ weight: Double, seed: UInt64) -> SmallProduct {
      var values: [Int16] = []
      for (index, soil) in soils.enumerated() {
        for (station, other) in zip(soil, Signal.soil(soil.count, seed: seed + UInt64(index))) {
          let mixed = weight * station + (1 - weight) * other
          values.append(Int16((10_000 * mixed).rounded()))
        }
      }
      var product = SmallProduct(daily: [])
      product.latitudes = places.map(\.2)
      product.longitudes = places.map { _ in 20 }
      product.times = .double((0..<MetamorphicTests.days).map { Double($0) + 0.5 })
      product.values = .int16(values)
      product.valueAttributes = [
        "units": .text("m3 m-3"), "scale_factor": .numbers(1e-4), "add_offset": .numbers(0),
      ]
      return product
    }
    let (a, b) = (product(0.7, seed: 11), product(0.4, seed: 21))
    try a.write(to: sandbox.path + "/a.nc")
    try b.write(to: sandbox.path + "/b.nc")
    return (sandbox, a, b)
  }

  private func experiment(
    stations: String = "archive: archive", products: [String] = ["A: a.nc", "B: b.nc"],
    strata: String = "[all, season]"
  ) -> String {
    var text = """
      stations: {\(stations)}
      strata: \(strata)
      metrics: [R, rho, bias, RMSE, ubRMSE, MAE, A.R]
      scaling: [none, cdf]
      intervals: {replicates: 100}
      minimum: {stations: 1}
      products:

      """
    for product in products {
      let parts = product.split(separator: ":", maxSplits: 1)
      text += "  - {name: \(parts[0]), files: \(parts[1]), description: {variable: sm}}\n"
    }
    return text
  }

  @Test("adding 0.05 to a product shifts its bias by 0.05 and leaves R, ubRMSE and A.R")
  func shifted() throws {
    let (sandbox, product, _) = try field()
    let before = try sandbox.run(experiment(products: ["A: a.nc"])).tables
    var moved = product
    moved.valueAttributes["add_offset"] = .numbers(0.05)
    try moved.write(to: sandbox.path + "/a.nc")
    let after = try sandbox.run(experiment(products: ["A: a.nc"])).tables
    #expect(before.scores.count == after.scores.count)
    var compared: [String: Int] = [:]
    for (old, new) in zip(before.scores, after.scores) {
      let metric = old["metric"] ?? ""
      for key in ["product", "station", "group", "scaling", "metric", "n"] { #expect(old[key] == new[key]) }
      let shift: Double
      switch (metric, old["scaling"]) {
      case ("bias", _): shift = 0.05
      case ("R", _), ("rho", _), ("ubRMSE", _), ("A.R", _): shift = 0
      case (_, "cdf"): shift = 0
      default: continue
      }
      #expect(old["status"] == new["status"], "\(old)")
      for key in ["value", "ci_lower", "ci_upper"] {
        guard let a = Double(old[key] ?? ""), let b = Double(new[key] ?? "") else {
          #expect(old[key] == new[key])
          continue
        }
        #expect(abs(a + shift - b) < 1e-9, "\(metric) \(key) \(old["scaling"] ?? "")")
        compared[metric, default: 0] += 1
      }
    }
    for metric in ["bias", "R", "rho", "ubRMSE", "A.R"] { #expect((compared[metric] ?? 0) >= 9, "\(metric)") }
  }

  @Test("the order of the products moves rows and changes none")
  func permuted() throws {
    let (sandbox, _, _) = try field()
    let first = try sandbox.run(experiment()).tables
    let second = try sandbox.run(experiment(products: ["B: b.nc", "A: a.nc"])).tables
    for name in ["scores.csv", "summary.csv", "exclusions.csv"] {
      func lines(_ tables: RunTables) -> [Substring] {
        String(decoding: tables.bytes[name] ?? Data(), as: UTF8.self).split(separator: "\n")
      }
      #expect(lines(first) != lines(second))
      #expect(lines(first).sorted() == lines(second).sorted(), "\(name)")
      #expect(lines(first).count > 10)
    }
  }

  @Test("a product in one file, in two periods, and in any order of its files gives the same bytes")
  func split() throws {
    let (sandbox, product, _) = try field()
    let whole = try sandbox.run(experiment(products: ["A: a.nc"])).tables
    let cut = 100
    guard case .double(let times) = product.times, case .int16(let values) = product.values else { return }
    func part(_ range: Range<Int>) -> SmallProduct {
      var part = product
      part.times = .double(Array(times[range]))
      part.values = .int16(
        product.latitudes.indices.flatMap { place -> [Int16] in
          let start = place * times.count
          return Array(values[(start + range.lowerBound)..<(start + range.upperBound)])
        })
      return part
    }
    try part(0..<cut).write(to: sandbox.path + "/parts/1.nc")
    try part(cut..<times.count).write(to: sandbox.path + "/parts/2.nc")
    for files in ["parts/*.nc", "[parts/1.nc, parts/2.nc]", "[parts/2.nc, parts/1.nc]"] {
      let parts = try sandbox.run(experiment(products: ["A: \(files)"])).tables
      #expect(parts.bytes == whole.bytes, "\(files)")
    }
    // The same samples in disorder inside one file: the same scores.
    var shuffled = product
    let order = times.indices.map { ($0 * 7 + 3) % times.count }
    #expect(Set(order).count == times.count)
    shuffled.times = .double(order.map { times[$0] })
    shuffled.values = .int16(
      product.latitudes.indices.flatMap { place -> [Int16] in order.map { values[place * times.count + $0] } }
    )
    try shuffled.write(to: sandbox.path + "/shuffled.nc")
    let disordered = try sandbox.run(experiment(products: ["A: shuffled.nc"]))
    #expect(disordered.tables.bytes["scores.csv"] == whole.bytes["scores.csv"])
    #expect(disordered.result.problems.contains { $0.reason.contains("times run backwards") })
  }

  @Test("FIELD row 28: descending latitudes, locations in any order, give the same bytes")
  func descending() throws {
    let (sandbox, product, _) = try field()
    let before = try sandbox.run(experiment(products: ["A: a.nc"], strata: "[all]")).tables
    guard case .int16(let values) = product.values else { return }
    var turned = product
    turned.latitudes.reverse()
    let days = MetamorphicTests.days
    turned.values = .int16([2, 1, 0].flatMap { Array(values[($0 * days)..<(($0 + 1) * days)]) })
    try turned.write(to: sandbox.path + "/a.nc")
    #expect(try sandbox.run(experiment(products: ["A: a.nc"], strata: "[all]")).tables.bytes == before.bytes)
  }

  @Test("an archive as folder and as zip gives the same bytes")
  func zipped() throws {
    let (sandbox, _, _) = try field()
    let folder = try sandbox.run(experiment()).tables
    let zip = Process()
    zip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    zip.arguments = ["zip", "-q", "-r", "../archive.zip", "."]
    zip.currentDirectoryURL = URL(fileURLWithPath: sandbox.path + "/archive")
    try zip.run()
    zip.waitUntilExit()
    try #require(zip.terminationStatus == 0)
    let zipped = try sandbox.run(experiment(stations: "archive: archive.zip")).tables
    #expect(zipped.bytes == folder.bytes)
  }

  @Test("an experiment restricted to one station gives that station's rows, byte for byte")
  func restricted() throws {
    let (sandbox, _, _) = try field()
    let all = try sandbox.run(experiment()).tables
    let one = try sandbox.run(experiment(stations: "archive: archive, stations: [Beta]")).tables
    let lines = String(decoding: all.bytes["scores.csv"] ?? Data(), as: UTF8.self).split(separator: "\n")
    let wanted = lines.prefix(1) + lines.filter { $0.contains(",Beta,") }
    #expect(wanted.count > 40)
    #expect(
      String(decoding: one.bytes["scores.csv"] ?? Data(), as: UTF8.self).split(separator: "\n")
        == Array(wanted))
    // Intervals of MAE and cdf-scaled scores are bootstrapped: their random streams go by names, not by order.
    #expect(wanted.contains { $0.contains(",MAE,") })
  }

  @Test("steps of missing values change no score and are counted")
  func padded() throws {
    let (sandbox, product, _) = try field()
    let before = try sandbox.run(experiment(products: ["A: a.nc"], strata: "[all]")).tables
    guard case .double(let times) = product.times, case .int16(let values) = product.values else { return }
    var padded = product
    padded.times = .double(times + [1000.5, 1001.5])
    padded.values = .int16(
      product.latitudes.indices.flatMap { place -> [Int16] in
        Array(values[(place * times.count)..<((place + 1) * times.count)]) + [-1, -1]
      })
    padded.valueAttributes["_FillValue"] = .values(.int16([-1]))
    try padded.write(to: sandbox.path + "/a.nc")
    let after = try sandbox.run(experiment(products: ["A: a.nc"], strata: "[all]")).tables
    #expect(after.bytes["scores.csv"] == before.bytes["scores.csv"])
    #expect(after.ledger("product samples", product: "A")["fill value"] == 6)
  }
}
