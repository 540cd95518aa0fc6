import Files
import Grids
import Numerics

/// A merged record after the manner of ESA CCI COMBINED: all sensors' retrievals of half a day before and after midnight
/// UTC, brought to one climatology and averaged by the inverse of their error variance.
///
/// ESA CCI rescales by matching distributions of whole records; a run that is streamed has none yet. So each retrieval
/// is taken back through its own expected gain and bias, as a perfect rescaling would, and given the climatology of a
/// model: a range and a bias of its own, fixed fields. What is left of a sensor is its random error, grown by
/// the gain. Retrievals that tell less than 0.3 of a change (dense vegetation, radar over deserts) are left out.
/// Sources: Gruber et al. 2017 (doi:10.1109/TGRS.2017.2734070), Dorigo et al. 2017 (doi:10.1016/j.rse.2017.07.001).
struct MergedRecord {
  static let folder = "esa-cci-combined"
  static let entry = "esa-cci-combined-v08"

  /// What has been gathered for one day.
  fileprivate struct Sums {
    var weights: [Double]
    var values: [Double]
    var free: [Double]
    /// Seconds from midnight of the observation nearest to it.
    var offset: [Int32]
    var modes: [Int8]
    var halves: [Int8]
    var sensors: [Int16]
    var bands: [Int16]
    var flags: [Int8]

    init(_ count: Int) {
      weights = Array(repeating: 0, count: count)
      values = weights
      free = weights
      offset = Array(repeating: .max, count: count)
      modes = Array(repeating: 0, count: count)
      halves = modes
      flags = modes
      sensors = Array(repeating: 0, count: count)
      bands = sensors
    }
  }

  let grid: ProductGrid
  private let range: [Float]
  private let bias: [Float]
  private let middle: [Float]
  private var open: [Int64: Sums] = [:]
  private var next: Int64
  private let end: Int64
  private var nearest: [ProductGrid: [Int32]] = [:]

  /// - Parameter run: from the first instant to before the last, at midnight UTC.
  init(land: Land, run: Range<Int64>, seed: UInt64) throws(Failure) {
    grid = try ProductGrid(.degrees(0.25), within: land.grid)
    next = run.lowerBound / UTC.day
    end = run.upperBound / UTC.day
    var random = RandomStream(seed: seed, stream: "merged climatology")
    let first = NoiseField.draw(rows: grid.rows, columns: grid.columns, sigma: 4, &random)
    let second = NoiseField.draw(rows: grid.rows, columns: grid.columns, sigma: 4, &random)
    range = first.map { 0.95 + 0.12 * $0 }
    bias = second.map { 0.01 + 0.035 * $0 }
    let footprint = Footprint(fwhm: 40, from: land.grid, water: land.waterFraction, to: grid)
    middle = footprint.mean(zip(land.wiltingPoint, land.fieldCapacity).map { ($0 + $1) / 2 })
  }

  /// The number of the sensor in `sensor`, and of a band in `freqbandID`; nil where CCI does not take it.
  private static func code(_ sensor: Sensor) -> Int16? {
    switch sensor {
    case .tmi: 4
    case .amsrE: 8
    case .windSat: 16
    case .amsr2: 32
    case .smos: 64
    case .ascat: 256
    case .smap: 1024
    case .fy3b, .modis: nil
    }
  }

  private static func code(_ band: Band, _ sensor: Sensor) -> Int16 {
    switch band {
    case .l: 1
    case .radar: 2
    case .c: sensor == .windSat ? 8 : 16
    case .c2: 32
    case .x: 64
    }
  }

  /// The largest error of a rescaled retrieval in m³ m⁻³ that is merged: beyond it vegetation leaves too little signal.
  private static let largestError = 0.1

