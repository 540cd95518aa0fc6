/// A station's files in the ISMN's formats, whose every oddity is measured on real archives (FORMATS §1).
struct ExampleStationFiles {
  var place: ExamplePlace

  /// `Network/Station`.
  var folder: String { place.network.folder + "/" + place.station.folder }

  /// The name of a sensor's file.
  func name(of sensor: ExampleSensor) -> String { file(of: sensor).name }

  /// A sensor's file.
  func series(of sensor: ExampleSensor, _ readings: ExampleReadings) -> ArchiveText {
    let file = file(of: sensor)
    var text = ArchiveText()
    text.reserve(readings.rows.count * file.rowLength + 200)
    file.appendHead(to: &text)
    let middle = file.middle
    let cutRow = sensor.isCut ? readings.rows.count - 1 : -1
    for (index, row) in readings.rows.enumerated() {
      file.appendTime(
        SensorFile.stamp(ExamplePeriod.time(hour: row.hour)), middle: middle, to: &text)
      if index == cutRow {
        text.append(" 0.")
        break
      }
      let codes = place.dialect.reversesFlags ? row.flags.reversed() : row.flags
      let isAbsent = place.dialect.daysWithoutProviderFlag.contains(row.hour / 24)
      file.appendValue(
        row.value, flags: codes.isEmpty ? "G" : codes.joined(separator: ","),
        providerFlag: isAbsent ? nil : place.dialect.providerFlag, to: &text)
      text.append(file.lineEnd)
    }
    return text
  }

  private func file(of sensor: ExampleSensor) -> SensorFile {
    SensorFile(
      network: place.network, station: place.station, latitude: place.latitude, longitude: place.longitude,
      elevation: place.elevation, variable: sensor.variable, depthFrom: sensor.depthFrom,
      depthTo: sensor.depthTo, instrument: sensor.instrument, dates: "20150101_20180228",
      dialect: place.dialect)
  }
}
