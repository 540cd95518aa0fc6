import Files
import Grids

/// How the maps of a day become a product's files.
protocol ProductFamily: Sendable {
  /// The plan of the instrument whose maps it takes.
  var plan: InstrumentPlan { get }
  /// The folder of the stack below `observations/`.
  var folder: String { get }
  /// The catalogue entries that read it, as `description:` names them.
  var entries: [String] { get }
  /// The files of one day.
  func files(_ day: Instrument.Day) -> [MapFile]
}

/// `20180607` and its kind for a day counted from 1970.
enum DayText {
  static func digits(_ day: Int64) -> String {
    let parts = UTC.components(day * UTC.day)
    return padded(parts.year, 4) + padded(parts.month, 2) + padded(parts.day, 2)
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension SensorDay {
  /// Seconds from an instant to each observation, `missing` where there was none or it holds no retrieval time.
  func seconds(since origin: Int64, missing: Double) -> [Double] {
    times.map { $0 == SensorDay.never ? missing : Double($0 - origin) / Double(UTC.second) }
  }

  /// 2000-01-01 00:00 UTC.
  static let year2000: Int64 = 10_957 * UTC.day
}
