#if canImport(Glibc)
  import Glibc
#endif

/// The part of the Earth a station map shows: plate carrée, true to scale along its middle latitude.
struct MapFrame {
  /// Western edge; longitudes of the map count on from here, beyond 180 where it crosses the date line.
  var west: Double
  /// Eastern edge.
  var east: Double
  /// Southern edge.
  var south: Double
  /// Northern edge.
  var north: Double

  /// How long a degree of longitude is, in degrees of latitude; never shorter than at 84°.
  var scale: Double { max(0.1, cos((south + north) / 2 * .pi / 180)) }

  /// Height over width on paper.
  var aspect: Double { (north - south) / ((east - west) * scale) }

  /// The smallest frame round the places with a margin, neither too flat nor too tall, across the date line where
  /// that is shorter; `nil` where there are no places.
  ///
  /// A small network gets some land round it, so that its coast or island can be made out.
  /// - Parameters:
  ///   - smallest: the least extent in degrees of latitude.
  ///   - context: up to this extent the frame is `widening` times that of the places.
  init?(
    latitudes: [Double], longitudes: [Double], smallest: Double = 0.1, context: Double = 1.5,
    widening: Double = 2.5
  ) {
    guard let low = latitudes.min(), let high = latitudes.max() else { return nil }
    (west, east) = MapFrame.shortestArc(longitudes)
    south = low
    north = high
    let extent = max(north - south, (east - west) * scale)
    let height = max(
      north - south, smallest, (east - west) * scale * 0.4,
      extent > 0 ? min(context, widening * extent) : context)
    let latitude = (south + north) / 2
    let longitude = (west + east) / 2
    south = max(-90, latitude - height * 0.58)
    north = min(90, latitude + height * 0.58)
    let width = max((east - west) * 1.12, (north - south) / 0.95 / scale)
    let reach = min(180, width / 2)
    // gnuplot fills wrongly where a coast cut at the frame is rounded to outside it, so the frame is of round numbers.
    west = ((longitude - reach) * 1000).rounded() / 1000
    east = min(west + 360, ((longitude + reach) * 1000).rounded() / 1000)
    south = (south * 1000).rounded() / 1000
    north = (north * 1000).rounded() / 1000
  }

  /// The longitude as this map counts it.
  func x(_ longitude: Double) -> Double {
    var value = longitude
    while value < west { value += 360 }
    while value >= west + 360 { value -= 360 }
    return value
  }

  /// The meridians and parallels to draw, with their names.
  var graticule: (meridians: [(at: Double, name: String)], parallels: [(at: Double, name: String)]) {
    let vertical = MapFrame.step((north - south) / 4)
    let horizontal = MapFrame.step((east - west) / 4.5)
    let decimals = { (step: Double) in step >= 1 ? 0 : max(1, Int((-log10(step)).rounded(.up))) }
    let meridians = MapFrame.multiples(of: horizontal, from: west, to: east).map { value in
      var degrees = value
      while degrees > 180 { degrees -= 360 }
      while degrees <= -180 { degrees += 360 }
      return (
        value,
        MapFrame.name(degrees, positive: "E", negative: "W", decimals: decimals(horizontal), bare: [0, 180])
      )
    }
    let parallels = MapFrame.multiples(of: vertical, from: south, to: north).map { value in
      (value, MapFrame.name(value, positive: "N", negative: "S", decimals: decimals(vertical), bare: [0]))
    }
    return (meridians, parallels)
  }

  private static func name(
    _ degrees: Double, positive: String, negative: String, decimals: Int, bare: [Double]
  ) -> String {
    let text = FixedNumber.text(abs(degrees), decimals: decimals) + "°"
    if bare.contains(where: { abs(abs(degrees) - $0) < 1e-9 }) { return text }
    return text + (degrees < 0 ? negative : positive)
  }

  private static func step(_ raw: Double) -> Double {
    let steps: [Double] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60]
    return steps.first { $0 >= raw } ?? 60
  }

  private static func multiples(of step: Double, from start: Double, to end: Double) -> [Double] {
    stride(from: (start / step).rounded(.up), through: (end / step).rounded(.down), by: 1).map { $0 * step }
  }

  /// The shortest arc of the circle that holds all longitudes, found as the complement of the widest gap.
  private static func shortestArc(_ longitudes: [Double]) -> (Double, Double) {
    let sorted = longitudes.map { ($0 + 540).truncatingRemainder(dividingBy: 360) - 180 }.sorted()
    guard let first = sorted.first, let last = sorted.last else { return (0, 0) }
    var widest = first + 360 - last
    var start = first
    for (left, right) in zip(sorted, sorted.dropFirst()) where right - left > widest {
      widest = right - left
      start = right
    }
    return (start, start + 360 - widest)
  }
}
