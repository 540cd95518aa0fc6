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

    /// A key at the top, on line 3.
    static func top(_ line: String, _ reason: String) -> Mistake {
      Mistake(String(line.split(separator: ":").first ?? ""), sound + line + "\n", 3, reason)
    }
  }

  static let products = "products: [{name: P, description: {variable: sm}, files: x.nc}]\n"
  static let sound = "stations: {archive: a}\n" + products

  static let mistakes: [Mistake] = [
    .top("name: [a]", "expected a word"),
    .top("period: 2017", "expected a mapping"),
    .top("period: {from: 2017-01-01}", "'from' and 'to'"),
    .top("period: {from: 2017-02-29, to: 2017-03-01}", "'2017-02-29' is not a day"),
    .top("period: {from: 2017-01-01, to: 1.1.2018}", "'1.1.2018' is not a day"),
    .top("period: {from: 2018-01-01, to: 2017-01-01}", "ends before it begins"),
    .top("period: {from: 2018-01-01, until: 2019-01-01}", "unknown key 'until'"),
    Mistake("stations", products, 1, "has no 'stations'"),
    Mistake("stations", "stations: a\n" + products, 1, "expected a mapping"),
    Mistake("stations.archive", "stations: {networks: [A]}\n" + products, 1, "has no 'archive'"),
    Mistake("stations.archive", "stations:\n  archive: []\n" + products, 2, "the list is empty"),
    Mistake("stations.archive", "stations:\n  archive: {a: b}\n" + products, 2, "expected a word"),
    .station("prefer: oldest", "can only be 'newest'"),
    .station("networks: []", "the list is empty"),
    .station("networks: [[A]]", "expected a word"),
    .station("stations: []", "the list is empty"),
    .station("stations: ~", "expected a word"),
    .station("depth: 0.1", "expected a list"),
    .station("depth: [0.1]", "needs two ends"),
    .station("depth: [0.1, 0.05]", "0 ≤ from ≤ to"),
    .station("depth: [-0.1, 0.05]", "0 ≤ from ≤ to"),
    .station("depth: [.nan, 0.05]", "expected a number"),
    .station("depth: [0, .inf]", "expected a number"),
    .station("depth: [0, 10cm]", "expected a number"),
    .station("depth_rule: inside", "unknown depth_rule 'inside'"),
    .station("flags: []", "the list is empty"),
    .station("flags: \"G,U\"", "'G,U' is not one flag"),
    .station("flags: [G U]", "'G U' is not one flag"),
    .station("flags: [\"\"]", "'' is not one flag"),
    .station("minimum_record: -1", "cannot be negative"),
    .station("minimum_record: 1.5", "expected a whole number"),
    .station("unit: grid", "unknown unit"),
    .station("unit: {}", "expected a word"),
    .station("koppen: 2010", "not among the years"),
    .station("landcover: 2015", "not among the years"),
    .station("landcover: new", "expected a whole number"),
    .station("uncertainty: 2", "between 0 and 0.5"),
    .station("upscaling: {share: 1}", "belongs to unit: station"),
    .unit("upscaling: {share: 0}", "above 0 and at most 1"),
    .unit("upscaling: {step: 7h}", "whole number of steps"),
    .unit("upscaling: {at_least: 0}", "between 1 and 1000"),
    .unit("upscaling: {of: P, grid: ease2-36km}", "either 'of' or 'grid'"),
    .unit("upscaling: {grid: coordinates}", "a grid of their own"),
    .unit("upscaling: {of: Q}", "no product is named 'Q'"),
    .station("frozen: {below: 30}", "between -10 and 10"),
    .station("frozen: {within: long}", "is not a duration"),
    .station("koppen: {variable: class}", "needs a 'file'"),
    .station("koppen: {file: k.nc}", "needs its 'variable'"),
    .station("koppen: {file: k.csv, legend: {1: Af}}", "belongs to a raster"),
    .station("landcover: {file: l.nc, variable: c, legend: {forest: 10}}", "not a whole number"),
    .station("water: {file: w.nc}", "needs 'file' and 'variable'"),
    .station("water: {file: w.nc, variable: f, at_most: 5}", "share between 0 and 1"),
    .station("regions: {name: A}", "expected a list"),
    .station("regions: [{name: A}]", "needs 'name' and 'box'"),
    .station("regions: [{name: A, box: [40, 27, 73, 104]}]", "[south, north, west, east]"),
    .station("regions: [{name: \"a*b\", box: [27, 40, 73, 104]}]", "no '*'"),
    .station("depht: [0, 0.1]", "Did you mean 'depth'?"),
    .station("archive: b", "'archive' stands twice"),
    Mistake("products", "stations: {archive: a}\n", 1, "has no 'products'"),
    Mistake("products", "stations: {archive: a}\nproducts: []\n", 2, "has no product"),
    Mistake("products", "stations: {archive: a}\nproducts: era5-land\n", 2, "expected a list"),
    Mistake(
      "products.name", "stations: {archive: a}\nproducts:\n  - {description: era5-land, files: x}\n", 3,
      "needs a 'name'"),
    Mistake(
      "products.name",
      "stations: {archive: a}\nproducts:\n  - {name: \"\", description: era5-land, files: x}\n", 3,
      "1 to 100 bytes"),
    Mistake(
      "products.name", sound.replacing("}]", with: "}, \n  {name: P, description: era5-land, files: x}]"), 3,
      "two products are named 'P'"),
    Mistake(
      "products.files", "stations: {archive: a}\nproducts:\n  - {name: P, description: era5-land}\n", 3,
      "needs 'files'"),
    Mistake(
      "products.files",
      "stations: {archive: a}\nproducts:\n  - name: P\n    description: era5-land\n    files: []\n", 5,
      "the list is empty"),
    Mistake(
      "products.description", "stations: {archive: a}\nproducts:\n  - {name: P, files: x}\n", 3,
      "needs a 'description'"),
    Mistake(
      "products.description",
      "stations: {archive: a}\nproducts:\n  - name: P\n    files: x\n    description: era5-lnd\n", 5,
      "Did you mean era5-land"),
    Mistake(
      "products", "stations: {archive: a}\nproducts:\n  - name: P\n    file: x\n", 4, "Did you mean 'files'?"),
    .description("catalogue: era5-lnd", "Did you mean era5-land"),
    .description("variable: [sm]", "expected a word"),
    .description("units: furlong", "furlong"),
    .description("fill: missing", "expected a number"),
    .description("fill: .nan", "expected a number"),
    .description("valid: [0.5, 0.02]", "smallest and the largest"),
    .description("valid: [0.5]", "smallest and the largest"),
    .description("valid: [0, .inf]", "expected a number"),
    .description("flag: {variable: q, rule: equals}", "keys variable, rule and value"),
    .description("flag: {variable: q, rule: is, value: 0}", "'is' is none of"),
    .description("flag: {variable: q, rule: bits-set, value: 1.5}", "one positive whole number"),
    .description("flag: {variable: q, rule: bits-clear, value: [1, 2]}", "one positive whole number"),
    .description("flag: {variable: q, rule: equals, value: []}", "needs a value"),
    .description("time: sometimes", "no time rule"),
    .description("time: exact", "no exact time stamps"),
    .description("time: {variable: t0, units: months since 1970-01-01}", "months"),
    .description("time: {variable: t0, since: 2000-01-01}", "exactly one of"),
    .description("time: {variable: t0, file: yyyyMMdd}", "exactly one of"),
    .description("time: {units: days since 2000-01-01, overpass: \"06:00\"}", "exactly one of"),
    .description("time: {file: yyyyMM, overpass: \"06:00\"}", "a whole month has no overpass"),
    .description("time: {file: yyyyMMDDD}", "in two ways"),
    .description("time: {file: SMAP_yyyyMMdd}", "'M', which is no field"),
    .description("time: {overpass: \"6 am\"}", "local solar time"),
    .description("time: {overpass: \"24:01\"}", "local solar time"),
    .description("time: {sum: [{variable: d, unit: fortnights}], since: 2000-01-01}", "fortnights"),
    .description("time: {sum: [{variable: d, unit: days}]}", "the key since"),
    .description("time: {sum: [], since: 2000-01-01}", "needs addends"),
    .description("exact_time: {since: 2000-01-01}", "exactly one of"),
    .description("groups: {flag: {variable: q, values: {a*b: 1}}}", "a group's name has no '*'"),
    .description("layer_depth: 0", "must be positive"),
    .description("layer_depth: .nan", "expected a number"),
    .description("layer_depth: 10 cm", "expected a number"),
    .description("quantity: rain", "'rain' is none of soil-moisture, precipitation"),
    .description("quantity: precipitation\n      units: m3 m-3", "no unit of precipitation", line: 7),
    .description("quantity: precipitation\n      units: mm", "over which time", line: 7),
    .description("grid: ease-36km", "'ease-36km' is no grid"),
    .description("grid: ease2-12km", "'ease2-12km' is no grid"),
    .description("grid: {degrees: 0}", "whole cells"),
    .description("grid: {degrees: -0.25}", "whole cells"),
    .description("grid: {degrees: 0.7}", "whole cells"),
    .description("grid: {degrees: .nan}", "expected a number"),
    .description("grid: {degree: 0.25}", "Did you mean 'degrees'?"),
    .description("grid: {}", "needs the key degrees"),
    .description("grid: {west: 0}", "needs the key degrees"),
    .description("grid: {degrees: 0.25, west: 200}", "between -180 and 180"),
    .description("grid: {degrees: 0.25, west: .nan}", "expected a number"),
    .description("select: 0", "expected a mapping"),
    .description("select: {layer: -1}", "counts from 0"),
    .description("select: {layer: 0.5}", "expected a whole number"),
    .description("select: {layer: 9999999999}", "counts from 0"),
    .description("porosity: porosity.nc", "expected a mapping"),
    .description("porosity: {variable: porosity}", "keys file and variable"),
    .description("porosity: {file: porosity.nc}", "keys file and variable"),
    .description("porosity: {file: \"\", variable: porosity}", "no name"),
    .description("groups: observed", "expected a mapping"),
    .description("groups: {gaps: observed}", "Groups: flag, orbit, day-night, frozen"),
    .description("groups: {flag: {values: {a: 1}}}", "key variable"),
    .description("groups: {flag: {variable: q}}", "either values or bits"),
    .description("groups: {flag: {variable: q, values: {a: 1}, bits: {a: 1}}}", "either values or bits"),
    .description("groups: {flag: {variable: q, values: {}}}", "no group"),
    .description("groups: {flag: {variable: q, values: {a: []}}}", "'a' has no value"),
    .description("groups: {flag: {variable: q, values: {a: b}}}", "expected a number"),
    .description("groups: {flag: {variable: q, bits: {a: 0}}}", "one positive whole number"),
    .description("groups: {flag: {variable: q, bits: {a: -1}}}", "one positive whole number"),
    .description("groups: {flag: {variable: q, bits: {a: 1.5}}}", "one positive whole number"),
    .description("groups: {flag: {variable: q, bits: {a: [1, 2]}}}", "one positive whole number"),
    .description("groups: {flag: {variable: q, values: {a: 1}, otherwise: a}}", "'a' stands twice"),
    .description("groups: {flag: {variable: q, values: {unknown: 1}}}", "'unknown' is taken"),
    .description("groups: {flag: {variable: q, missing: unknown}}", "'unknown' is taken"),
    .description("groups: {frozen: {variable: q, missing: gone}}", "frozen or thawed"),
    .description("groups: {flag: {variable: q, otherwise: rest}}", "either values or bits"),
    .description("groups: {flag: \"\"}", "1 to 60 bytes"),
    .description("groups: {orbit: down}", "ascending or descending"),
    .description("groups: {day-night: {variable: q, values: {dusk: 1}}}", "day or night"),
    .description("groups: {frozen: {variable: q, bits: {ice: 1}}}", "frozen or thawed"),
    .description(
      "groups: {flag: {variable: q, values: {"
        + (0...250).map { "g\($0): \($0)" }.joined(separator: ", ") + "}}}", "251 groups are more than 250"),
    .description("varaible: sm", "Did you mean 'variable'?"),
    .top("catalogue: nowhere.yml", "no catalogue file 'nowhere.yml'"),
    .top("catalogue: [a.yml]", "expected a word"),
    .top("catalogue: .", "no catalogue file"),
    .top("matching: 1h", "expected a mapping"),
    .top("matching: {time: weekly}", "unknown matching rule 'weekly'"),
    .top("matching: {time: overpass}", "product 'P' has no overpass"),
    .top("matching: {time: overpass, crossing: [\"01:30\", \"13:30\"]}", "takes one crossing"),
    .top("matching: {time: bracket, crossing: [\"01:30\", \"13:30\"]}", "takes one crossing"),
    .top("matching: {time: bracket, window: 25h}", "at most 1d away"),
    .top("matching: {crossing: \"01:30\"}", "does not go with time: nearest"),
    .top("matching: {time: month, crossing: []}", "the list is empty"),
    .top("matching: {time: month, crossing: {a: b}}", "expected a word"),
    .top("matching: {time: month, crossing: 1.5}", "local solar time"),
    .top("matching: {time: month, crossing: \"24:00\"}", "local solar time"),
    .top("matching: {time: month, crossing: \"01:60\"}", "local solar time"),
    .top("matching: {time: month, crossing: \"-1:30\"}", "local solar time"),
    .top("matching: {time: month, crossing: \"01:30:00\"}", "local solar time"),
    .top("matching: {time: month, crossing: [\"01:30\", \"1:30\"]}", "stands twice"),
    .top("matching: {time: month, crossing: \"01:30\", window: 2d}", "at most 1d away"),
    .top("matching: {time: month, window: 1h}", "'window' belongs to"),
    .top("matching: {completeness: {days: 1}}", "'completeness' belongs to means"),
    .top("matching: {time: bracket, completeness: {days: 1}}", "'completeness' belongs to means"),
    .top("matching: {time: dekad, completeness: 0.5}", "expected a mapping"),
    .top("matching: {time: dekad, completeness: {share: 0.5}}", "unknown key 'share'"),
    .top("matching: {time: dekad, completeness: {hours: 50}}", "between 0 and 1"),
    .top("matching: {time: dekad, completeness: {hours: -0.1}}", "between 0 and 1"),
    .top("matching: {time: dekad, completeness: {hours: .nan}}", "expected a number"),
    .top(
      "matching: {time: dekad, crossing: \"06:00\", completeness: {hours: 0.5}}",
      "does not go with 'crossing'"),
    .top("matching: {time: dekad, completeness: {days: 0}}", "between 1 and 11"),
    .top("matching: {time: dekad, completeness: {days: 12}}", "between 1 and 11"),
    .top("matching: {time: daily, completeness: {days: 2}}", "must be 1"),
    .top("matching: {time: month, completeness: {days: 4.5}}", "expected a whole number"),
    .top("matching: {time: dekad, origin: 2015-01-01}", "'origin' belongs to time: three-daily"),
    .top("matching: {time: three-daily, origin: 2015-02-29}", "is not a day"),
    Mistake(
      "matching",
      sound.replacing("{variable: sm}", with: "{variable: sm, time: {overpass: \"01:30\"}}")
        + "matching: {time: bracket, crossing: \"01:30\"}\n", 3, "would apply it twice"),
    Mistake(
      "matching",
      sound.replacing("{variable: sm}", with: "{variable: sm, time: {overpass: \"01:30\"}}")
        + "matching:\n  time: month\n  crossing: \"13:30\"\n", 5, "would apply it twice"),
    Mistake(
      "matching", sound + "matching:\n  window: 1h\n  time: overpass\n", 5, "needs a 'crossing'"),
    .top("matching: {window: -1h}", "'-1h' is not a duration"),
    .top("matching: {window: .nan}", "'.nan' is not a duration"),
    .top("matching: {window: nanh}", "'nanh' is not a duration"),
    .top("matching: {window: 3600}", "'3600' is not a duration"),
    .top("matching: {window: 1e9h}", "'1e9h' is not a duration"),
    .top("matching: {window: 33d}", "between 0 and 32 days"),
    .top("matching: {window: 1.5.5h}", "between 0 and 32 days"),
    .top("matching: {cell: average}", "unknown cell rule 'average'"),
    .top("matching: {distance: 0}", "between 0 and 1000 km"),
    .top("matching: {distance: -5}", "between 0 and 1000 km"),
    .top("matching: {distance: .nan}", "expected a number"),
    .top("matching: {distance: 1e99}", "between 0 and 1000 km"),
    .top("matching: {windows: 1h}", "Did you mean 'window'?"),
    .top("scaling: [linear]", "unknown scaling 'linear'"),
    .top("scaling: []", "names no scaling"),
    .top("strata: [climate]", "unknown stratum 'climate'"),
    .top("strata: [koppen*season*year]", "more than two"),
    .top("strata: [koppen*koppen]", "with itself"),
    .top("strata: [all*season]", "with itself or with 'all'"),
    .top("metrics: [r]", "unknown metric 'r'"),
    .top("metrics: []", "names no metric"),
    .top("metrics: [R, ubRMSE_corr]", "needs the stations' uncertainty"),
    .top("strata: [flag*flag-common]", "with itself"),
    .top("strata: [day]", "unknown stratum 'day'"),
    .top("anomalies: window", "expected a mapping"),
    .top("anomalies: {method: fourier}", "unknown anomaly method 'fourier'"),
    .top("anomalies: {days: 0}", "between 0 and 366"),
    .top("anomalies: {days: .nan}", "expected a number"),
    .top("anomalies: {method: window, years: 3}", "belongs to method: climatology"),
    .top("anomalies: {method: climatology, days: 3}", "belongs to method: window"),
    .top("anomalies: {method: climatology, years: 1}", "between 2 and 100"),
    .top("intervals: {level: 95}", "between 0.5 and 1"),
    .top("intervals: {level: .nan}", "expected a number"),
    .top("intervals: {method: bca}", "unknown interval method 'bca'"),
    .top("intervals: {seed: -1}", "seed must be"),
    .top("intervals: {seed: 18446744073709551616}", "seed must be"),
    .top("intervals: {replicates: 10}", "between 100 and 100000"),
    .top("compare: {pairs: some}", "unknown pairs 'some'"),
    .top("compare: {common: month}", "unknown common 'month'"),
    .top("minimum: {pairs: 0}", "between 1 and 1000000"),
    .top("minimum: {stations: -3}", "between 1 and 1000000"),
    .top("minimum: {pairs: many}", "expected a whole number"),
    .top("minimum: {samples: 3}", "unknown key 'samples'"),
    .top("reference: {files: x}", "not available yet"),
    .top("products: []", "'products' stands twice"),
    .top("unknown: 1", "unknown key 'unknown'"),
    .top("name: *x", "anchors and aliases"),
    .top("name: &x a", "anchors and aliases"),
    .top("name: 'open", "not valid YAML"),
  ]

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
