internal import Products
internal import Stations

/// Where the series come from that products are scored against, one for each of the plan's sensors.
enum SeriesOrigin: Sendable {
  /// Archives, and the sensors that each scored unit is the mean of; one where single sensors are scored.
  case sensors([StationArchive], members: [[Plan.Source]])
  /// A gridded reference, and the cell of each scored unit.
  case grid(ProductSource, cells: [ProductCell])

  /// The archives, in the experiment's order; none of a grid.
  var archives: [StationArchive] {
    if case .sensors(let archives, _) = self { archives } else { [] }
  }
}
