/// Which passes of a day a map is made of.
public enum Pass: String, Sendable, Hashable {
  /// Northward passes.
  case ascending
  /// Southward passes.
  case descending
  /// Passes between 6 and 18 h local solar time.
  case day
  /// Passes before 6 or from 18 h on.
  case night
}

/// What a sensor's algorithm makes of one band on one day.
struct RetrievalMap: Sendable {
  /// The band.
  var band: Band
  /// The retrieval in m³ m⁻³, NaN where there is none.
  var moisture: [Float]
  /// The same free of its random error.
  var noiseFree: [Float]
  /// The SD of its random error.
  var uncertainty: [Float]
  /// The moisture of the footprint itself in m³ m⁻³, NaN where there is no retrieval.
  var footprint: [Float]
  /// How much the retrieval changes where the footprint's moisture changes by one.
  var gain: [Float]
  /// Why it is missing or doubtful.
  var flags: [SensingFlags]
  /// The water in the footprint's vegetation in kg m⁻².
  var vegetation: [Float]
}

/// The maps of one pass of one day: what was seen, when, and what was made of it.
struct SensorDay: Sendable {
  /// The day the maps are labelled with, counted from 1970-01-01.
  var day: Int64
  /// The passes.
  var pass: Pass
  /// The cells.
  var grid: ProductGrid
  /// When each cell was seen, in microseconds since 1970 UTC; `SensorDay.never` where it was not.
  var times: [Int64]
  /// The half of the revolution each cell was seen from; meaningless where it was not.
  var nodes: [Orbit.Node]
  /// The temperature of the skin in the first band's footprint in K, NaN where nothing was seen.
  var temperature: [Float]
  /// One map a band, in the order of the product's bands.
  var maps: [RetrievalMap]

  /// The time of a cell that was not seen.
  static let never = Int64.min

  /// Maps on which nothing has been seen.
  init(day: Int64, pass: Pass, grid: ProductGrid, bands: [Band]) {
    self.day = day
    self.pass = pass
    self.grid = grid
    let nothing = [Float](repeating: .nan, count: grid.count)
    times = Array(repeating: SensorDay.never, count: grid.count)
    nodes = Array(repeating: .ascending, count: grid.count)
    temperature = nothing
    maps = bands.map {
      RetrievalMap(
        band: $0, moisture: nothing, noiseFree: nothing, uncertainty: nothing, footprint: nothing,
        gain: nothing,
        flags: Array(repeating: [], count: grid.count), vegetation: nothing)
    }
  }

  /// Whether a cell was seen.
  func isSeen(_ cell: Int) -> Bool { times[cell] != SensorDay.never }
}
