internal import Files
internal import Grids
internal import Stations

extension Experiment {
  /// Reads the key `stations` of an experiment with these products.
  static func readStations(_ node: YAMLNode, products: [String]) throws(Failure) -> StationChoice {
    let values = try node.map(
      allowed: [
        "archive", "prefer", "networks", "stations", "depth", "depth_rule", "flags", "minimum_record", "unit",
        "upscaling", "frozen",
      ] + surroundingKeys)
    guard let archive = values["archive"] else {
      throw node.failure(
        "has no 'archive'", advice: "Name an ISMN folder or zip, or a list of stations (CSV)")
    }
    var choice = StationChoice(archives: try texts(archive))
    if let prefer = values["prefer"] {
      guard try prefer.text() == "newest" else { throw prefer.failure("'prefer' can only be 'newest'") }
      choice.prefersNewest = true
    }
    choice.selection = try readSelection(values)
    if let unit = values["unit"] { choice.unit = try readChoice(unit, what: "unit") }
    if let upscaling = values["upscaling"], !upscaling.isNull {
      guard choice.unit != .sensor else {
        throw upscaling.failure("'upscaling' belongs to unit: station or unit: cell")
      }
      choice.upscaling = try readUpscaling(upscaling, unit: choice.unit, products: products)
    }
    if let frozen = values["frozen"], !frozen.isNull { choice.frozen = try readFrozen(frozen) }
    try readSurroundings(values, into: &choice)
    return choice
  }

  /// Reads what is known of the places, whether stations or cells stand there (`surroundingKeys`).
  static func readSurroundings(
    _ values: [String: YAMLNode], into choice: inout StationChoice
  ) throws(Failure) {
    if let koppen = values["koppen"] {
      choice.koppen = try readClassSource(koppen, years: [2007, 2017])
    }
    if let landcover = values["landcover"] {
      choice.landcover = try readClassSource(landcover, years: [2000, 2005, 2010])
    }
    if let water = values["water"], !water.isNull { choice.water = try readWater(water) }
    if let exclude = values["exclude"], !exclude.isNull { choice.excluded = try readExcluded(exclude) }
    if let regions = values["regions"], !regions.isNull { choice.regions = try readRegions(regions) }
    if let node = values["uncertainty"], !node.isNull {
      let value = try node.number()
      guard value > 0, value < 0.5 else {
        throw node.failure("uncertainty must lie between 0 and 0.5 m3 m-3", advice: "uncertainty: 0.02")
      }
      choice.uncertainty = value
    }
  }

  /// Reads the two ends of a layer in metres.
  static func readDepth(_ node: YAMLNode) throws(Failure) -> ClosedRange<Double> {
    let ends = try node.list()
    guard ends.count == 2 else {
      throw node.failure("depth needs two ends in metres", advice: "depth: [0.0, 0.10]")
    }
    let from = try ends[0].number()
    let to = try ends[1].number()
    guard from >= 0, to >= from, to <= 100 else {
      throw node.failure("depth needs 0 ≤ from ≤ to, in metres")
    }
    return from...to
  }

  private static func readSelection(_ values: [String: YAMLNode]) throws(Failure) -> StationSelection {
    var selection = StationSelection()
    if let networks = values["networks"] { selection.networks = try texts(networks) }
    if let stations = values["stations"] { selection.stations = try texts(stations) }
    if let depth = values["depth"] { selection.depth = try readDepth(depth) }
    if let rule = values["depth_rule"] { selection.depthRule = try readChoice(rule, what: "depth_rule") }
    if let flags = values["flags"] { selection.flags = FlagSet(try readFlags(flags)) }
    if let record = values["minimum_record"] {
      let count = try record.integer()
      guard count >= 0 else { throw record.failure("minimum_record cannot be negative") }
      selection.minimumRecord = count
    }
    return selection
  }

  /// The codes of quality flags; a code that no row can carry would silently accept nothing.
  private static func readFlags(_ node: YAMLNode) throws(Failure) -> [String] {
    for item in node.listOrSelf() {
      let code = try item.text()
      guard !code.isEmpty, !code.contains(where: { $0 == "," || $0.isWhitespace }) else {
        throw item.failure("'\(code)' is not one flag", advice: "Write flags: [G, U]")
      }
    }
    return try texts(node)
  }

  private static func readUpscaling(
    _ node: YAMLNode, unit: StationChoice.Unit, products: [String]
  ) throws(Failure) -> UpscalingChoice {
    var choice = UpscalingChoice()
    let values = try node.map(allowed: ["share", "step", "of", "grid", "at_least"])
    if let share = values["share"] {
      choice.share = try share.number()
      guard choice.share > 0, choice.share <= 1 else {
        throw share.failure("share must lie above 0 and at most 1")
      }
    }
    if let step = values["step"], !step.isNull {
      let length = try readDuration(step)
      guard length > 0, UTC.day % length == 0 else {
        throw step.failure("a day must hold a whole number of steps", advice: "step: 1h")
      }
      choice.step = length
    }
    if let fewest = values["at_least"] {
      choice.atLeast = try fewest.integer()
      guard (1...1000).contains(choice.atLeast) else {
        throw fewest.failure("at_least must lie between 1 and 1000")
      }
    }
    for key in ["of", "grid"] {
      if let other = values[key], unit != .cell {
        throw other.failure("'\(key)' belongs to unit: cell")
      }
    }
    if let of = values["of"] {
      let name = try of.text()
      guard products.contains(name) else { throw of.failure("no product is named '\(name)'") }
      choice.cellsOf = name
    }
    if let grid = values["grid"] {
      guard choice.cellsOf == nil else { throw grid.failure("give either 'of' or 'grid'") }
      let rule = try GridRule(grid)
      guard rule != .coordinates else {
        throw grid.failure(
          "these cells need a grid of their own", advice: "grid: ease2-36km, or {degrees: 0.25}")
      }
      choice.grid = rule
    }
    return choice
  }