  /// Takes in the first band of a day's maps: C where there is one.
  mutating func take(_ day: SensorDay, of plan: InstrumentPlan) {
    guard let code = MergedRecord.code(plan.sensor), plan.algorithm != .jaxa, let map = day.maps.first else {
      return
    }
    let source = nearestCells(of: day.grid)
    for cell in 0..<grid.count {
      let from = Int(source[cell])
      guard from >= 0, day.isSeen(from) else { continue }
      let time = day.times[from]
      let label = UTC.startOfDay(time + UTC.day / 2) / UTC.day
      guard label >= next, label < end else { continue }
      let flags = map.flags[from]
      open[label, default: Sums(grid.count)].flags[cell] |=
        (flags.isDisjoint(with: [.frozen, .snow]) ? 0 : 1) | (flags.contains(.dense) ? 2 : 0)
      let (gain, value) = (map.gain[from], map.moisture[from])
      guard !value.isNaN, gain >= 0.3, !flags.contains(.dense) else { continue }
      let error = Double((value - map.noiseFree[from]) / gain)
      let sd = Double(map.uncertainty[from] / gain)
      guard sd <= MergedRecord.largestError else { continue }
      let solar = time + Int64(grid.longitudes[cell % grid.columns] * 240) * UTC.second
      let hour = (solar - UTC.startOfDay(solar)) / UTC.hour
      open[label]?.add(
        cell, footprint: Double(map.footprint[from]), error: error, weight: 1 / (sd * sd),
        seconds: Int32((time - label * UTC.day) / UTC.second), mode: day.nodes[from] == .ascending ? 1 : 2,
        half: hour >= 6 && hour < 18 ? 1 : 2, sensor: code, band: MergedRecord.code(map.band, plan.sensor))
    }
  }

  /// The files of the days that nothing more can be added to once the land has been shown up to an instant, with the
  /// same values free of random error.
  mutating func close(before time: Int64) -> [(day: Int64, file: MapFile, noiseFree: [Float])] {
    var files: [(day: Int64, file: MapFile, noiseFree: [Float])] = []
    // The last map that reaches into a day bears the next day's date, and by local solar time ends half a day later.
    while next < end, time == .max || time >= (next + 2) * UTC.day + UTC.day / 2 {
      let sums = open.removeValue(forKey: next) ?? Sums(grid.count)
      let (file, free) = image(sums, next)
      files.append((next, file, free))
      next += 1
    }
    return files
  }

  private func image(_ sums: Sums, _ day: Int64) -> (MapFile, [Float]) {
    let cells = 0..<grid.count
    func climate(_ values: [Double]) -> [Float] {
      cells.map { cell in
        guard sums.weights[cell] > 0 else { return .nan }
        let mean = Float(values[cell] / sums.weights[cell])
        return min(0.99, max(0.01, middle[cell] + range[cell] * (mean - middle[cell]) + bias[cell]))
      }
    }
    func filled(_ values: [Float]) -> NetCDFArray { .float(values.map { $0.isNaN ? -9999 : $0 }) }
    let moisture = climate(sums.values)
    let uncertainty = cells.map { cell in
      sums.weights[cell] > 0 ? range[cell] * Float(1 / sums.weights[cell].squareRoot()) : Float.nan
    }
    let times = cells.map { cell in
      sums.weights[cell] > 0 ? Double(day) + Double(sums.offset[cell]) / 86_400 : -9999
    }
    let flags = cells.map { cell in
      sums.weights[cell] > 0 ? Int8(0) : sums.flags[cell] != 0 ? sums.flags[cell] : 127
    }
    let name = "ESACCI-SOILMOISTURE-L3S-SSMV-COMBINED-\(DayText.digits(day))000000-fv08.1.nc"
    var file = MapFile(
      name: name, grid: grid, layout: .rowsFirst(latitude: "lat", longitude: "lon"),
      time: MapFile.Time(units: "days since 1970-01-01 00:00:00 UTC", values: [Double(day)]))
    file.attributes = MapFile.attributes(
      title: "Simulated ESA CCI surface soil moisture, combined active and passive",
      source: "simulated sensors")
    func layer(
      _ name: String, _ values: NetCDFArray, _ fill: NetCDFArray, _ words: [(String, String)]
    ) -> MapFile.Layer {
      MapFile.Layer(name: name, values: values, fill: fill, attributes: words.map { ($0, .text($1)) })
    }
    let volume = ("units", "m3 m-3")
    file.layers = [
      layer(
        "sm", filled(moisture), .float([-9999]), [("long_name", "Volumetric Soil Moisture"), volume]),
      layer(
        "sm_uncertainty", filled(uncertainty), .float([-9999]),
        [("long_name", "Volumetric Soil Moisture Uncertainty"), volume]),
      layer("flag", .int8(flags), .int8([127]), [("long_name", "Flag")]),
      layer(
        "t0", .double(times), .double([-9999]),
        [("long_name", "Observation Timestamp"), ("units", "days since 1970-01-01 00:00:00 UTC")]),
      layer("mode", .int8(sums.modes), .int8([0]), [("long_name", "Satellite Mode")]),
      layer("dnflag", .int8(sums.halves), .int8([0]), [("long_name", "Day / Night Flag")]),
      layer("sensor", .int16(sums.sensors), .int16([0]), [("long_name", "Sensor")]),
      layer(
        "freqbandID", .int16(sums.bands), .int16([0]), [("long_name", "Frequency Band Identification")]),
    ]
    MergedRecord.describeFlags(&file)
    return (file, climate(sums.free))
  }

