/// One of the three series of a triple collocation.
public enum TripleSide: Hashable, Sendable {
  /// A product, by its position in the experiment.
  case product(Int)
  /// The stations themselves.
  case station

  /// The name in tables; the stations are `station`.
  public func name(in experiment: Experiment) -> String {
    switch self {
    case .product(let index):
      experiment.products.indices.contains(index) ? experiment.products[index].name : ""
    case .station: TripleSide.stationName
    }
  }

  /// What the experiment calls the stations.
  static let stationName = "station"
}
