import Files
import Foundation
import Grids
import Stations
import Statistics
import Testing

@testable import Lab

@Suite("The experiment file")
struct ExperimentReaderTests {
  struct Mistake: CustomTestStringConvertible, Sendable {
    /// The key at fault, as docs/experiment.md has it.
    var key: String
    /// The lines that replace or follow the sound experiment's.
    var text: String
    var line: Int
    var reason: String
    var testDescription: String { "\(key): \(text.split(separator: "\n").dropFirst(line - 1).first ?? "")" }

    init(_ key: String, _ text: String, _ line: Int, _ reason: String) {
      self.key = key
      self.text = text
      self.line = line
      self.reason = reason
    }

    /// A key of `stations`, on line 3.
    static func station(_ line: String, _ reason: String) -> Mistake {
      Mistake(
        "stations." + (line.split(separator: ":").first ?? ""),
        "stations:\n  archive: a\n  \(line)\n" + products, 3, reason)
    }

    /// A key of `stations` that belongs to cells, on line 4.
    static func unit(_ line: String, _ reason: String) -> Mistake {
      Mistake(
        "stations." + (line.split(separator: ":").first ?? ""),
        "stations:\n  archive: a\n  unit: cell\n  \(line)\n" + products, 4, reason)
    }

    /// A key of the description, on line 6.
    static func description(_ line: String, _ reason: String, line number: Int = 6) -> Mistake {
      Mistake(
        "description." + (line.split(separator: ":").first ?? ""),
        "stations: {archive: a}\nproducts:\n  - name: P\n    files: x.nc\n    description:\n      \(line)\n"
          + (line.hasPrefix("variable") ? "" : "      variable: sm\n"), number, reason)
    }

    /// A key of `reference`, on line 1.
    static func grid(_ entry: String, _ reason: String) -> Mistake {
      Mistake(
        "reference." + (entry.split(separator: ":").first ?? ""),
        "reference: {files: t.nc, description: {variable: sm}, \(entry)}\n" + products, 1, reason)
    }

    /// A key at the top beside a `reference`, on line 3.
    static func reference(_ text: String, _ reason: String, line: Int = 3) -> Mistake {
      Mistake(
        String(text.split(separator: ":").first ?? ""),
        ExperimentReaderTests.grid + products + text + "\n", line, reason)
    }

    /// A key at the top, on line 3.
    static func top(_ line: String, _ reason: String) -> Mistake {
      Mistake(String(line.split(separator: ":").first ?? ""), sound + line + "\n", 3, reason)
    }
  }

  static let grid = "reference: {files: t.nc, description: {variable: sm}}\n"

  static let products = "products: [{name: P, description: {variable: sm}, files: x.nc}]\n"
  static let sound = "stations: {archive: a}\n" + products

