public import Files
import Grids

/// What a nature run is made from: where, when, and the seed that everything random is drawn from.
public struct NatureRunSettings: Sendable, Hashable {
  /// A ready-made choice of region and years.
  public enum Preset: String, CaseIterable, Sendable {
    /// 8° × 8° and two years.
    case demo
    /// 16° × 16° and four years.
    case study
  }

  /// When a sensor observes.
  public struct SensorPeriod: Sendable, Hashable {
    /// The sensor's name, such as `AMSR-E`.
    public var sensor: String
    /// The first instant, in microseconds since 1970 UTC.
    public var start: Int64
    /// The first instant after the last, in microseconds since 1970 UTC.
    public var end: Int64
  }

  /// The cells of the region.
  public var grid: FineGrid
  /// The first instant, in microseconds since 1970 UTC, a midnight.
  public var start: Int64
  /// The number of days.
  public var days: Int
  /// What every random stream is drawn from.
  public var seed: UInt64
  /// The days before the first that the land is driven through, so that its state forgets how it was begun.
  public var spinUpDays: Int
  /// The window that is resolved down to 0.01°; nil for none.
  public var window: WindowSettings?
  /// When sensors observe, in the order of their first instants.
  public var sensors: [SensorPeriod]
  /// The stacks below `observations/` that are not written, in byte order.
  public var omittedStacks: [String]
  /// The fields of the SMAP L4 analysis in a day, 1 or 2 (the real one has 8).
  public var analysesPerDay: Int
  /// The first instant of the camera's files and that after the last, midnights in microseconds since 1970 UTC; nil for
  /// the whole run.
  public var cameraSpan: Range<Int64>?

  /// The settings of a preset.
  /// - Throws: nothing in practice: the presets' regions are valid.
  public init(preset: Preset, seed: UInt64 = 1) throws(Failure) {
    let isDemo = preset == .demo
    grid =
      isDemo
      ? try FineGrid(west: 100, east: 108, south: 32, north: 40)
      : try FineGrid(west: 96, east: 112, south: 28, north: 44)
    start = 16_436 * UTC.day
    days = isDemo ? 731 : 1461
    self.seed = seed
    spinUpDays = 180
    // What only few methods take, and many files of it: the demo goes without.
    omittedStacks = isDemo ? ["amsr2-tb36", "amsre-tb36", "jaxa-amsr2", "jaxa-amsre"] : []
    analysesPerDay = isDemo ? 1 : 2
    // The demo has a window for one summer only: it is as large as the rest of the demo.
    window =
      isDemo
      ? WindowSettings.firstSummer(after: start)
      : WindowSettings(start: start, end: start + Int64(days) * UTC.day)
    cameraSpan = nil
    sensors = []
    if isDemo { cameraSpan = NatureRunSettings.firstSummer(after: start) }
    sensors = NatureRunSettings.compressedRecord(start: start, days: days)
  }

  /// The first instant after the run.
  public var end: Int64 { start + Int64(days) * UTC.day }

  /// June to August of the first year that has the whole summer after an instant.
  static func firstSummer(after start: Int64) -> Range<Int64>? {
    let parts = UTC.components(start)
    let year = parts.year + ((parts.month, parts.day) > (6, 1) ? 1 : 0)
    guard let june = UTC.instant(year: year, month: 6, day: 1),
      let september = UTC.instant(year: year, month: 9, day: 1)
    else { return nil }
    return june..<september
  }

  /// The real record of 2002–2022 pressed into the run, so that every hand-over happens inside it.
  ///
  /// Shares of the run; overlaps that calibrations need are at least a fifth of it.
  static func compressedRecord(start: Int64, days: Int) -> [SensorPeriod] {
    let shares: [(String, Double, Double)] = [
      ("AMSR-E", 0, 0.45), ("WindSat", 0, 0.55), ("TMI", 0, 0.6), ("ASCAT", 0.15, 1), ("SMOS", 0.2, 1),
      ("FY-3B", 0.25, 1), ("AMSR2", 0.5, 1), ("SMAP", 0.6, 1),
    ]
    return shares.map { name, from, to in
      SensorPeriod(
        sensor: name, start: start + Int64((from * Double(days)).rounded()) * UTC.day,
        end: start + Int64((to * Double(days)).rounded()) * UTC.day)
    }
    // A run of a few days has no whole day for some.
    .filter { $0.start < $0.end }
    // In the order that settings have when they are read: sums over sensors depend on it.
    .sorted { ($0.start, $0.sensor) < ($1.start, $1.sensor) }
  }
}
