import Grids

/// The columns of a window at 0.01°: its own land under the region's weather, for some days of the run.
///
/// It begins some days earlier, from the region's state, and lives through them unobserved.
struct WindowModel: Sendable {
  /// The window's land.
  let land: Land
  /// The days that are observed, counted from the run's first.
  let days: Range<Int>
  /// The columns, some rows each.
  private var bands: [LandBand] = []
  /// The states at the ends of a day's steps; none where the day is not observed.
  private(set) var states: [LandState] = []
  private var texture: RainTexture
  private var taken = 0

  /// Days before the first that the columns forget the region's state in; their upper layers do.
  static let spinUpDays = 30
  private static let bandRows = 8

  /// The window of a run.
  init(_ span: (grid: FineGrid, days: Range<Int>), of region: Land, seed: UInt64) {
    land = Land(refining: region, window: span.grid, seed: seed)
    days = span.days
    texture = RainTexture(
      blocks: BlockRefinement(
        rows: span.grid.rows / BlockRefinement.factor, columns: span.grid.columns / BlockRefinement.factor),
      degreesPerCell: 1 / Double(span.grid.cellsPerDegree), seed: seed)
  }

  /// Prepares a day: at the first the columns take over the region's state.
  ///
  /// - Parameters:
  ///   - day: the day, counted from the run's first; negative in the spin-up.
  ///   - region: the region's columns as the day begins.
  /// - Returns: the bands that live through the day; none on days without a window.
  mutating func begin(day: Int, from region: [LandBand], of regionLand: Land) -> [LandBand] {
    states = []
    guard day >= days.lowerBound - WindowModel.spinUpDays, day < days.upperBound else {
      bands = []
      return []
    }
    if bands.isEmpty { start(from: region, of: regionLand) }
    let factors = texture.next()
    for index in bands.indices { bands[index].takeRainFactors(of: factors) }
    taken = 0
    return bands
  }

  /// Takes the next band after it has lived through a day, with what came out at the ends of its steps.
  mutating func take(_ band: LandBand, _ values: [[Float]], of day: DayWeather) {
    bands[taken] = band
    taken += 1
    for (step, part) in values.enumerated() where !part.isEmpty {
      if states.count <= step {
        states.append(LandState(time: day.steps[step].maps.time, hours: Double(WeatherModel.hours)))
      }
      states[step].append(part, of: land.grid.count)
    }
  }

  private mutating func start(from region: [LandBand], of regionLand: Land) {
    let origin = regionLand.grid.origin(of: land.grid)
    let columns = region.flatMap(\.columns)
    let factor = BlockRefinement.factor
    bands = stride(from: 0, to: land.grid.rows, by: WindowModel.bandRows).map { first in
      let rows = first..<min(land.grid.rows, first + WindowModel.bandRows)
      return LandBand(rows: rows, of: land, within: regionLand.grid) { row, column, traits in
        let cell =
          (origin.row + row / factor) * regionLand.grid.columns + origin.column + column / factor
        let theirs = ColumnTraits(land: regionLand, cell: cell, hours: 1)
        // Fields are watered on the same day of the week as in the cell they lie in.
        traits.irrigationDay = theirs.irrigationDay
        return ColumnState(like: columns[cell], of: theirs, traits: traits)
      }
    }
  }
}

extension ColumnState {
  /// The state of a column of other soil, layer by layer as wet between its driest and saturation.
  init(like other: ColumnState, of theirs: ColumnTraits, traits: ColumnTraits) {
    self = other
    func water(
      _ amount: Double, _ from: ColumnTraits.Layer, _ to: ColumnTraits.Layer
    ) -> Double {
      to.driest + (amount - from.driest) / (from.saturation - from.driest) * (to.saturation - to.driest)
    }
    surface = water(other.surface, theirs.surface, traits.surface)
    shallow = water(other.shallow, theirs.shallow, traits.shallow)
    root = water(other.root, theirs.root, traits.root)
  }
}
