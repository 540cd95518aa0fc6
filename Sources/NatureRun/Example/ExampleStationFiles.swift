import Grids

/// A station's files in the ISMN's formats, whose every oddity is measured on real archives (FORMATS §1).
struct ExampleStationFiles {
  var place: ExamplePlace

  /// `Network/Station`.
  var folder: String { place.network.folder + "/" + place.station.folder }

  /// The name of a sensor's file.
  func name(of sensor: ExampleSensor) -> String {
    var text = ExampleText()
    text.append("\(place.network.file)_\(place.network.file)_\(place.station.file)_\(sensor.variable)_")
    text.append(sensor.depthFrom, decimals: 6)
    text.append("_")
    text.append(sensor.depthTo, decimals: 6)
    text.append("_" + ExampleStationFiles.hyphenated(sensor.instrument) + "_20150101_20180228.stm")
    return text.text
  }

  /// A sensor's file.
  func series(of sensor: ExampleSensor, _ readings: ExampleReadings) -> ExampleText {
    var text = ExampleText()
    text.reserve(readings.rows.count * (place.dialect.layout == .ceop ? 132 : 36) + 200)
    let lineEnd: String
    switch place.dialect.lineEnd {
    case .lf: lineEnd = "\n"
    case .crlf, .mixed: lineEnd = "\r\n"
    case .cr: lineEnd = "\r"
    }
    if place.dialect.layout != .ceop {
      appendHeader(of: sensor, to: &text)
      text.append(place.dialect.lineEnd == .mixed ? "\n\r" : lineEnd)
    }
    var middle = ExampleText()
    if place.dialect.layout == .ceop { appendPlace(of: sensor, to: &middle) }
    let cutRow = sensor.isCut ? readings.rows.count - 1 : -1
    for (index, row) in readings.rows.enumerated() {
      var time = ExampleText()
      appendTime(ExamplePeriod.time(hour: row.hour), to: &time)
      text.append(time.text)
      if place.dialect.layout == .ceop {
        text.append(" ")
        text.append(time.text)
        text.append(" ")
        text.append(middle.text)
      }
      if index == cutRow {
        text.append(" 0.")
        break
      }
      appendValue(row, to: &text)
      text.append(lineEnd)
    }
    return text
  }

  /// Network twice, station, place and depths, as the middle of a CEOP row has them.
  private func appendPlace(of sensor: ExampleSensor, to text: inout ExampleText) {
    text.append(place.network.inside, width: 10)
    text.append(" ")
    text.append(place.network.inside, width: 15)
    text.append(" ")
    text.append(place.station.inside, width: 15)
    text.append(" ")
    text.append(place.latitude, decimals: 5, width: 10)
    text.append(" ")
    text.append(place.longitude, decimals: 5, width: 11)
    text.append(" ")
    text.append(place.elevation, decimals: 2, width: 7)
    text.append(" ")
    text.append(sensor.depthFrom, decimals: 2, width: 7)
    text.append(" ")
    text.append(sensor.depthTo, decimals: 2, width: 7)
  }

  private func appendHeader(of sensor: ExampleSensor, to text: inout ExampleText) {
    if place.dialect.layout == .paddedHeaderValues {
      appendPlace(of: sensor, to: &text)
      text.append(" " + ExampleStationFiles.hyphenated(sensor.instrument) + " ")
      return
    }
    text.append(place.network.inside, width: 10)
    text.append(" ")
    text.append(place.network.inside, width: 10)
    text.append(" ")
    text.append(place.station.inside, width: 15)
    text.append(" ")
    text.append(place.latitude, decimals: 5, width: 8)
    text.append(" ")
    text.append(place.longitude, decimals: 5, width: 10)
    text.append(" ")
    text.append(place.elevation, decimals: 1, width: 21)
    text.append(" ")
    text.append(sensor.depthFrom, decimals: 4)
    text.append(" ")
    text.append(sensor.depthTo, decimals: 4)
    text.append(" " + sensor.instrument)
  }

  private func appendTime(_ instant: Int64, to text: inout ExampleText) {
    let date = UTC.components(instant)
    text.append(digits: date.year, count: 4)
    text.append("/")
    text.append(digits: date.month, count: 2)
    text.append("/")
    text.append(digits: date.day, count: 2)
    text.append(" ")
    text.append(digits: date.hour, count: 2)
    text.append(":00")
  }

  private func appendValue(_ row: ExampleReadings.Row, to text: inout ExampleText) {
    let codes = place.dialect.reversesFlags ? row.flags.reversed() : row.flags
    let flags = codes.isEmpty ? "G" : codes.joined(separator: ",")
    text.append(" ")
    switch place.dialect.layout {
    case .headerValues: text.append(row.value, decimals: 3)
    case .ceop, .paddedHeaderValues: text.append(row.value, decimals: 4, width: 8)
    }
    text.append(" " + flags)
    // Where its own flag is absent a network leaves blanks behind.
    let isAbsent = place.dialect.daysWithoutProviderFlag.contains(row.hour / 24)
    text.append(isAbsent ? "     " : " " + place.dialect.providerFlag)
    if place.dialect.layout == .paddedHeaderValues { text.append(" ") }
  }

  static func hyphenated(_ name: String) -> String { String(name.map { $0 == " " ? "-" : $0 }) }
}
