public import Files
import Grids
import Synchronization

/// Something that looks at every step of a nature run, in order of time.
///
/// Nothing else keeps states: an observer keeps or writes what it needs.
public protocol WorldObserver: AnyObject {
  /// Looks at the state at the end of a step.
  /// - Throws: `Failure` where what it writes cannot be written.
  func observe(_ state: LandState) throws(Failure)
  /// Looks at the hours of a day at the world's points, in their order, after the states of that day.
  /// - Throws: `Failure` where what it writes cannot be written.
  func observe(points: [[PointColumn.Hour]]) throws(Failure)
  /// Looks at the state of the run's window at the end of a step, where it has one, after the region's states of that
  /// day.
  ///
  /// - Parameter land: the window's land, in cells of 0.01°.
  /// - Throws: `Failure` where what it writes cannot be written.
  func observe(window state: LandState, of land: Land) throws(Failure)
  /// Ends what it writes, after the last step.
  /// - Throws: `Failure` where that is not possible.
  func finish() throws(Failure)
}

extension WorldObserver {
  /// Most observers look at maps only.
  public func observe(points: [[PointColumn.Hour]]) throws(Failure) {}
  /// Most observers look at the region only.
  public func observe(window state: LandState, of land: Land) throws(Failure) {}
}

/// The nature run: a land, its weather and its soil, advanced step by step.
public struct World: Sendable {
  /// What it is made from.
  public let settings: NatureRunSettings
  /// What does not change.
  public let land: Land
  private var weather: WeatherModel
  private var bands: [LandBand]
  private var tomorrow: DayWeather
  private var day: Int
  private var window: WindowModel?
  /// Columns that are driven along in hourly steps; put them here before the run.
  public var points: [PointColumn] = []
  /// Rows that are worked on together: few enough for their columns to stay in a core's cache for a day.
  private static let bandRows = 5

  private enum Piece: Sendable {
    case weather(WeatherModel, DayWeather)
    case land(LandBand, [[Float]])
    case window(LandBand, [[Float]])
  }

  /// Makes the land and sets it to the beginning of the spin-up.
  public init(settings: NatureRunSettings) {
    self.settings = settings
    let land = Land(grid: settings.grid, seed: settings.seed)
    self.land = land
    day = -settings.spinUpDays
    let start = settings.start + Int64(day) * UTC.day
    var weather = WeatherModel(grid: settings.grid, seed: settings.seed, start: start)
    bands = stride(from: 0, to: land.grid.rows, by: World.bandRows).map { row in
      LandBand(rows: row..<min(land.grid.rows, row + World.bandRows), of: land, start: start)
    }
    tomorrow = DayWeather(weather.nextDay(), grid: land.grid)
    self.weather = weather
    // A window that does not lie in the region is refused when settings are read.
    window = (try? settings.windowSpan()).flatMap { $0 }.map {
      WindowModel($0, of: land, seed: settings.seed)
    }
  }

  /// Runs from the first day to the last, the spin-up before it unobserved.
  ///
  /// - Parameters:
  ///   - jobs: the number of threads; nothing depends on it.
  ///   - observers: each is shown every step in order, then finished; with several jobs, on a thread of its own.
  ///   - progress: told the share done, after every day.
  /// - Throws: the first `Failure` of an observer.
  public mutating func run(
    jobs: Int, observers: [any WorldObserver], progress: (Double) -> Void = { _ in }
  ) throws(Failure) {
    // The land lives on while the observers are still looking at the days before.
    let world = Mutex(self)
    let (spinUpDays, all) = (settings.spinUpDays, settings.spinUpDays + settings.days)
    let threads = observers.map { ObserverThread($0, jobs: jobs) }
    try OrderedWork.run(
      jobs: min(jobs, 2), ahead: 2,
      next: { () throws(Failure) -> ObserverThread.ObservedDay? in
        try world.withLock { (world) throws(Failure) in try world.nextDay(jobs: jobs) }
      }, work: { $0 },
      deliver: { index, day throws(Failure) in
        if index >= spinUpDays {
          for thread in threads { try thread.show(day) }
        }
        progress(Double(index + 1) / Double(all))
      })
    self = world.withLock { $0 }
    for thread in threads { try thread.end() }
    for thread in threads { try thread.finish() }
  }

  /// Advances land and points by one day; nil after the last.
  private mutating func nextDay(jobs: Int) throws(Failure) -> ObserverThread.ObservedDay? {
    guard day < settings.days else { return nil }
    let today = tomorrow
    let states = try advanceDay(jobs: jobs)
    return ObserverThread.ObservedDay(
      states: states, window: window?.states ?? [], windowLand: window?.land,
      hours: points.indices.map { points[$0].advance(through: today) })
  }

  /// Advances by one day and returns the states at the ends of its steps; those before the first day are empty.
  mutating func advanceDay(jobs: Int) throws(Failure) -> [LandState] {
    let (weather, bands, today, grid) = (weather, bands, tomorrow, land.grid)
    let isObserved = day >= 0
    var states: [LandState] = today.steps.map {
      LandState(time: $0.maps.time, hours: Double(WeatherModel.hours))
    }
    let windowBands = window?.begin(day: day, from: bands, of: land) ?? []
    let windowDay = window.flatMap { windowBands.isEmpty ? nil : today.over($0.land.grid) }
    let isWindowObserved = isObserved && window?.days.contains(day) == true
    // Tomorrow's weather is drawn while the land lives through today's.
    try OrderedWork.run(count: bands.count + windowBands.count + 1, jobs: jobs) { index in
      guard index > 0 else {
        var weather = weather
        let maps = weather.nextDay()
        return Piece.weather(weather, DayWeather(maps, grid: grid))
      }
      if index > bands.count, let windowDay {
        var band = windowBands[index - 1 - bands.count]
        let values = band.advance(through: windowDay, isObserved: isWindowObserved)
        return Piece.window(band, values)
      }
      var band = bands[index - 1]
      let values = band.advance(through: today, isObserved: isObserved)
      return Piece.land(band, values)
    } deliver: { index, piece in
      switch piece {
      case .weather(let model, let next):
        self.weather = model
        tomorrow = next
      case .window(let band, let values): window?.take(band, values, of: today)
      case .land(let band, let values):
        self.bands[index - 1] = band
        for (step, part) in values.enumerated() where !part.isEmpty {
          states[step].append(part, of: grid.count)
        }
      }
    }
    day += 1
    return states
  }
}

extension WeatherModel {
  /// The maps of the next day's steps.
  fileprivate mutating func nextDay() -> [WeatherMaps] {
    (0..<WeatherModel.stepsPerDay).map { _ in next() }
  }
}

extension LandState {
  /// Appends the rows of the next band, map after map, to maps of so many cells.
  mutating func append(_ values: [Float], of cells: Int) {
    let length = values.count / LandState.maps.count
    for (index, map) in LandState.maps.enumerated() {
      if self[keyPath: map].isEmpty { self[keyPath: map].reserveCapacity(cells) }
      self[keyPath: map].append(contentsOf: values[(index * length)..<((index + 1) * length)])
    }
  }
}