  @Test("FIELD row 45: every key refuses a wrong value with file, line and reason", arguments: mistakes)
  func mistake(mistake: Mistake) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(mistake.text, to: "e.yml")
    let failure = try #require(throws: Failure.self) { _ = try Experiment.read(path: path) }
    #expect(failure.exitCode == 2)
    #expect(failure.path == path)
    #expect(failure.description.contains(mistake.reason), "\(failure)")
    // libyaml tells where a map with a twofold key or an open quote begins or ends.
    if !["stands twice", "not valid YAML"].contains(where: mistake.reason.contains) {
      #expect(failure.line == mistake.line, "\(failure)")
    }
  }

  @Test("FIELD row 45: every key of docs/experiment.md is among the mistakes, and is known")
  func everyKey() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "docs/experiment.md"), encoding: .utf8)
    let block = try #require(
      text.components(separatedBy: "```yaml\n").dropFirst().first?.components(separatedBy: "```").first)
    var keys: Set<String> = []
    func collect(_ node: YAMLNode, _ prefix: String) throws {
      guard node.isMap else {
        if node.isList { for item in try node.list() where item.isMap { try collect(item, prefix) } }
        return
      }
      for (key, value) in try node.entries() {
        keys.insert(prefix + key.text)
        let rules = ["flag", "time", "grid", "select", "porosity", "groups"]
        let isRule = rules.contains(key.text) && prefix.contains("description")
        if !isRule { try collect(value, prefix + key.text + ".") }
      }
    }
    try collect(try YAMLNode.parse(text: block, path: "docs/experiment.md"), "")
    #expect(keys.count > 35)
    let sections: Set<String> = ["products.description"]
    for key in keys.subtracting(sections) {
      let last = key.split(separator: ".").last ?? ""
      let isTried = ExperimentReaderTests.mistakes.contains { mistake in
        mistake.key == key
          || key.hasPrefix("products.") && mistake.key == String(key.dropFirst("products.".count))
          || mistake.key == String(key.split(separator: ".").first ?? "")
            && mistake.text.contains("{\(last): ")
          || mistake.key == String(key.split(separator: ".").first ?? "")
            && mistake.text.contains(", \(last): ")
          || key.hasPrefix(mistake.key + ".")
            && (mistake.text.contains("{\(last): ") || mistake.text.contains(", \(last): "))
      }
      #expect(isTried, "no mistake is tried for \(key)")
    }
    // The documented example itself is sound.
    let folder = try TemporaryFolder()
    let path = try folder.write(block.replacing(", key: value, …", with: ""), to: "e.yml")
    _ = try Experiment.read(path: path)
  }

  @Test(
    "FIELD row 45: the resolved experiment reads back equal",
    arguments: [
      sound,
      """
      name: "odd: \\"name\\" # 'x' \\u00e9 \\n *a &b - [c] {d} \\\\"
      period: {from: 2016-02-29, to: 2018-12-31}
      stations:
        archive: [a b.zip, "-c", "d'e\\"f", "*g", "ü"]
        prefer: newest
        networks: ["null", "~", "1e5", yes, "a, b"]
        stations: [" leading", "trailing ", "#", "@x", "`y`"]
        depth: [0.02, 0.075]
        depth_rule: overlap
        flags: [G, U, X1]
        minimum_record: 7
        koppen: 2017
        landcover: 2000
        exclude: {landcover: ["190", "210"], koppen: [EF]}
      products:
        - name: "true"
          files: ["x*.nc", "-y.nc"]
          description:
            title: "a: b"
            variable: Group/sm
            units: m3 m-3
            fill: [-9999, 1.5e-7]
            valid: [0.02, 0.5]
            flag: [{variable: q, rule: bits-clear, value: 1}, {variable: r, rule: equals, value: [0, 2.5]}]
            time: {sum: [{variable: d, unit: days}, {variable: s, unit: seconds}], since: 2000-01-01}
            exact_time: {variable: t0, units: days since 1970-01-01, fill: -1}
            layer_depth: 0.07
        - {name: "2", files: z.nc, description: {catalogue: c3s-combined-v202012, time: exact}}
        - {name: "3", files: z.nc, description: {variable: sm, time: {overpass: "06:20"}}}
        - {name: "4", files: z.nc, description: smap-l3-v9}
        - name: "5"
          files: z.nc
          description:
            quantity: precipitation
            variable: Grid/precipitation
            units: mm/hr
            time: {file: "'IMERG.'yyyyMMdd*", overpass: "24:00"}
            grid: ease2-9km
            select: {layer: 0, "odd: name": 12}
            porosity: {file: "a b.nc", variable: G/p}
            groups:
              flag: {variable: q, values: {observed: 0, "filled, 2": [1, 2.5]}, otherwise: rest}
              frozen: {variable: s, bits: {frozen: 256}, otherwise: thawed}
              orbit: {variable: o, missing: ascending, otherwise: descending}
              day-night: {variable: s, bits: {day: 1, night: 2}}
      matching: {window: 90s, cell: nearest-with-data, distance: 12.5}
      scaling: [cdf, mean-std, none]
      strata: [koppen*season, frm, texture, month]
      metrics: [KGE, MSE_var, R]
      anomalies: {method: climatology, years: 5}
      intervals: {level: 0.68, seed: 18446744073709551615, replicates: 123}
      compare: {pairs: all, common: exact}
      minimum: {pairs: 1, stations: 1000000}
      """,
      sound + "matching: {window: 0h}\nanomalies: {days: 17.25}\n",
      sound + "matching: {window: 0.0000015s}\n",
      sound + "matching: {time: bracket, window: 90min}\n",
      sound + "matching: {time: bracket, crossing: \"01:30\"}\n",
      sound + "matching: {time: overpass, window: 12h, crossing: \"18:07\"}\n",
      sound.replacing("{variable: sm}", with: "{variable: sm, time: {overpass: \"01:30\"}}")
        + "matching: {time: overpass}\n",
      sound + "matching: {time: daily}\n",
      sound + "matching: {time: three-daily, origin: 2014-12-30, completeness: {hours: 0.1, days: 3}}\n",
      sound + "matching: {time: dekad, completeness: {hours: 0}, cell: nearest-with-data}\n",
      sound
        + "matching: {time: month, crossing: [\"13:30\", 01:30], window: 30min, completeness: {days: 5}}\n",
      sound.replacing("archive: a", with: "archive: a, uncertainty: 0.035")
        + "strata: [flag, flag-common*season, day-night, cell-stations*frozen, distance, orbit, water]\n",
      sound + "matching: {window: 1.3333333h, distance: 0.1}\nintervals: {level: 0.99999}\n",
      grid + products,
      """
      reference:
        name: "the \\"truth\\""
        files: ["t*.nc", u.nc]
        description: {variable: sm, time: {bounds: centre}, groups: {flag: {variable: f, values: {a: 1}}}}
        depth: [0, 0.1]
        every: 3
        box: [-40, 30.5, 160, 200]
        mask: {file: "land sea.nc", variable: G/lsm}
        blocks: 5
        koppen: {file: c.nc, variable: k, legend: {1: Af}}
        landcover: {file: c.nc, variable: l}
        water: {file: w.nc, variable: w, at_most: 0.1}
        exclude: {koppen: [EF]}
        regions: [{name: A, box: [0, 10, 0, 10]}]
        uncertainty: 0.01
      """ + "\n" + products,
    ])
  func roundTrip(text: String) throws {
    let folder = try TemporaryFolder()
    let first = try Experiment.read(path: try folder.write(text, to: "first.yml"))
    let second = try Experiment.read(path: try folder.write(first.yaml, to: "second.yml"))
    #expect(second.yaml == first.yaml)
    #expect(second.name == first.name && second.period == first.period)
    #expect(second.stations.archives == first.stations.archives)
    #expect(second.stations.prefersNewest == first.stations.prefersNewest)
    let (a, b) = (first.stations.selection, second.stations.selection)
    #expect(a.networks == b.networks && a.stations == b.stations && a.depth == b.depth)
    #expect(a.depthRule == b.depthRule && a.flags == b.flags && a.minimumRecord == b.minimumRecord)
    #expect(second.stations.koppen == first.stations.koppen)
    #expect(second.stations.landcover == first.stations.landcover)
    #expect(second.stations.excluded == first.stations.excluded)
    #expect(second.stations.uncertainty == first.stations.uncertainty)
    #expect(second.products.map(\.name) == first.products.map(\.name))
    #expect(second.products.map(\.patterns) == first.products.map(\.patterns))
    for (left, right) in zip(first.products, second.products) {
      // A description read from the catalogue knows its entry's name; written out it is the user's own.
      var named = right.description
      named.name = left.description.name
      #expect(named == left.description)
    }
    #expect(second.matching == first.matching && second.scaling == first.scaling)
    #expect(second.strata == first.strata && second.metrics == first.metrics)
    #expect(second.anomalies == first.anomalies && second.intervals == first.intervals)
    #expect(second.comparison == first.comparison)
    #expect(second.minimumPairs == first.minimumPairs && second.minimumStations == first.minimumStations)
  }

  @Test("a corrected ubRMSE follows ubRMSE where the uncertainty is given, and nowhere else unasked")
  func correctedErrorFollowsItsUncertainty() throws {
    let folder = try TemporaryFolder()
    let given = ExperimentReaderTests.sound.replacing("archive: a", with: "archive: a, uncertainty: 0.02")
    func metrics(_ text: String) throws -> [Metric] {
      try Experiment.read(path: try folder.write(text, to: "e.yml")).metrics
    }
    #expect(
      try metrics(given) == [
        .r, .pR, .rho, .pRho, .bias, .rmse, .ubRMSE, .ubRMSECorrected, .mae, .anomalyR, .pAnomalyR,
      ])
    #expect(try metrics(given + "metrics: [R]\n") == [.r])
    #expect(try metrics(given + "metrics: [ubRMSE_corr]\n") == [.ubRMSECorrected])
    #expect(try !metrics(ExperimentReaderTests.sound).contains(.ubRMSECorrected))
  }

  @Test(
    "A catalogue of one's own adds to the shipped one, replaces in it, and shows its mistakes in its own file"
  )
  func ownCatalogue() throws {
    let folder = try TemporaryFolder()
    let own = try folder.write(
      """
      entries:
        mine: {like: era5-land, variable: swvl2}
        era5: {variable: own_sm}
      """, to: "mine.yml")
    let text = """
      stations: {archive: a}
      catalogue: mine.yml
      products:
        - {name: A, description: mine, files: x}
        - {name: B, description: era5, files: x}
        - {name: C, description: {catalogue: era5-land, valid: [0, 0.6]}, files: x}
      """
    let path = try folder.write(text, to: "e.yml")
    let experiment = try Experiment.read(path: path)
    #expect(experiment.products.map(\.description.variable) == ["swvl2", "own_sm", "swvl1"])
    // The resolved experiment needs the file no more.
    let again = try Experiment.read(path: try folder.write(experiment.yaml, to: "resolved.yml"))
    #expect(again.products.map(\.description.variable) == ["swvl2", "own_sm", "swvl1"])
    _ = try folder.write("entries:\n  mine:\n    variable: sm\n    unit: percent\n", to: "mine.yml")
    let failure = try #require(throws: Failure.self) { _ = try Experiment.read(path: path) }
    #expect(failure.path == own && failure.line == 4, "\(failure)")
    #expect(failure.description.contains("Did you mean 'units'?"), "\(failure)")
  }

  @Test("FIELD row 45: a bomb of aliases, a large file and a folder are refused at once")
  func bombs() throws {
    let folder = try TemporaryFolder()
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let item = "*a\(level - 1)"
      bomb += "a\(level): &a\(level) [\(Array(repeating: item, count: 9).joined(separator: ", "))]\n"
    }
    for text in [bomb, String(repeating: "# much\n", count: 300_000), String(repeating: "[", count: 100_000)]
    {
      let path = try folder.write(text, to: "e.yml")
      let failure = #expect(throws: Failure.self) { _ = try Experiment.read(path: path) }
      #expect(failure?.exitCode == 2 && failure?.path == path)
    }
    #expect(throws: Failure.self) { _ = try Experiment.read(path: folder.path) }
  }
}
