import Grids

/// The days on which a sensor measures in the nature run.
public struct SensorPeriod: Sendable, Hashable {
  /// The sensor.
  public var sensor: Sensor
  /// From the first instant to before the last, at midnight UTC, in microseconds since 1970.
  public var span: Range<Int64>

  /// Creates a period.
  public init(_ sensor: Sensor, _ span: Range<Int64>) {
    self.sensor = sensor
    self.span = span
  }

  /// Where each sensor's record begins and ends in a run, as shares of its length.
  ///
  /// The order is the history's, compressed (METHODS §8): SMOS comes while AMSR-E still measures, a quarter of the run
  /// before its end (the calibration of one on the other needs a cycle of seasons in the longer preset); between AMSR-E
  /// and AMSR2 lies a gap that WindSat alone bridges, which overlaps both; SMAP comes last and meets AMSR2, SMOS, ASCAT
  /// and FY-3B, and TMI at the end of its record.
  public static let shares: [(sensor: Sensor, begin: Double, end: Double)] = [
    (.amsrE, 0, 0.40), (.windSat, 0, 0.54), (.tmi, 0, 0.66), (.ascat, 0.10, 1), (.smos, 0.15, 1),
    (.fy3b, 0.30, 1), (.amsr2, 0.46, 1), (.smap, 0.60, 1), (.modis, 0, 1),
  ]

  /// The default periods of a run between two midnights: the history's hand-overs, compressed.
  public static func compressed(into run: Range<Int64>) -> [SensorPeriod] {
    let days = Double((run.upperBound - run.lowerBound) / UTC.day)
    return shares.compactMap { sensor, begin, end in
      let first = run.lowerBound + Int64((begin * days).rounded()) * UTC.day
      let last = run.lowerBound + Int64((end * days).rounded()) * UTC.day
      return first < last ? SensorPeriod(sensor, first..<last) : nil
    }
  }
}
