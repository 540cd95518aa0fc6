/// What stations' columns lived through, 16 bytes an hour: moisture to 1e-4 m³ m⁻³, temperatures to 0.01 K, rain to
/// 0.01 mm, the digits of the archive.
///
/// 79 stations take 22 MB for two years and 44 MB for four.
struct ColumnLog: Sendable {
  /// An hour, in the units named above.
  struct Hour: Sendable {
    var surface, shallow, root: Int16
    var surfaceTemperature, shallowTemperature, rootTemperature, airTemperature: Int16
    var rain: Int16
  }

  private(set) var hours: [Hour] = []

  init(reserving count: Int) { hours.reserveCapacity(count) }

  mutating func append(_ hour: PointColumn.Hour) {
    func packed(_ value: Double, _ scale: Double) -> Int16 { Int16(clamping: Int((value * scale).rounded())) }
    func celsius(_ kelvin: Double) -> Int16 { packed(kelvin - 273.15, 100) }
    hours.append(
      Hour(
        surface: packed(hour.surface, 1e4), shallow: packed(hour.shallow, 1e4), root: packed(hour.root, 1e4),
        surfaceTemperature: celsius(hour.surfaceTemperature),
        shallowTemperature: celsius(hour.shallowTemperature),
        rootTemperature: celsius(hour.rootTemperature), airTemperature: celsius(hour.airTemperature),
        rain: packed(hour.precipitation, 100)))
  }

  /// Liquid moisture in m³ m⁻³ as a probe without error senses it.
  func moisture(_ view: SoilView) -> [Double] {
    lagged(view) { view.mean(Double($0.surface), Double($0.shallow), Double($0.root)) * 1e-4 }
  }

  /// Soil temperature in °C likewise.
  func soilTemperature(_ view: SoilView) -> [Double] {
    lagged(view) {
      view.mean(
        Double($0.surfaceTemperature), Double($0.shallowTemperature), Double($0.rootTemperature)) * 0.01
    }
  }

  /// The air's temperature in °C.
  var airTemperature: [Double] { hours.map { Double($0.airTemperature) * 0.01 } }

  /// Rain and snow in mm as a tipping bucket counts them.
  func rain(tip: Double) -> [Double] {
    let tip = max(1, Int((tip * 100).rounded()))
    var held = 0
    return hours.map { hour in
      held += Int(hour.rain)
      let tips = held / tip
      held -= tips * tip
      return Double(tips * tip) / 100
    }
  }

  private func lagged(_ view: SoilView, _ value: (Hour) -> Double) -> [Double] {
    guard view.lag > 0, let first = hours.first else { return hours.map(value) }
    let share = 1 / (1 + 24 * view.lag)
    var level = value(first)
    return hours.map { hour in
      level += share * (value(hour) - level)
      return level
    }
  }
}
