public import Grids
internal import Numerics

/// Fills a day by the cell's mean over the observed days of the same month, else over that month of all years.
///
/// - Source: the "monthly averaging" that Zhang et al. (2021), ESSD 13, 1385, compare with.
public struct MonthlyAveraging: GapFillingBaseline, Hashable {
  /// The number of observed days below which a month's own mean is not used.
  public var leastDays: Int

  /// A month's own mean from so many observed days.
  public init(leastDays: Int = 1) { self.leastDays = leastDays }

  /// The method and its settings in a few words, for tables.
  public var title: String { "monthly averaging, from \(leastDays) day\(leastDays == 1 ? "" : "s")" }

  /// Fills a gap by the mean of its cell over its month.
  public func fill(
    _ record: FieldStack, climatology: DayOfYearClimatology, wanted: [Bool], jobs: Int
  ) -> FilledStack {
    let cells = record.cells
    let months = record.days.map { day in
      let date = CivilDay.date(of: CivilDay.number(of: day))
      return date.year * 12 + date.month - 1
    }
    let first = months.first ?? 0
    let count = (months.last ?? 0) - first + 1
    var own = MonthlySums(count: count * cells)
    var all = MonthlySums(count: 12 * cells)
    for (index, month) in months.enumerated() {
      for cell in 0..<cells {
        let value = record.values[index * cells + cell]
        guard value.isFinite else { continue }
        own.add(value, at: (month - first) * cells + cell)
        all.add(value, at: month % 12 * cells + cell)
      }
    }
    return FilledStack(filling: record, wanted: wanted, why: .nothingNear) { position in
      let (month, cell) = (months[position / cells], position % cells)
      let mean = own.mean(at: (month - first) * cells + cell, least: leastDays)
      return mean.isFinite ? mean : all.mean(at: month % 12 * cells + cell, least: 1)
    }
  }
}

/// Sums of values and how many they are.
private struct MonthlySums {
  private var sums: [Double]
  private var counts: [Int32]

  init(count: Int) {
    sums = [Double](repeating: 0, count: count)
    counts = [Int32](repeating: 0, count: count)
  }

  mutating func add(_ value: Float, at index: Int) {
    sums[index] += Double(value)
    counts[index] += 1
  }

  func mean(at index: Int, least: Int) -> Float {
    Int(counts[index]) >= max(1, least) ? Float(sums[index] / Double(counts[index])) : .nan
  }
}
