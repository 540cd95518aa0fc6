import Numerics

/// The simulated soil around a station: what the station sees, and what a footprint of the satellites sees.
struct ExampleLandscape {
  var place: ExamplePlace
  /// The column at the station's own spot.
  var station: ExampleColumn
  /// The mean of the landscape: the footprint around the station.
  var region: ExampleColumn
  private let rain: [Double]
  private let seed: UInt64

  init(_ place: ExamplePlace, seed: UInt64) {
    self.place = place
    self.seed = seed
    var random = RandomStream(seed: seed, stream: "rain", place.station.plain)
    rain = ExampleColumn.rain(place.climate, isSouthern: place.isSouthern, &random)
    region = ExampleLandscape.column(place, rain, 0.1, seed, "region")
    station = ExampleLandscape.column(place, rain, 0.6, seed, "station")
  }

  /// Another footprint nearby: the same rain, fallen a little differently.
  func neighbour(_ label: String) -> ExampleColumn {
    ExampleLandscape.column(place, rain, 0.35, seed, label)
  }

  private static func column(
    _ place: ExamplePlace, _ rain: [Double], _ patchiness: Double, _ seed: UInt64, _ label: String
  ) -> ExampleColumn {
    var random = RandomStream(seed: seed, stream: "column", place.station.plain, label)
    return ExampleColumn(
      place.climate, rain: rain, patchiness: patchiness, isSouthern: place.isSouthern,
      longitude: place.longitude, &random)
  }
}
