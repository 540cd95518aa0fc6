internal import Files
internal import Grids
internal import Products
internal import Stations

extension Experiment {
  /// The keys of `stations` that a gridded reference has as well: what is known of a place.
  static let surroundingKeys = ["koppen", "landcover", "water", "exclude", "regions", "uncertainty"]

  /// Reads the key `reference`: the grid, and as of stations what is known of its cells.
  static func readReference(
    _ node: YAMLNode, catalogue: Catalogue
  ) throws(Failure) -> (reference: ReferenceChoice, places: StationChoice) {
    let values = try node.map(
      allowed: ["name", "description", "files", "depth", "cells", "every", "box", "mask", "blocks"]
        + surroundingKeys)
    guard let description = values["description"] else {
      throw node.failure("has no 'description'", advice: "Name a catalogue entry or write a mapping")
    }
    guard let files = values["files"] else { throw node.failure("has no 'files'") }
    let name = try values["name"]?.text() ?? "reference"
    guard !name.isEmpty, name.utf8.count <= 100 else {
      throw (values["name"] ?? node).failure("a reference's name has 1 to 100 bytes")
    }
    var choice = ReferenceChoice(
      source: ProductChoice(
        name: name, description: try catalogue.description(description), patterns: try texts(files)))
    try readThinning(values, into: &choice)
    if let box = values["box"], !box.isNull { choice.box = try readBox(box, name: "") }
    if let mask = values["mask"], !mask.isNull {
      let parts = try mask.map(allowed: ["file", "variable"])
      guard let file = parts["file"], let variable = parts["variable"] else {
        throw mask.failure("a mask needs 'file' and 'variable'", advice: "Cells are kept where it is above 0")
      }
      choice.mask = (try file.text(), try variable.text())
    }
    if let blocks = values["blocks"] {
      choice.blocks = try blocks.integer()
      guard (1...30).contains(choice.blocks) else {
        throw blocks.failure("blocks must lie between 1 and 30 degrees")
      }
    }
    var places = StationChoice(archives: [])
    places.selection.depth = 0...0.05
    if let depth = values["depth"] { places.selection.depth = try readDepth(depth) }
    try readSurroundings(values, into: &places)
    for (key, isRaster) in [
      ("koppen", places.koppen.isRaster), ("landcover", places.landcover.isRaster),
      ("water", places.water?.raster != nil),
    ] {
      // A grid has no metadata, and no table knows its cells by name.
      guard let source = values[key], !source.isNull, !isRaster else { continue }
      throw source.failure(
        "what is known of a grid's cells comes from a raster",
        advice: "\(key): {file: \(key).nc, variable: \(key)}")
    }
    return (choice, places)
  }

  private static func readThinning(
    _ values: [String: YAMLNode], into choice: inout ReferenceChoice
  ) throws(Failure) {
    if let every = values["every"] {
      if let cells = values["cells"] { throw cells.failure("give either 'cells' or 'every'") }
      let step = try every.integer()
      guard (1...10_000).contains(step) else { throw every.failure("every must lie between 1 and 10000") }
      choice.thinning = .every(step)
    } else if let cells = values["cells"] {
      let count = try cells.integer()
      guard (1...1_000_000).contains(count) else {
        throw cells.failure("cells must lie between 1 and 1000000", advice: "every: 1 takes all of them")
      }
      choice.thinning = .atMost(count)
    }
  }
}
