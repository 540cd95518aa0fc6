/// One of the three series of a triple collocation.
public enum TripleSide: Hashable, Sendable {
  /// A product, by its position in the experiment.
  case product(Int)
  /// The stations themselves, or the cells of a gridded reference.
  case station

  /// The name in tables; the stations are `station`, the cells of a gridded reference `reference`.
  public func name(in experiment: Experiment) -> String {
    switch self {
    case .product(let index):
      experiment.products.indices.contains(index) ? experiment.products[index].name : ""
    case .station: TripleSide.groundName(of: experiment.reference)
    }
  }

  /// What the experiment calls the stations, or the grid in their place.
  static func groundName(of reference: Experiment.ReferenceChoice?) -> String {
    reference == nil ? "station" : "reference"
  }
}
