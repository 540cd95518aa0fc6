internal import Files
internal import Grids
internal import Stations

extension Experiment {
  /// What the products are scored against, as the YAML of `stations` or `reference`.
  var groundText: String { reference.map(referenceText) ?? stationsText }

  private func referenceText(_ reference: ReferenceChoice) -> String {
    let depth = stations.selection.depth
    var text = "reference:\n"
    text += "  name: \(quote(reference.name))\n"
    text += "  files: \(flow(reference.source.patterns.map(quote)))\n"
    text += "  description:\n"
    for line in reference.source.description.yamlLines { text += "    \(line)\n" }
    text += "  depth: [\(CSVRow.format(depth.lowerBound)), \(CSVRow.format(depth.upperBound))]\n"
    switch reference.thinning {
    case .atMost(let count): text += "  cells: \(count)\n"
    case .every(let step): text += "  every: \(step)\n"
    }
    if let box = reference.box { text += "  box: \(flow(box.edges.map(CSVRow.format)))\n" }
    if let mask = reference.mask {
      text += "  mask: {file: \(quote(mask.file)), variable: \(quote(mask.variable))}\n"
    }
    text += "  blocks: \(reference.blocks)\n"
    return text + surroundingRules
  }
}

extension Experiment.Region {
  /// South, north, west and east, as the experiment writes them.
  var edges: [Double] { [latitudes.lowerBound, latitudes.upperBound, west, east] }
}
