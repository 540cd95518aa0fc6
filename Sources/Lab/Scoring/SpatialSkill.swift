internal import Numerics
public import Statistics

/// How well a product tells wet stations from dry ones in each dekad, month or year.
///
/// Where `PairMetrics` of a station's pairs measure its skill in time, here the pairs are the stations: each side's
/// mean over a station's pairs in the period, over all stations with any. Bias, RMSE, ubRMSE and R follow as of any
/// pairs.
/// - Source: Chen et al. (2021, RSSSM), Eq. 2 with the means over places taken out on both sides (METHODS §0.7, E18).
public struct SpatialSkill: Sendable {
  /// How long the periods are.
  public enum Period: Sendable {
    /// Days 1–10, 11–20 and 21 to the month's end, numbered 1…36 in a year.
    case dekad
    /// Calendar months, numbered 1…12 in a year.
    case month
    /// Calendar years, all of number 1.
    case year
  }

  /// One period.
  public struct Slot: Hashable, Comparable, Sendable {
    /// The calendar year (UTC).
    public var year: Int
    /// The number of the period in it.
    public var number: Int

    /// Earlier periods first.
    public static func < (first: Slot, second: Slot) -> Bool {
      (first.year, first.number) < (second.year, second.number)
    }
  }

  /// The skill in one period.
  public struct Row: Sendable {
    /// The period.
    public var slot: Slot
    /// How many stations have a pair in it; also the metrics' number of pairs.
    public var stations: Int
    /// The metrics over the stations' means.
    public var metrics: PairMetrics
  }

  /// The fewest stations a period needs (METHODS §0.7).
  public static let minimumStations = 20

  private let period: Period
  private var means: [Slot: (product: [Double], station: [Double])] = [:]

  /// No stations yet.
  public init(_ period: Period) { self.period = period }

  /// Adds one station's pairs.
  /// - Parameters:
  ///   - times: microseconds since 1970, UTC, in order.
  ///   - product: the product's values, m³ m⁻³, finite.
  ///   - station: the station's values, m³ m⁻³, finite.
  /// - Precondition: equal lengths.
  public mutating func add(times: [Int64], product: [Double], station: [Double]) {
    precondition(times.count == product.count && times.count == station.count, "pairs have one length")
    var start = 0
    while start < times.count {
      let slot = slot(of: times[start])
      var end = start
      var (productSum, stationSum) = (0.0, 0.0)
      while end < times.count, self.slot(of: times[end]) == slot {
        productSum += product[end]
        stationSum += station[end]
        end += 1
      }
      means[slot, default: ([], [])].product.append(productSum / Double(end - start))
      means[slot, default: ([], [])].station.append(stationSum / Double(end - start))
      start = end
    }
  }

  /// The skill in each period with at least so many stations, in time order.
  public func rows(minimum: Int = SpatialSkill.minimumStations) -> [Row] {
    means.keys.sorted().compactMap { slot in
      guard let sides = means[slot], sides.product.count >= minimum else { return nil }
      return Row(
        slot: slot, stations: sides.product.count,
        metrics: metrics(product: sides.product, reference: sides.station))
    }
  }

  private func slot(of time: Int64) -> Slot {
    let date = CivilDay.date(of: CivilDay.number(of: time))
    switch period {
    case .dekad:
      return Slot(year: date.year, number: (date.month - 1) * 3 + min((date.day - 1) / 10, 2) + 1)
    case .month: return Slot(year: date.year, number: date.month)
    case .year: return Slot(year: date.year, number: 1)
    }
  }
}
