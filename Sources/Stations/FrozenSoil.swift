public import Files
public import Grids

/// The soil temperature beside a soil-moisture sensor, for telling frozen soil from thawed.
///
/// A probe sees liquid water only, so its readings in frozen soil are no soil moisture.
public struct FrozenSoil: Hashable, Sendable {
  /// The chosen temperature sensor.
  public var sensor: Sensor
  /// The metres of soil between the two sensors' layers; 0 where they overlap or touch.
  public var gap: Double
  /// The temperatures in °C whose flags are `G` or `U`, with the account of the others.
  public var temperatures: StationSeries
  /// What was wrong in the temperature's file.
  public var problems: [Problem]

  /// Reads the temperatures at a soil-moisture sensor; nil where its station has none.
  ///
  /// - Throws: a data failure when the file is mostly damaged or a byte budget is spent.
  public static func read(at sensor: Sensor, of archive: StationArchive) throws(Failure) -> FrozenSoil? {
    guard let thermometer = thermometer(for: sensor, among: archive.sensors) else { return nil }
    let record = try archive.record(of: thermometer)
    var selection = StationSelection()
    selection.variable = "ts"
    selection.flags = FlagSet(["G", "U"])
    let series = selection.series(from: record, path: thermometer.path)
    return FrozenSoil(
      sensor: thermometer, gap: Double(tenths(sensor, thermometer).gap) / 10_000, temperatures: series,
      problems: record.problems + [series.problem].compactMap(\.self))
  }

  /// The temperature sensor (`ts`) of the same station that is nearest in depth.
  ///
  /// A layer that overlaps the moisture sensor's is preferred, then the one with the least soil between them; of
  /// these the one whose middle is nearest, then the shallower, then the first by instrument.
  public static func thermometer(for sensor: Sensor, among sensors: [Sensor]) -> Sensor? {
    sensors.filter { $0.variable == "ts" && $0.network == sensor.network && $0.station == sensor.station }
      .min { left, right in
        let (a, b) = (tenths(sensor, left), tenths(sensor, right))
        return (a.gap, a.middles, a.from, left.instrument) < (b.gap, b.middles, b.from, right.instrument)
      }
  }

  /// Whether the soil is frozen at each of some instants.
  ///
  /// The nearest temperature within the window (ends included) decides, of two equally near the later: below the
  /// threshold is frozen.
  ///
  /// - Parameters:
  ///   - times: microseconds UTC, in any order.
  ///   - temperature: °C.
  ///   - below: the threshold in °C.
  ///   - within: the window in microseconds.
  /// - Returns: `true` frozen, `false` thawed, `nil` unknown, parallel to `times`.
  public static func mask(
    times: [Int64], temperature: TimeSeries, below: Double, within: Int64
  ) -> [Bool?] {
    let window = UInt64(max(0, within))
    return times.map { time in
      // The first temperature later than the time.
      var low = 0
      var high = temperature.count
      while low < high {
        let middle = low + (high - low) / 2
        if temperature.times[middle] <= time { low = middle + 1 } else { high = middle }
      }
      var nearest: (distance: UInt64, value: Double)?
      if low > 0 {
        nearest = (UInt64(bitPattern: time &- temperature.times[low - 1]), temperature.values[low - 1])
      }
      if low < temperature.count {
        let distance = UInt64(bitPattern: temperature.times[low] &- time)
        if distance <= nearest?.distance ?? .max { nearest = (distance, temperature.values[low]) }
      }
      guard let nearest, nearest.distance <= window else { return nil }
      return nearest.value < below
    }
  }

  /// Depths in tenths of a millimetre, so that the spelling of decimals decides no tie: the gap between two
  /// layers, twice the distance of their middles, and the upper end of the second.
  private static func tenths(_ sensor: Sensor, _ other: Sensor) -> (gap: Int, middles: Int, from: Int) {
    func whole(_ metres: Double) -> Int { Int(exactly: (metres * 10_000).rounded()) ?? Int(Int32.max) }
    let (from, to) = (whole(sensor.depthFrom), whole(sensor.depthTo))
    let (otherFrom, otherTo) = (whole(other.depthFrom), whole(other.depthTo))
    return (
      max(0, otherFrom - to, from - otherTo), abs((otherFrom + otherTo) - (from + to)), otherFrom
    )
  }
}
