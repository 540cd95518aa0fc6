internal import Grids
internal import Stations

/// A place where products are scored: a station's sensor, or a cell of a gridded reference.
struct ScoredPlace {
  /// The network, or the block of cells.
  var network: String
  /// The station, or the cell.
  var station: String
  /// Where it is.
  var point: GeographicPoint
  /// What an archive says of it; nothing of a cell.
  var metadata = StationMetadata()
}

extension ScoredPlace {
  /// The place of a sensor, with its archive's metadata.
  init(_ sensor: Sensor, in archive: StationArchive) {
    self.init(
      network: sensor.network, station: sensor.station, point: sensor.point,
      metadata: archive.metadata(of: sensor))
  }
}
