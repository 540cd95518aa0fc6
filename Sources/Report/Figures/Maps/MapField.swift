internal import Grids

/// Values on rows and columns to be drawn as a map.
public struct MapField: Sendable {
  /// The name above the map; text from data is welcome.
  public var title: String
  /// The latitudes of the rows' centres, degrees north.
  public var latitudes: [Double]
  /// The longitudes of the columns' centres, degrees east.
  public var longitudes: [Double]
  /// The values row after row; NaN where there is none.
  ///
  /// For categories the numbers of the key.
  public var values: [Float]

  /// A map of values.
  public init(title: String, latitudes: [Double], longitudes: [Double], values: [Float]) {
    (self.title, self.latitudes, self.longitudes, self.values) = (title, latitudes, longitudes, values)
  }

  /// How far the cells of an axis reach, by the middle step between centres.
  static func reach(_ centres: [Double], other: [Double], isLongitude: Bool) -> (low: Double, high: Double) {
    func steps(_ values: [Double]) -> [Double] { zip(values, values.dropFirst()).map { abs($1 - $0) } }
    guard let first = centres.first, let last = centres.last else { return (0, 0) }
    let own = steps(centres).filter { $0 < 180 }.sorted()
    let all = own.isEmpty ? steps(other).sorted() : own
    let half = (all.isEmpty ? 1 : all[all.count / 2]) / 2
    var (low, high) = (min(first, last), max(first, last))
    // Columns across the date line run from west to east with one jump down.
    if isLongitude, zip(centres, centres.dropFirst()).contains(where: { $1 - $0 < -180 }) {
      (low, high) = (first, last + 360)
    }
    return (low - half, high + half)
  }

  /// The cells as evenly spaced pixels of a frame, not more than `limit` along a side: x, y and the nearest cell's value.
  func pixels(frame: MapFrame, limit: Int) -> [(x: Double, y: Double, value: Float)] {
    let rows = min(limit, max(1, latitudes.count))
    let columns = min(limit, max(1, longitudes.count))
    guard let north = try? GridAxis(latitudes: latitudes, spacing: frame.north - frame.south),
      let east = try? GridAxis(longitudes: longitudes, spacing: frame.east - frame.west)
    else { return [] }
    let (height, width) = (
      (frame.north - frame.south) / Double(rows), (frame.east - frame.west) / Double(columns)
    )
    let xs = (0..<columns).map { frame.west + (Double($0) + 0.5) * width }
    let positions = xs.map { east.position(of: $0, isLongitude: true) }
    var result: [(x: Double, y: Double, value: Float)] = []
    result.reserveCapacity(rows * columns)
    for row in 0..<rows {
      let y = frame.south + (Double(row) + 0.5) * height
      let line = north.position(of: y, isLongitude: false)
      for column in 0..<columns {
        var value = Float.nan
        if let line, let position = positions[column] { value = values[line * longitudes.count + position] }
        result.append((xs[column], y, value))
      }
    }
    return result
  }
}

/// How a map's values become colours.
public enum MapColours: Sendable {
  /// Viridis from a lowest to a highest value; fixed words and unit beside the bar.
  case sequential(lowest: Double, highest: Double, label: String)
  /// Brown through white to blue about zero.
  case diverging(farthest: Double, label: String)
  /// A colour a number.
  case categories([MapCategory])

  /// Viridis over most of the values of some maps: from their quantile of 2 % to that of 98 %, or from zero.
  public static func sequential(of fields: [MapField], label: String, fromZero: Bool = false) -> MapColours {
    let values = fields.flatMap(\.values).filter { !$0.isNaN }.sorted()
    guard !values.isEmpty else { return .sequential(lowest: 0, highest: 1, label: label) }
    func at(_ share: Double) -> Double { Double(values[Int(Double(values.count - 1) * share)]) }
    return .sequential(lowest: fromZero ? 0 : at(0.02), highest: at(0.98), label: label)
  }
}

/// A class of a map with its colour.
public struct MapCategory: Hashable, Sendable {
  /// The number in the values.
  public var number: Int
  /// The name in the key; text from data is welcome.
  public var name: String
  /// `#rrggbb`.
  public var colour: String

  /// A class.
  public init(number: Int, name: String, colour: String) {
    (self.number, self.name, self.colour) = (number, name, colour)
  }
}

/// Stations to be set on maps.
public struct MapPoint: Hashable, Sendable {
  /// Degrees north.
  public var latitude: Double
  /// Degrees east.
  public var longitude: Double

  /// A point.
  public init(latitude: Double, longitude: Double) {
    (self.latitude, self.longitude) = (latitude, longitude)
  }
}
