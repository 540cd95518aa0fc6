internal import Lab

/// The words for what products are scored against: stations, or the cells of a gridded reference.
///
/// Our sentences are written with stations in mind. Called with a literal of ours, never with text from data, it
/// gives the same words for cells where there are cells.
struct GroundText {
  /// The name of a gridded reference; nil where there are stations.
  let name: String?

  /// The words for stations.
  static let stations = GroundText(name: nil)

  private init(name: String?) { self.name = name }

  /// The words for an experiment.
  init(_ experiment: Experiment) { name = experiment.reference?.name }

  /// What axes and legends call what the product is compared with; no text from data, since scripts hold it.
  var axis: String { name == nil ? "Station" : "Reference" }

  /// A text of ours with the words that fit; literals only.
  func callAsFunction(_ text: String) -> String {
    guard name != nil else { return text }
    return GroundText.words.reduce(text) { $0.replacing($1.station, with: $1.cell) }
  }

  /// A stage or reason of the ledger, or a rule, with `reference` for `station`: a value of a cell is the reference's.
  func ofSamples(_ text: String) -> String {
    guard name != nil else { return text }
    return text.replacing("a station's", with: "the reference's").replacing("station", with: "reference")
  }

  /// Longer words first, so that none is cut.
  private static let words: [(station: String, cell: String)] = [
    ("theseStations", "\u{1}"), ("product minus station", "product minus reference"),
    ("Product time minus station time", "Product time minus reference time"),
    ("product and station", "product and reference"),
    ("Product against station", "Product against reference"),
    ("stations in the cell", "reference cells in the cell"),
    ("stations", "cells"), ("Stations", "Cells"), ("station", "cell"), ("Station", "Cell"),
    ("sensors", "cells"), ("Sensors", "Cells"), ("sensor", "cell"), ("Sensor", "Reference"),
    ("networks", "blocks"), ("Networks", "Blocks"), ("network", "block"), ("Network", "Block"),
    ("\u{1}", "theseStations"),
  ]
}

extension RunTables {
  /// The words for what the run's products are scored against.
  var ground: GroundText { GroundText(run.experiment) }
}

extension MarkdownReport {
  /// The words for what the run's products are scored against.
  var ground: GroundText { GroundText(experiment) }
}
