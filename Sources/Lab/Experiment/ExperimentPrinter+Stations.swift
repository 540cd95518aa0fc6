internal import Files
internal import Grids
internal import Stations

extension Experiment {
  /// The key `stations`.
  var stationsText: String {
    let selection = stations.selection
    var text = "stations:\n"
    text += "  archive: \(flow(stations.archives.map(quote)))\n"
    if stations.prefersNewest { text += "  prefer: newest\n" }
    if let networks = selection.networks { text += "  networks: \(flow(networks.map(quote)))\n" }
    if let names = selection.stations { text += "  stations: \(flow(names.map(quote)))\n" }
    text +=
      "  depth: [\(CSVRow.format(selection.depth.lowerBound)), \(CSVRow.format(selection.depth.upperBound))]\n"
    text += "  depth_rule: \(selection.depthRule.rawValue)\n"
    text += "  flags: \(flow(selection.flags.codes.map(quote)))\n"
    text += "  minimum_record: \(selection.minimumRecord)\n"
    text += "  unit: \(stations.unit.rawValue)\n"
    if stations.unit != .sensor { text += "  upscaling: \(upscalingText)\n" }
    if let frozen = stations.frozen {
      text +=
        "  frozen: {below: \(CSVRow.format(frozen.below)), within: \(Experiment.Matching.duration(frozen.within))}\n"
    }
    return text + surroundingRules
  }

  /// What the experiment says of the surroundings of places, as indented lines of YAML.
  var surroundingRules: String {
    var text = ""
    for (key, source) in [("koppen", stations.koppen), ("landcover", stations.landcover)] {
      // A grid has no metadata to fall back on.
      if reference != nil, case .metadata = source { continue }
      text += "  \(key): \(words(for: source))\n"
    }
    if let water = stations.water {
      var items: [String] = []
      if let raster = water.raster {
        items += ["file: \(quote(raster.file))", "variable: \(quote(raster.variable))"]
      }
      if let table = water.table { items.append("file: \(quote(table))") }
      if let limit = water.atMost { items.append("at_most: \(CSVRow.format(limit))") }
      text += "  water: {\(items.joined(separator: ", "))}\n"
    }
    let excluded = [StratumKind.koppen, .landcover].compactMap { kind in
      stations.excluded[kind].map { "\(kind.rawValue): \(flow($0.map(quote)))" }
    }
    if !excluded.isEmpty { text += "  exclude: {\(excluded.joined(separator: ", "))}\n" }
    if !stations.regions.isEmpty {
      text += "  regions:\n"
      for region in stations.regions {
        text += "    - {name: \(quote(region.name)), box: \(flow(region.edges.map(CSVRow.format)))}\n"
      }
    }
    if let uncertainty = stations.uncertainty { text += "  uncertainty: \(CSVRow.format(uncertainty))\n" }
    return text
  }

  private var upscalingText: String {
    let upscaling = stations.upscaling
    var items = ["share: \(CSVRow.format(upscaling.share))", "at_least: \(upscaling.atLeast)"]
    if let step = upscaling.step { items.append("step: \(Experiment.Matching.duration(step))") }
    if let product = upscaling.cellsOf { items.append("of: \(quote(product))") }
    if let grid = upscaling.grid { items.append("grid: \(grid.yaml)") }
    return "{" + items.joined(separator: ", ") + "}"
  }

  private func words(for source: ClassSource) -> String {
    switch source {
    case .metadata(let year): return String(year)
    case .table(let file): return "{file: \(quote(file))}"
    case .raster(let file, let variable, let legend):
      var items = ["file: \(quote(file))", "variable: \(quote(variable))"]
      if !legend.isEmpty {
        let entries = legend.sorted { $0.key < $1.key }.map { "\($0.key): \(quote($0.value))" }
        items.append("legend: {\(entries.joined(separator: ", "))}")
      }
      return "{" + items.joined(separator: ", ") + "}"
    }
  }
}
