internal import Glibc
public import Grids

/// Fills a gap by the climatology of its day and the last observed anomaly, which fades with the days since.
///
/// clim(day of year) + ρ^Δt · (s_last − clim(day of year of the last)); the climatology alone before the first one.
public struct DampedAnomaly: GapFillingBaseline, Hashable {
  /// The share ρ of an anomaly that is left after a day, 0…1.
  public var memory: Double

  /// An anomaly of which so much is left after a day.
  public init(memory: Double) { self.memory = memory }

  /// The method and its settings in a few words, for tables.
  public var title: String { "climatology + damped anomaly, \(memory) a day" }

  /// Fills a gap by its climatology and what is left of the last anomaly.
  public func fill(
    _ record: FieldStack, climatology: DayOfYearClimatology, wanted: [Bool], jobs: Int
  ) -> FilledStack {
    let cells = record.cells
    let means = climatology.means(of: record)
    let fading = record.days.indices.map { Float(pow(memory, Double($0))) }
    var last = [Int32](repeating: -1, count: record.values.count)
    for position in record.values.indices {
      last[position] =
        (record.values[position] - means[position]).isFinite
        ? Int32(position) : position >= cells ? last[position - cells] : -1
    }
    return FilledStack(filling: record, wanted: wanted, why: .noClimatology) { position in
      guard last[position] >= 0 else { return means[position] }
      let source = Int(last[position])
      return means[position] + fading[(position - source) / cells] * (record.values[source] - means[source])
    }
  }
}
