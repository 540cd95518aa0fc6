public import Files
internal import Grids

/// The pairs of a finished run, read from its `matchups.nc` series by series.
///
/// Only the series' places are kept in memory. Series may be asked for in any order and from several threads.
public struct RunPairs: Sendable {
  /// One aspect's variable and the names of its numbers.
  private struct Told: Sendable {
    var aspect: SampleAspect
    var variable: NetCDFVariable
    var names: [Int: String]
  }

  private let file: NetCDFFile
  private let products: Int
  /// Where each series begins along `obs`, and behind the last one the number of all pairs.
  private let starts: [Int]
  private let times: NetCDFVariable
  private let stationTimes: NetCDFVariable
  private let values: [NetCDFVariable]
  private let told: [Told]

  /// Opens the file of a run with so many sensors and products.
  /// - Throws: `Failure` (data) where it is not a run's file, or its series are not those of the run.
  public init(reading path: String, sensors: Int, products: Int) throws(Failure) {
    try self.init(try NetCDFFile(reading: path), sensors: sensors, products: products)
  }

  /// As the public initialiser, on a file that is open.
  init(_ file: NetCDFFile, sensors: Int, products: Int) throws(Failure) {
    self.file = file
    self.products = products
    times = try file.requiredVariable("time")
    stationTimes = try file.requiredVariable("station_time")
    var values: [NetCDFVariable] = []
    for name in ["product", "station_value", "product_anomaly", "station_anomaly"] {
      values.append(try file.requiredVariable(name))
    }
    self.values = values
    let sizes = try file.int64s(try file.requiredVariable("row_size"))
    guard sizes.count == sensors * products else {
      throw Failure(
        .data, "holds \(sizes.count) series, not those of \(sensors) sensors and \(products) products",
        path: file.path)
    }
    var starts = [0]
    for size in sizes {
      let (end, overflow) = (starts.last ?? 0).addingReportingOverflow(Int(clamping: size))
      guard size >= 0, !overflow else {
        throw Failure(.data, "a series has a length of \(size)", path: file.path)
      }
      starts.append(end)
    }
    guard times.shape == [starts.last ?? 0] else {
      throw Failure(.data, "its series do not add up to its \(times.shape) pairs", path: file.path)
    }
    self.starts = starts
    var told: [Told] = []
    for aspect in SampleAspect.allCases {
      guard let variable = file.variable(GroupVariables.name(of: aspect)) else { continue }
      guard let numbers = variable.attributes["flag_values"]?.numbers,
        let names = variable.attributes[GroupVariables.namesAttribute]?.texts, names.count == numbers.count
      else {
        throw Failure(.data, "variable \(variable.path) does not name its groups", path: file.path)
      }
      let pairs = zip(numbers, names).compactMap { number, name in Int(exactly: number).map { ($0, name) } }
      told.append(
        Told(
          aspect: aspect, variable: variable,
          names: Dictionary(pairs, uniquingKeysWith: { first, _ in first })
        ))
    }
    self.told = told
  }

  /// The number of pairs of a product at a sensor, by their positions in the run.
  public func count(product: Int, sensor: Int) -> Int {
    guard let part = part(product: product, sensor: sensor) else { return 0 }
    return part.count[0]
  }

  /// The pairs of a product at a sensor, by their positions in the run; nil where there are none.
  /// - Throws: `Failure` (data) where the file cannot be read there, or its times do not increase.
  public func series(product: Int, sensor: Int) throws(Failure) -> PairSeries? {
    guard let part = part(product: product, sensor: sensor), part.count[0] > 0 else { return nil }
    var series = PairSeries()
    series.times = try file.int64s(times, part)
    series.stationTimes = try file.int64s(stationTimes, part)
    series.product = try file.doubles(values[0], part)
    series.station = try file.doubles(values[1], part)
    series.productAnomalies = try file.doubles(values[2], part)
    series.stationAnomalies = try file.doubles(values[3], part)
    for told in told {
      series.groups[told.aspect] = try file.int64s(told.variable, part).map { told.names[Int(clamping: $0)] }
    }
    // What is computed from pairs relies on both.
    guard zip(series.times, series.times.dropFirst()).allSatisfy({ $0 < $1 }),
      series.product.allSatisfy(\.isFinite), series.station.allSatisfy(\.isFinite)
    else {
      throw Failure(
        .data, "the pairs of sensor \(sensor + 1) and product \(product + 1) are damaged", path: file.path,
        advice: "Run `lab validate` again")
    }
    return series
  }

  private func part(product: Int, sensor: Int) -> NetCDFSlab? {
    let series = sensor * products + product
    guard (0..<products).contains(product), sensor >= 0, series + 1 < starts.count else { return nil }
    return NetCDFSlab(start: [starts[series]], count: [starts[series + 1] - starts[series]])
  }
}

extension NetCDFAttribute {
  /// The strings of a text attribute or of a list of them; nil for numbers.
  var texts: [String]? {
    if case .values(.string(let strings)) = self { return strings }
    return text.map { [$0] }
  }
}