  private static func describeFlags(_ file: inout MapFile) {
    let bits: [Int16] = [4, 8, 16, 32, 64, 256, 1024]
    let meanings: [String: (String, NetCDFAttribute, String)] = [
      "flag": (
        "flag_values", .values(.int8([0, 1, 2, 3])),
        "no_data_inconsistency_detected snow_coverage_or_temperature_below_zero dense_vegetation "
          + "combination_of_flag_values_1_and_2"
      ),
      "mode": (
        "flag_values", .values(.int8([1, 2, 3])), "ascending descending ascending_descending_combination"
      ),
      "dnflag": ("flag_values", .values(.int8([1, 2, 3])), "day night day_night_combination"),
      "sensor": ("flag_masks", .values(.int16(bits)), "TMI AMSRE WindSat AMSR2 SMOS ASCATA SMAP"),
      "freqbandID": (
        "flag_masks", .values(.int16([1, 2, 8, 16, 32, 64])), "L14 C53 C68 C69 C73 X107"
      ),
    ]
    for index in file.layers.indices {
      guard let (key, values, words) = meanings[file.layers[index].name] else { continue }
      file.layers[index].attributes += [(key, values), ("flag_meanings", .text(words))]
    }
  }

  /// For each cell the nearest one of another grid, −1 where that ends more than a cell away.
  private mutating func nearestCells(of other: ProductGrid) -> [Int32] {
    if let known = nearest[other] { return known }
    func closest(_ value: Double, _ among: [Double]) -> Int? {
      let step = among.count > 1 ? abs(among[1] - among[0]) : 1
      let best = among.indices.min { abs(among[$0] - value) < abs(among[$1] - value) }
      return best.flatMap { abs(among[$0] - value) <= step ? $0 : nil }
    }
    let rows = grid.latitudes.map { closest($0, other.latitudes) }
    let columns = grid.longitudes.map { closest($0, other.longitudes) }
    let cells = rows.flatMap { row in
      columns.map { column -> Int32 in
        guard let row, let column else { return -1 }
        return Int32(truncatingIfNeeded: row * other.columns + column)
      }
    }
    nearest[other] = cells
    return cells
  }
}

extension MergedRecord.Sums {
  /// Adds one observation of a cell.
  fileprivate mutating func add(
    _ cell: Int, footprint: Double, error: Double, weight: Double, seconds: Int32, mode: Int8, half: Int8,
    sensor: Int16, band: Int16
  ) {
    weights[cell] += weight
    values[cell] += weight * (footprint + error)
    free[cell] += weight * footprint
    if seconds.magnitude < offset[cell].magnitude { offset[cell] = seconds }
    modes[cell] |= mode
    halves[cell] |= half
    sensors[cell] |= sensor
    bands[cell] |= band
  }
}
