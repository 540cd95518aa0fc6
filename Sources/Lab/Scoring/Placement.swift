internal import Grids
internal import Products
internal import Stations

/// How a station stands in a product's cell.
public struct Placement: Hashable, Sendable {
  /// Kilometres from the station to the cell's centre.
  public var distance: Double
  /// The scored stations whose cell this is, this one included.
  public var stations: Int

  /// Creates a placement.
  public init(distance: Double, stations: Int) {
    self.distance = distance
    self.stations = stations
  }

  /// The group of a kind that goes by the placement; `nil` for every other kind.
  public func group(of kind: StratumKind) -> String? {
    switch kind {
    case .distance:
      distance < 5 ? "0-5 km" : distance < 15 ? "5-15 km" : distance < 30 ? "15-30 km" : "over 30 km"
    case .cellStations: stations < 2 ? "1" : stations == 2 ? "2" : stations < 6 ? "3-5" : "6+"
    default: nil
    }
  }

  /// The placements of units (outer) in products' cells (inner); `nil` = out of reach.
  static func all(of units: [ScoredUnit], in cells: [[ProductCell?]]) -> [[Placement?]] {
    struct Place: Hashable {
      var product: Int
      var cell: ProductCell
    }
    var stations: [Place: Set<[String]>] = [:]
    for (unit, row) in zip(units, cells) {
      for (product, cell) in row.enumerated() {
        guard let cell else { continue }
        stations[Place(product: product, cell: cell), default: []].formUnion(unit.stations)
      }
    }
    return zip(units, cells).map { unit, row in
      let point = GeographicPoint(latitude: unit.sensor.latitude, longitude: unit.sensor.longitude)
      return row.enumerated().map { product, cell in
        cell.map {
          Placement(
            distance: $0.point.distance(to: point),
            stations: stations[Place(product: product, cell: $0)]?.count ?? 1)
        }
      }
    }
  }
}
