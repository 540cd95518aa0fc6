import Numerics

/// Why a retrieval is missing or doubtful.
struct SensingFlags: OptionSet, Sendable, Hashable {
  let rawValue: UInt8

  /// The soil in the footprint is frozen: no retrieval.
  static let frozen = SensingFlags(rawValue: 1)
  /// Snow lies in the footprint: no retrieval.
  static let snow = SensingFlags(rawValue: 2)
  /// More water in the vegetation than the band passes.
  static let dense = SensingFlags(rawValue: 4)
  /// Man-made emission in the band: no retrieval.
  static let interference = SensingFlags(rawValue: 8)
  /// Too much open water in the footprint: no retrieval.
  static let water = SensingFlags(rawValue: 16)
}

/// Man-made transmitters in a band: fixed places, on or off from day to day.
struct RadioSources: Sendable {
  private struct Source: Sendable {
    var cells: [Int32]
    /// The share of days it is on.
    var activity: Double
  }

  private let sources: [Source]
  private let seed: UInt64
  private let label: String

  /// Sources per million square kilometres, and how far each spoils what is measured, in kilometres.
  ///
  /// L band is protected but not kept clean over Asia (SMOS); SMAP's filters leave one source in four. Ours.
  private static func density(_ sensor: Sensor, _ band: Band) -> (perArea: Double, reach: ClosedRange<Double>)
  {
    switch (sensor, band) {
    case (.smap, _): (2, 30...60)
    case (_, .l): (8, 40...100)
    case (_, .c): (3, 30...70)
    case (_, .c2): (1, 30...60)
    case (_, .x): (0.7, 30...50)
    case (_, .radar): (0, 30...30)
    }
  }

  init(_ sensor: Sensor, _ band: Band, grid: ProductGrid, seed: UInt64) {
    self.seed = seed
    label = sensor.rawValue + " " + band.rawValue
    let (density, reach) = RadioSources.density(sensor, band)
    let degree = GroundTrack.earthRadius * .pi / 180
    guard let north = grid.latitudes.first, let south = grid.latitudes.last, let west = grid.longitudes.first,
      let east = grid.longitudes.last
    else {
      sources = []
      return
    }
    let places = grid.latitudes.flatMap { latitude in
      grid.longitudes.map { GroundTrack.Place(latitude: latitude, longitude: $0) }
    }
    let middle = GroundTrack.Place(latitude: (north + south) / 2, longitude: 0)
    let area =
      (north - south) * (east - west) * degree * degree * (1 - middle.z * middle.z).squareRoot() / 1e6
    // A band's transmitters are where they are, whoever listens; a better filter leaves out some of them.
    var random = RandomStream(seed: seed, stream: "transmitters", band.rawValue)
    sources = (0..<Int((density * area).rounded())).map { _ in
      let latitude = south + (north - south) * random.uniform()
      let longitude = west + (east - west) * random.uniform()
      let radius = reach.lowerBound + (reach.upperBound - reach.lowerBound) * random.uniform()
      let activity = 0.2 + 0.75 * random.uniform()
      let here = GroundTrack.Place(latitude: latitude, longitude: longitude)
      let limit = 1 - 0.5 * (radius / GroundTrack.earthRadius) * (radius / GroundTrack.earthRadius)
      let cells = places.indices.filter { cell in
        places[cell].x * here.x + places[cell].y * here.y + places[cell].z * here.z > limit
      }
      return Source(cells: cells.map { Int32(truncatingIfNeeded: $0) }, activity: activity)
    }
  }

  /// The cells that are spoilt on a day, counted from 1970.
  func spoilt(day: Int64, count: Int) -> [Bool] {
    var random = RandomStream(seed: seed, stream: "transmitters on", label, String(day))
    var spoilt = [Bool](repeating: false, count: count)
    for source in sources where random.uniform() < source.activity {
      for cell in source.cells { spoilt[Int(cell)] = true }
    }
    return spoilt
  }
}
