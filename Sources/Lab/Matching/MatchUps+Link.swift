internal import Grids
internal import Statistics

extension MatchUps {
  /// The pairs that a link makes of two sides, of the whole record.
  init(_ link: MatchLink, product: MatchingSide, station: MatchingSide, by sides: MatchingSides) {
    self.init()
    times = link.product.map { product.series.times[$0] }
    stationTimes = link.averaging(station.series.times)
    self.product = link.product.map { product.series.values[$0] }
    self.station = link.averaging(station.series.values)
    groups = product.groups.mapValues { codes in link.product.map { codes[$0] } }
    switch sides.experiment.anomalies {
    case .window:
      productAnomalies = link.product.map { product.anomalies[$0] }
      stationAnomalies = link.averaging(station.anomalies)
    case .climatology(let years):
      // Both climatologies are built from the same joint samples (METHODS E17), of the whole record.
      let slot = sides.climatologySlot
      productAnomalies = Anomaly.climatology(
        times: times, values: self.product, slot: slot, minimumYears: years)
      stationAnomalies = Anomaly.climatology(
        times: times, values: self.station, slot: slot, minimumYears: years)
    }
  }
}
