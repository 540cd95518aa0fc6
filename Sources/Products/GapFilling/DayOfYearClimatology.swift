public import Grids
internal import Numerics

/// The mean value of every cell for every day of the year, from the training days of a record only.
///
/// The mean over all training values within ±15 days of the year, over ±60 days where those hold none. The year has 366
/// days, so that a date has the same place in every year; the window runs across the new year.
public struct DayOfYearClimatology: Sendable {
  /// The days of the year: 29 February has its own.
  public static let daysOfYear = 366

  /// The number of cells of a map.
  public let cells: Int
  /// Day of year × cell; NaN where no training day is near.
  public let means: [Float]
  /// What an anomaly is divided by, in the record's unit.
  public let scale: Float

  /// The climatology of the given days.
  ///
  /// - Parameters:
  ///   - record: the record, NaN at gaps.
  ///   - days: the indices of the training days.
  ///   - halfWidth: the days to each side of a day of the year that count.
  ///   - widest: the same where there is no value nearer.
  ///   - scale: what an anomaly is divided by.
  public init(_ record: FieldStack, days: [Int], halfWidth: Int = 15, widest: Int = 60, scale: Float = 0.07) {
    let cells = record.cells
    let length = DayOfYearClimatology.daysOfYear
    let training = days.filter(record.days.indices.contains).map {
      (slot: DayOfYearClimatology.slot(of: record.days[$0]), first: record.range(ofDay: $0).lowerBound)
    }
    var means = [Float](repeating: .nan, count: length * cells)
    for cell in 0..<cells {
      // Running sums over three years of slots, so that a window never meets an edge.
      var sums = [Double](repeating: 0, count: length)
      var counts = [Int](repeating: 0, count: length)
      for day in training {
        let value = record.values[day.first + cell]
        guard value.isFinite else { continue }
        sums[day.slot] += Double(value)
        counts[day.slot] += 1
      }
      var sumBefore = [0.0]
      var countBefore = [0]
      for slot in 0..<3 * length {
        sumBefore.append(sumBefore[slot] + sums[slot % length])
        countBefore.append(countBefore[slot] + counts[slot % length])
      }
      for slot in 0..<length {
        for half in [halfWidth, widest] {
          let (low, high) = (slot + length - min(half, length / 2), slot + length + min(half, length / 2) + 1)
          let count = countBefore[high] - countBefore[low]
          guard count > 0 else { continue }
          means[slot * cells + cell] = Float((sumBefore[high] - sumBefore[low]) / Double(count))
          break
        }
      }
    }
    self.cells = cells
    self.means = means
    self.scale = scale
  }

  /// The place in a year of 366 days of the day an instant (microseconds since 1970) falls on, from 0.
  public static func slot(of day: Int64) -> Int {
    let date = CivilDay.date(of: CivilDay.number(of: day))
    return CivilDay.number(year: 2000, month: date.month, day: date.day)
      - CivilDay.number(year: 2000, month: 1, day: 1)
  }

  /// The mean of a cell on the day of the year of an instant; NaN where there is none.
  public func mean(cell: Int, day: Int64) -> Float {
    means[DayOfYearClimatology.slot(of: day) * cells + cell]
  }

  /// The scaled anomalies (s − mean) / scale of a record on the same cells; NaN at gaps and without a mean.
  public func anomalies(of record: FieldStack) -> [Float] {
    var anomalies = record.values
    for index in record.days.indices {
      let first = DayOfYearClimatology.slot(of: record.days[index]) * cells
      let base = record.range(ofDay: index).lowerBound
      for cell in 0..<cells {
        anomalies[base + cell] = (anomalies[base + cell] - means[first + cell]) / scale
      }
    }
    return anomalies
  }

  /// The means of every day of a record, in the order of its values.
  func means(of record: FieldStack) -> [Float] {
    record.days.flatMap { day in
      let first = DayOfYearClimatology.slot(of: day) * cells
      return means[first..<first + cells]
    }
  }
}
