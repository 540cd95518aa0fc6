public import Files
import Grids

/// Something that looks at every step of a nature run, in order of time.
///
/// Nothing else keeps states: an observer keeps or writes what it needs.
public protocol WorldObserver: AnyObject {
  /// Looks at the state at the end of a step.
  /// - Throws: `Failure` where what it writes cannot be written.
  func observe(_ state: LandState) throws(Failure)
  /// Ends what it writes, after the last step.
  /// - Throws: `Failure` where that is not possible.
  func finish() throws(Failure)
}

/// The nature run: a land, its weather and its soil, advanced step by step.
public struct World: Sendable {
  /// What it is made from.
  public let settings: NatureRunSettings
  /// What does not change.
  public let land: Land
  private var weather: WeatherModel
  private var bands: [LandBand]
  private var tomorrow: [WeatherMaps]
  private var day: Int
  /// Rows that are worked on together.
  private static let bandRows = 10

  private enum Piece: Sendable {
    case weather(WeatherModel, [WeatherMaps])
    case land(LandBand, [LandState])
  }

  /// Makes the land and sets it to the beginning of the spin-up.
  public init(settings: NatureRunSettings) {
    self.settings = settings
    let land = Land(grid: settings.grid, seed: settings.seed)
    self.land = land
    day = -settings.spinUpDays
    let start = settings.start + Int64(day) * UTC.day
    var weather = WeatherModel(grid: settings.grid, seed: settings.seed, start: start)
    let month = UTC.components(start).month - 1
    let first = weather
    bands = stride(from: 0, to: land.grid.rows, by: World.bandRows).map { row in
      LandBand(
        rows: row..<min(land.grid.rows, row + World.bandRows), of: land, weather: first, month: month)
    }
    tomorrow = weather.nextDay()
    self.weather = weather
  }

  /// Runs from the first day to the last, the spin-up before it unobserved.
  ///
  /// - Parameters:
  ///   - jobs: the number of threads; nothing depends on it.
  ///   - observers: shown every step, then finished, in this order.
  ///   - progress: told the share done, after every day.
  /// - Throws: the first `Failure` of an observer.
  public mutating func run(
    jobs: Int, observers: [any WorldObserver], progress: (Double) -> Void = { _ in }
  ) throws(Failure) {
    while day < settings.days {
      let isObserved = day >= 0
      for state in try advanceDay(jobs: jobs) where isObserved {
        for observer in observers { try observer.observe(state) }
      }
      progress(Double(day + settings.spinUpDays) / Double(settings.days + settings.spinUpDays))
    }
    for observer in observers { try observer.finish() }
  }

  /// Advances by one day and returns the states at the ends of its steps.
  mutating func advanceDay(jobs: Int) throws(Failure) -> [LandState] {
    let (weather, bands, today) = (weather, bands, tomorrow)
    var states: [LandState] = today.map { LandState(time: $0.time, hours: Double(WeatherModel.hours)) }
    // Tomorrow's weather is drawn while the land lives through today's.
    try OrderedWork.run(count: bands.count + 1, jobs: jobs) { index in
      guard index > 0 else {
        var weather = weather
        let maps = weather.nextDay()
        return Piece.weather(weather, maps)
      }
      var band = bands[index - 1]
      let states = band.advance(through: today)
      return Piece.land(band, states)
    } deliver: { index, piece in
      switch piece {
      case .weather(let model, let maps):
        self.weather = model
        tomorrow = maps
      case .land(let band, let parts):
        self.bands[index - 1] = band
        for (step, part) in parts.enumerated() { states[step].append(part) }
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
  /// Appends the rows of the next band.
  fileprivate mutating func append(_ rows: LandState) {
    for map in LandState.maps { self[keyPath: map].append(contentsOf: rows[keyPath: map]) }
  }
}
