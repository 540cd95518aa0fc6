internal import Grids

/// How the bias of a product drifts at a station: what GCOS calls stability.
///
/// The slope by least squares of the yearly means of product − station over calendar years (UTC).
struct BiasTrend: Hashable, Sendable {
  /// m³ m⁻³ per decade.
  var perDecade: Double
  /// The years behind it.
  var years: Int

  /// The fewest years of a slope.
  static let fewestYears = 5

  /// The slope of pairs; nil with fewer than five years of at least `minimum` pairs each.
  init?(times: [Int64], product: [Double], station: [Double], minimum: Int) {
    var sums: [Int: (sum: Double, count: Int)] = [:]
    for position in times.indices {
      let year = UTC.components(times[position]).year
      let known = sums[year] ?? (0, 0)
      sums[year] = (known.sum + product[position] - station[position], known.count + 1)
    }
    let means = sums.filter { $0.value.count >= minimum }.sorted { $0.key < $1.key }
      .map { (year: Double($0.key), bias: $0.value.sum / Double($0.value.count)) }
    guard means.count >= BiasTrend.fewestYears else { return nil }
    let count = Double(means.count)
    let middle = means.reduce(0) { $0 + $1.year } / count
    let mean = means.reduce(0) { $0 + $1.bias } / count
    let spread = means.reduce(0) { $0 + ($1.year - middle) * ($1.year - middle) }
    let together = means.reduce(0) { $0 + ($1.year - middle) * ($1.bias - mean) }
    perDecade = 10 * together / spread
    years = means.count
  }
}
