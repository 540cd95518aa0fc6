import Files
import Grids
import Numerics

/// A sensor and an algorithm: which bands it hears, on which grid and under which date its maps are given out.
struct InstrumentPlan: Sendable, Hashable {
  /// Which date a map bears.
  enum Label: Sendable, Hashable {
    /// The UTC day of the observation.
    case utc
    /// The day by local solar time: the map of an overpass at 1:30 holds what was seen at 1:30 of that date everywhere.
    case localSolar
  }

  var sensor: Sensor
  var algorithm: Algorithm
  var bands: [Band]
  var lattice: ProductGrid.Lattice
  var label: Label
  /// The maps of a day, one each.
  var passes: [Pass]
  /// The share of days of which there is no file, as of 53 of 7168 days of SGD-SM's sensors.
  var outages = 0.0075

  /// The name of the plan's random streams.
  var name: String { sensor.rawValue + " " + algorithm.rawValue }
}

/// Watches the land from orbit and makes the maps of a plan, day by day.
///
/// What it hands out depends on the states it was shown and the seed, never on threads.
struct Instrument: Sendable {
  /// The maps of one day, one a pass.
  typealias Day = [SensorDay]

  let plan: InstrumentPlan
  let grid: ProductGrid
  private let span: Range<Int64>
  private let search: SwathSearch
  private let receivers: [Receiver]
  private let seed: UInt64
  /// The next day to be closed, counted from 1970.
  private var next: Int64
  /// Days that are still being filled.
  private var open: [Int64: Day] = [:]
  /// How far from the track the cells of the open days were seen.
  private var distances: [Int64: [[Float]]] = [:]
  private var errors: [[ErrorMemory]]

  /// - Parameter span: when the sensor measures, between two midnights UTC.
  /// - Throws: `Failure` (usage) where the region holds no cell of the grid.
  init(_ plan: InstrumentPlan, span: Range<Int64>, land: Land, seed: UInt64) throws(Failure) {
    self.plan = plan
    self.span = span
    self.seed = seed
    let grid = try ProductGrid(plan.lattice, within: land.grid)
    self.grid = grid
    search = SwathSearch(
      plan.sensor.orbit, plan.sensor.swath, latitudes: grid.latitudes, longitudes: grid.longitudes)
    receivers = plan.bands.map { Receiver(plan, $0, grid: grid, land: land, seed: seed) }
    errors = plan.passes.map { pass in
      plan.bands.map { band in
        ErrorMemory(
          correlation: 0.3, sigma: 16.7 / plan.lattice.kilometres, seed: seed,
          labels: ["error", plan.name, band.rawValue, pass.rawValue])
      }
    }
    next = span.lowerBound / UTC.day
  }

  /// Looks at the land in the step that ends with a state, and hands out the days that are complete.
  mutating func observe(_ state: LandState) -> [Day] {
    let begin = state.time - Int64(state.hours * Double(UTC.hour))
    let window = max(begin, span.lowerBound)..<max(begin, span.lowerBound, min(state.time, span.upperBound))
    let sightings = search.sightings(in: window)
    if !sightings.isEmpty {
      // Frost, snow and temperatures are those of the first band's footprint for all.
      var views: [Receiver.View] = []
      for receiver in receivers { views.append(receiver.view(state, sharing: views.first)) }
      for sighting in sightings { keep(sighting, views) }
    }
    return close(before: state.time)
  }

  /// Hands out what is left at the end of the run.
  mutating func finish() -> [Day] { close(before: .max) }

  private mutating func keep(_ sighting: SwathSearch.Sighting, _ views: [Receiver.View]) {
    let cell = Int(sighting.cell)
    let solar = sighting.time + Int64(grid.longitudes[cell % grid.columns] * 240) * UTC.second
    let label = (plan.label == .utc ? sighting.time : solar) / UTC.day
    // The first and last hours of a record may belong to a day that has no file.
    guard label >= next, label < span.upperBound / UTC.day else { return }
    let hour = solar % UTC.day / UTC.hour
    let passes: [Pass] = [
      sighting.node == .ascending ? .ascending : .descending, hour >= 6 && hour < 18 ? .day : .night,
    ]
    guard let index = plan.passes.firstIndex(where: passes.contains) else { return }
    if open[label] == nil {
      open[label] = plan.passes.map { SensorDay(day: label, pass: $0, grid: grid, bands: plan.bands) }
      distances[label] = plan.passes.map { _ in Array(repeating: .infinity, count: grid.count) }
    }
    // Where two passes of a day overlap the one that came nearer is kept.
    guard let before = distances[label]?[index][cell], sighting.distance < before else { return }
    distances[label]?[index][cell] = sighting.distance
    open[label]?[index].see(sighting, by: receivers, views)
  }

  private mutating func close(before time: Int64) -> [Day] {
    // A day by local solar time ends last at the western edge.
    let lag = plan.label == .utc ? 0 : Int64((grid.longitudes.first ?? 0) * 240) * UTC.second
    var closed: [Day] = []
    while next < span.upperBound / UTC.day {
      if time != .max, time < (next + 1) * UTC.day - lag { break }
      let empty = plan.passes.map { SensorDay(day: next, pass: $0, grid: grid, bands: plan.bands) }
      var day = open.removeValue(forKey: next) ?? empty
      distances[next] = nil
      for index in day.indices { addNoise(&day[index], pass: index) }
      var random = RandomStream(seed: seed, stream: "outages", plan.name, String(next))
      if random.uniform() >= plan.outages { closed.append(day) }
      next += 1
    }
    return closed
  }

  private mutating func addNoise(_ day: inout SensorDay, pass: Int) {
    for (band, receiver) in receivers.enumerated() {
      let error = errors[pass][band].field(day: day.day, rows: grid.rows, columns: grid.columns)
      let spoilt = receiver.sources.spoilt(day: day.day, count: grid.count)
      for cell in 0..<grid.count where day.isSeen(cell) {
        if spoilt[cell] { day.maps[band].flags[cell].insert(.interference) }
        let free = day.maps[band].noiseFree[cell]
        if spoilt[cell] || free.isNaN {
          day.maps[band].noiseFree[cell] = .nan
          day.maps[band].footprint[cell] = .nan
          day.maps[band].uncertainty[cell] = .nan
          continue
        }
        day.maps[band].moisture[cell] = receiver.model.clipped(
          free + day.maps[band].uncertainty[cell] * error[cell])
        day.maps[band].noiseFree[cell] = receiver.model.clipped(free)
      }
    }
  }
}

extension ProductGrid.Lattice {
  /// The side of a cell in kilometres, of degrees along the meridian.
  var kilometres: Double {
    switch self {
    case .degrees(let degrees): degrees * GroundTrack.earthRadius * .pi / 180
    case .ease2(let kilometres): Double(kilometres)
    }
  }
}
