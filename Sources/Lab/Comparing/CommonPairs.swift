internal import Grids
internal import Statistics

/// The common samples of two products at one sensor, in groups and rescaled.
///
/// Each product keeps the station value it was matched with: two products of one day may have met the station at
/// different hours. The rescaling is fitted anew, on all common samples of the sensor.
struct CommonPairs {
  private let times: [Int64]
  private let product: Side
  private let reference: Side
  private let minimum: Int

  private struct Side {
    var values: [Double]
    var station: [Double]
    var anomalies: [Double]
    var stationAnomalies: [Double]

    init(_ series: PairSeries, _ positions: [Int]) {
      values = positions.map { series.product[$0] }
      station = positions.map { series.station[$0] }
      anomalies = positions.map { series.productAnomalies[$0] }
      stationAnomalies = positions.map { series.stationAnomalies[$0] }
    }
  }

  /// - Parameters:
  ///   - series: all products' pairs.
  ///   - common: their common samples.
  ///   - meeting: which two of them.
  init(
    _ series: [PairSeries], _ common: CommonSamples, _ meeting: (product: Int, reference: Int), minimum: Int
  ) {
    times = common.times
    product = Side(series[meeting.product], common.positions[meeting.product])
    reference = Side(series[meeting.reference], common.positions[meeting.reference])
    self.minimum = minimum
  }

  /// The groups of a grouping by time, each with the positions of its samples.
  func groups(
    _ stratification: Stratification, years: ClosedRange<Int>?
  ) -> [(name: String, positions: [Int])] {
    var stamps = MatchUps()
    stamps.times = times
    return PairGroups(stratification, pairs: stamps, years: years ?? stamps.years).groups
  }

  /// Both products on the station's scale; nil where a fit is not possible.
  func rescaled(by method: RescalingMethod) -> (product: [Double], reference: [Double])? {
    guard times.count >= minimum else { return nil }
    func values(_ side: Side) -> [Double]? {
      guard let fit = method.fit(source: side.values, reference: side.station) else { return side.values }
      return (try? fit.get())?.apply(side.values)
    }
    guard let product = values(product), let reference = values(reference) else { return nil }
    return (product, reference)
  }

  /// The samples of a group; nil where there are fewer than the experiment's minimum.
  func samples(
    _ positions: [Int], _ rescaled: (product: [Double], reference: [Double])
  ) -> PairedSamples? {
    guard positions.count >= minimum else { return nil }
    return PairedSamples(
      times: positions.map { times[$0] }, a: positions.map { rescaled.product[$0] },
      b: positions.map { rescaled.reference[$0] }, station: positions.map { product.station[$0] },
      stationB: positions.map { reference.station[$0] })
  }

  /// The anomalies of a group, where all of them are there; nil where there are fewer than the minimum.
  func anomalies(_ positions: [Int]) -> PairedSamples? {
    let there = positions.filter {
      product.anomalies[$0].isFinite && product.stationAnomalies[$0].isFinite
        && reference.anomalies[$0].isFinite && reference.stationAnomalies[$0].isFinite
    }
    guard there.count >= minimum else { return nil }
    return PairedSamples(
      times: there.map { times[$0] }, a: there.map { product.anomalies[$0] },
      b: there.map { reference.anomalies[$0] }, station: there.map { product.stationAnomalies[$0] },
      stationB: there.map { reference.stationAnomalies[$0] })
  }
}
