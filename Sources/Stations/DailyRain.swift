public import Files
internal import Grids
internal import Numerics

/// The rain that a station's own gauge measured, by UTC day: drawn beside soil moisture, never scored.
///
/// ISMN's `p` is the rain of the interval since the sample before, in mm; a sample counts for the day of its stamp.
public struct DailyRain: Hashable, Sendable {
  /// The days, numbered from 1970-01-01 UTC, ascending.
  public var days: [Int] = []
  /// The rain of each day in mm.
  public var totals: [Double] = []
  /// What was wrong in the gauge's file.
  public var problems: [Problem] = []

  /// A day with a smaller share of the samples of a full day has no total.
  public static let completeness = 0.8

  /// The rain gauge (`p`) that stands for a station: of several the first by instrument, then the lowest.
  public static func gauge(among sensors: [Sensor]) -> Sensor? {
    sensors.filter { $0.variable == "p" }.min {
      ($0.instrument, abs($0.depthFrom), $0.path) < ($1.instrument, abs($1.depthFrom), $1.path)
    }
  }

  /// Reads a gauge's record: samples flagged `G` or `U`.
  /// - Throws: a data failure when the file is mostly damaged or a byte budget is spent.
  public static func read(_ gauge: Sensor, of archive: StationArchive) throws(Failure) -> DailyRain {
    let record = try archive.record(of: gauge)
    var selection = StationSelection()
    selection.variable = "p"
    selection.flags = FlagSet(["G", "U"])
    let series = selection.series(from: record, path: gauge.path).series
    var rain = DailyRain(times: series.times, amounts: series.values)
    rain.problems = record.problems
    return rain
  }

  /// Sums samples by day; a day that misses more than a fifth of the samples of the fullest day is left out.
  ///
  /// - Parameters:
  ///   - times: microseconds UTC, ascending.
  ///   - amounts: mm, one a time; what is negative is no rain and counts as missing.
  public init(times: [Int64], amounts: [Double]) {
    var sums: [(day: Int, count: Int, total: Double)] = []
    for (time, amount) in zip(times, amounts) where amount >= 0 && amount.isFinite {
      let day = CivilDay.number(of: time)
      if sums.last?.day == day {
        sums[sums.count - 1].count += 1
        sums[sums.count - 1].total += amount
      } else {
        sums.append((day, 1, amount))
      }
    }
    let full = sums.map(\.count).max() ?? 0
    for sum in sums where Double(sum.count) >= DailyRain.completeness * Double(full) {
      days.append(sum.day)
      totals.append(sum.total)
    }
  }
}
