internal import Files
internal import Grids

extension Experiment {
  /// What the key `stations` says of units and surroundings, as indented lines of YAML.
  var stationRules: String {
    var text = "  unit: \(stations.unit.rawValue)\n"
    if stations.unit != .sensor { text += "  upscaling: \(upscalingText)\n" }
    if let frozen = stations.frozen {
      text +=
        "  frozen: {below: \(CSVRow.format(frozen.below)), within: \(Experiment.Matching.duration(frozen.within))}\n"
    }
    text += "  koppen: \(words(for: stations.koppen))\n"
    text += "  landcover: \(words(for: stations.landcover))\n"
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
        let box = [region.latitudes.lowerBound, region.latitudes.upperBound, region.west, region.east]
        text += "    - {name: \(quote(region.name)), box: \(flow(box.map(CSVRow.format)))}\n"
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
