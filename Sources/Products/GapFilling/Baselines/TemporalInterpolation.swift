public import Grids

/// Fills a gap in time from the observed days around it.
public struct TemporalInterpolation: GapFillingBaseline, Hashable {
  /// How.
  public enum Rule: Hashable, Sendable {
    /// On the straight line between the observed days before and after.
    case linear
    /// The nearer of them; the earlier of two equally near.
    case nearest
  }

  /// How a gap is filled.
  ///
  /// Before the first and after the last observed day both take the nearest.
  public var rule: Rule
  /// The longest gap in days that is filled, also before the first and after the last observed day.
  public var longestGap: Int

  /// Interpolation over gaps of up to so many days.
  public init(_ rule: Rule = .linear, longestGap: Int = 30) {
    (self.rule, self.longestGap) = (rule, longestGap)
  }

  /// The method and its settings in a few words, for tables.
  public var title: String {
    "temporal \(rule == .linear ? "linear" : "nearest"), gaps to \(longestGap) days"
  }

  /// Fills a gap from the observations before and after it in its own cell.
  public func fill(
    _ record: FieldStack, climatology: DayOfYearClimatology, wanted: [Bool], jobs: Int
  ) -> FilledStack {
    let cells = record.cells
    let end = Int32(record.days.count)
    // The observed days before and after each position: −1 and the number of days where there is none.
    var before = [Int32](repeating: -1, count: record.values.count)
    var after = [Int32](repeating: end, count: record.values.count)
    for position in record.values.indices {
      before[position] =
        record.values[position].isFinite
        ? Int32(position / cells) : position >= cells ? before[position - cells] : -1
    }
    for position in record.values.indices.reversed() {
      after[position] =
        record.values[position].isFinite
        ? Int32(position / cells) : position + cells < after.count ? after[position + cells] : end
    }
    return FilledStack(filling: record, wanted: wanted, why: .nothingNear) { position in
      interpolate(record, position, before: Int(before[position]), after: Int(after[position]))
    }
  }

  /// The value of a gap between two observed days; NaN where it is too long.
  private func interpolate(_ record: FieldStack, _ position: Int, before: Int, after: Int) -> Float {
    let cells = record.cells
    let (day, cell) = (position / cells, position % cells)
    let end = record.days.count
    guard after - before - 1 <= longestGap, before >= 0 || after < end else { return .nan }
    if before < 0 { return record.values[after * cells + cell] }
    if after >= end { return record.values[before * cells + cell] }
    let (left, right) = (record.values[before * cells + cell], record.values[after * cells + cell])
    switch rule {
    case .nearest: return after - day < day - before ? right : left
    case .linear: return left + (right - left) * Float(day - before) / Float(after - before)
    }
  }
}
