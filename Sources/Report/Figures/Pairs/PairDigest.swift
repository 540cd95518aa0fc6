internal import Files
internal import Grids
internal import Lab
internal import Numerics

/// What figures show of all pairs, gathered in one reading of `matchups.nc`, series by series.
///
/// Memory holds counts, not pairs: it does not grow with the length of the record.
struct PairDigest: Sendable {
  /// The width of a class of the density, m³ m⁻³.
  static let densityStep = 0.005
  /// Soil moisture is counted from here, m³ m⁻³.
  static let lowest = -0.1
  /// The classes of the density on each axis.
  static let densityClasses = 240
  /// The width of a class of the distributions, m³ m⁻³.
  static let levelStep = 0.0025
  private static let levelClasses = 480

  /// The pairs of one product.
  struct Product: Sendable {
    /// Pairs by class of the station's value (fast) and of the product's.
    var density = [Int32](repeating: 0, count: densityClasses * densityClasses)
    /// Values by class.
    var productLevels = [Int](repeating: 0, count: levelClasses)
    var stationLevels = [Int](repeating: 0, count: levelClasses)
    /// The moments of all pairs.
    var pooled = PooledPairs()
    /// The moments of each sensor's pairs.
    var sensors: [Int: PooledPairs] = [:]
    /// Pairs by product time minus station time, in seconds.
    var lags: [Int: Int] = [:]
    /// How many sensors have a pair on each UTC day.
    var days: [Int: Int] = [:]
    /// The skill over stations in each dekad and year.
    var dekads = SpatialSkill(.dekad)
    var years = SpatialSkill(.year)
  }

  /// By product of the experiment.
  private(set) var products: [Product] = []
  /// How many sensors the run has.
  let sensorCount: Int

  /// Reads all pairs of a run.
  /// - Throws: `Failure` (data) where the file cannot be read.
  init(run: RunResult, pairs: RunPairs) throws(Failure) {
    sensorCount = run.sensors.count
    products = run.experiment.products.map { _ in Product() }
    // Sensors outermost: the order of the file.
    for sensor in run.sensors.indices {
      for product in products.indices {
        guard let series = try pairs.series(product: product, sensor: sensor) else { continue }
        products[product].add(series, sensor: sensor)
      }
    }
  }

  /// The products that have a pair, by index.
  var present: [Int] { products.indices.filter { products[$0].pooled.count > 0 } }

  /// A sentence that names the products without any pair, Markdown; empty where there are none.
  func absent(_ names: [String]) -> String {
    let missing = names.indices.filter { products[$0].pooled.count == 0 }.map {
      MarkdownText.escape(names[$0])
    }
    return missing.isEmpty ? "" : " Without pairs: \(missing.joined(separator: ", "))."
  }

  /// The first and last day with a pair of any product.
  var days: ClosedRange<Int>? {
    let all = products.flatMap(\.days.keys)
    guard let first = all.min(), let last = all.max() else { return nil }
    return first...last
  }
}

extension PairDigest.Product {
  fileprivate mutating func add(_ series: PairSeries, sensor: Int) {
    var own = PooledPairs()
    var lastDay: Int?
    let classes = PairDigest.densityClasses
    for position in series.times.indices {
      let (product, station) = (series.product[position], series.station[position])
      own.add(product, station)
      pooled.add(product, station)
      let column = PairDigest.place(station, step: PairDigest.densityStep, count: classes)
      let row = PairDigest.place(product, step: PairDigest.densityStep, count: classes)
      density[row * classes + column] &+= 1
      productLevels[PairDigest.place(product, step: PairDigest.levelStep, count: productLevels.count)] += 1
      stationLevels[PairDigest.place(station, step: PairDigest.levelStep, count: stationLevels.count)] += 1
      lags[Int((series.times[position] - series.stationTimes[position]) / UTC.second), default: 0] += 1
      let day = CivilDay.number(of: series.times[position])
      if day != lastDay { days[day, default: 0] += 1 }
      lastDay = day
    }
    sensors[sensor] = own
    dekads.add(times: series.times, product: series.product, station: series.station)
    years.add(times: series.times, product: series.product, station: series.station)
  }
}

extension PairDigest {
  /// The class of a value; the first and last one hold what lies beyond.
  fileprivate static func place(_ value: Double, step: Double, count: Int) -> Int {
    // A value on a class's lower end belongs to it, also where the division comes out a hair low.
    let place = ((value - lowest) / step + 1e-9).rounded(.down)
    return place > 0 ? Int(min(place, Double(count - 1))) : 0
  }
}