  private static func readFrozen(_ node: YAMLNode) throws(Failure) -> FrozenChoice {
    let values = try node.map(allowed: ["below", "within"])
    var choice = FrozenChoice(below: 0, within: 3 * 3_600_000_000)
    if let below = values["below"] {
      choice.below = try below.number()
      guard abs(choice.below) <= 10 else {
        throw below.failure("below must lie between -10 and 10 degrees Celsius")
      }
    }
    if let within = values["within"] { choice.within = try readDuration(within) }
    return choice
  }

  private static func readClassSource(_ node: YAMLNode, years: [Int]) throws(Failure) -> ClassSource {
    if node.isScalar {
      let year = try node.integer()
      guard years.contains(year) else {
        throw node.failure(
          "\(year) is not among the years of the metadata: \(years.map(String.init).joined(separator: ", "))")
      }
      return .metadata(year: year)
    }
    let values = try node.map(allowed: ["file", "variable", "legend"])
    guard let file = values["file"] else { throw node.failure("needs a 'file'") }
    let name = try file.text()
    guard let variable = values["variable"] else {
      guard name.lowercased().hasSuffix(".csv") else {
        throw node.failure("a raster needs its 'variable'", advice: "Or give a .csv table of stations")
      }
      if let legend = values["legend"] { throw legend.failure("'legend' belongs to a raster") }
      return .table(file: name)
    }
    var legend: [Int: String] = [:]
    for (key, value) in try values["legend"]?.entries() ?? [] {
      guard let code = Int(key.text) else {
        throw value.failure(
          "'\(key.text)' is not a whole number of the raster", advice: "legend: {1: Af, 2: Am}")
      }
      legend[code] = try value.text()
    }
    return .raster(file: name, variable: try variable.text(), legend: legend)
  }

  /// Reads `{koppen: [EF, ET], landcover: [190]}`.
  private static func readExcluded(_ node: YAMLNode) throws(Failure) -> [StratumKind: [String]] {
    let values = try node.map(allowed: [StratumKind.koppen.rawValue, StratumKind.landcover.rawValue])
    var excluded: [StratumKind: [String]] = [:]
    for kind in [StratumKind.koppen, .landcover] {
      guard let value = values[kind.rawValue] else { continue }
      excluded[kind] = try texts(value)
    }
    guard !excluded.isEmpty else {
      throw node.failure("excludes nothing", advice: "exclude: {koppen: [EF, ET], landcover: [190]}")
    }
    return excluded
  }

  private static func readWater(_ node: YAMLNode) throws(Failure) -> WaterChoice {
    let values = try node.map(allowed: ["file", "variable", "at_most"])
    var choice = WaterChoice(raster: nil, table: nil, atMost: nil)
    if let file = values["file"], values["variable"] == nil, try file.text().lowercased().hasSuffix(".csv") {
      choice.table = try file.text()
    } else if (values["file"] == nil) != (values["variable"] == nil) {
      throw node.failure(
        "a raster of water needs 'file' and 'variable'", advice: "Or give a .csv table of stations")
    } else if let file = values["file"], let variable = values["variable"] {
      choice.raster = (try file.text(), try variable.text())
    }
    if let limit = values["at_most"], !limit.isNull {
      let value = try limit.number()
      guard value >= 0, value <= 1 else { throw limit.failure("at_most is a share between 0 and 1") }
      choice.atMost = value
    }
    return choice
  }

  /// Reads `- {name: QTP, box: [27, 40, 73, 104]}`: south, north, west, east.
  private static func readRegions(_ node: YAMLNode) throws(Failure) -> [Region] {
    var regions: [Region] = []
    for item in try node.list() {
      let values = try item.map(allowed: ["name", "box"])
      guard let name = values["name"], let box = values["box"] else {
        throw item.failure("a region needs 'name' and 'box'")
      }
      let text = try name.text()
      guard !text.isEmpty, !text.contains("*"), text.utf8.count <= 40 else {
        throw name.failure("a region's name has 1 to 40 bytes and no '*'")
      }
      regions.append(try readBox(box, name: text))
    }
    return regions
  }

  /// Reads `[27, 40, 73, 104]`: south, north, west, east.
  static func readBox(_ node: YAMLNode, name: String) throws(Failure) -> Region {
    var edges: [Double] = []
    for edge in try node.list() { edges.append(try edge.number()) }
    guard edges.count == 4, edges[0] < edges[1], edges[0] >= -90, edges[1] <= 90, edges[2] < edges[3],
      edges[2] >= -180, edges[3] <= 360, edges[3] - edges[2] <= 360
    else {
      throw node.failure(
        "a box is [south, north, west, east] in degrees, south below north and west below east",
        advice: "box: [27, 40, 73, 104]; across 180 degrees write the east beyond it: [-50, -30, 160, 200]")
    }
    return Region(name: name, latitudes: edges[0]...edges[1], west: edges[2], east: edges[3])
  }
}
