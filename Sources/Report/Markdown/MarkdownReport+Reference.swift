internal import Files
internal import Grids
internal import Lab
internal import Stations

extension MarkdownReport {
  /// Which grid was the reference, which of its cells were scored, and what is known of them.
  func cells(of reference: Experiment.ReferenceChoice) -> String {
    let depth = experiment.stations.selection.depth
    let description = reference.source.description
    var text =
      "## Reference\n\nThe reference is a grid, not measurements in the ground: \(escape(all.places)). Its own errors "
      + "are part of every score, and a product that shares them looks better than it is.\n\n"
    let source = [description.title, description.source].compactMap { $0 }.joined(separator: "; ")
    if !source.isEmpty { text += "- Data set: \(escape(source))\n" }
    let files = reference.source.patterns.map { escape(ReportPath.last($0)) }.joined(separator: ", ")
    text += "- Variable: \(escape(description.variable)) of \(files)\n"
    text +=
      "- Layer: \(FixedNumber.text(depth.lowerBound, decimals: 2))–\(FixedNumber.text(depth.upperBound, decimals: 2)) m, "
      + "as the experiment says\n"
    switch reference.thinning {
    case .atMost(let count):
      text += "- Cells: at most \(FixedNumber.count(count)), evenly spread over the area\n"
    case .every(1): text += "- Cells: all\n"
    case .every(let step): text += "- Cells: of every \(step) rows and columns one\n"
    }
    if let box = reference.box {
      let edges = [box.latitudes.lowerBound, box.latitudes.upperBound, box.west, box.east].map(CSVRow.format)
      text += "- Part of the map: \(edges[0])° to \(edges[1])° north, \(edges[2])° to \(edges[3])° east\n"
    }
    if let mask = reference.mask {
      text += "- Only where variable \(escape(mask.variable)) of \(escape(mask.file)) is above 0\n"
    }
    text +=
      "- Blocks: intervals take the cells of one block of \(reference.blocks)° as dependent\n"
    if case .raster = experiment.stations.koppen {
      text += "- Köppen–Geiger classes: \(escape(experiment.stations.koppen.words))\n"
    }
    if case .raster = experiment.stations.landcover {
      text += "- Land cover: \(escape(experiment.stations.landcover.words))\n"
    }
    text += openWater + regions + wet
    return run.sensors.isEmpty ? text : text + listed
  }
}
