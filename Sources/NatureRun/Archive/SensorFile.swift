import Grids

/// One sensor's file in an archive: its name, what stands before its rows, and the rows.
///
/// The formats of the ISMN with their oddities, as measured on real archives.
struct SensorFile {
  var network: ArchiveName
  var station: ArchiveName
  /// Degrees north and east.
  var latitude, longitude: Double
  /// Metres above the sea.
  var elevation: Double
  /// The variable's code, such as `sm`.
  var variable: String
  /// The layer, metres below ground.
  var depthFrom, depthTo: Double
  /// As a person writes it, blanks included.
  var instrument: String
  /// The first and last day asked for, such as `20150101_20161231`.
  var dates: String
  var dialect: ArchiveDialect

  /// `Network/Station`.
  var folder: String { network.folder + "/" + station.folder }

  /// The file's name.
  var name: String {
    var text = ArchiveText()
    text.append("\(network.file)_\(network.file)_\(station.file)_\(variable)_")
    text.append(depthFrom, decimals: 6)
    text.append("_")
    text.append(depthTo, decimals: 6)
    text.append("_" + SensorFile.hyphenated(instrument) + "_\(dates).stm")
    return text.text
  }

  /// What ends a row.
  var lineEnd: String {
    switch dialect.lineEnd {
    case .lf: "\n"
    case .crlf, .mixed: "\r\n"
    case .cr: "\r"
    }
  }

  /// The bytes a row takes, about.
  var rowLength: Int { dialect.layout == .ceop ? 132 : 36 }

  /// What stands before the first row: nothing in CEOP files.
  func appendHead(to text: inout ArchiveText) {
    switch dialect.layout {
    case .ceop: return
    case .paddedHeaderValues:
      appendPlace(to: &text)
      text.append(" " + SensorFile.hyphenated(instrument) + " ")
    case .headerValues:
      text.append(network.inside, width: 10)
      text.append(" ")
      text.append(network.inside, width: 10)
      text.append(" ")
      text.append(station.inside, width: 15)
      text.append(" ")
      text.append(latitude, decimals: 5, width: 8)
      text.append(" ")
      text.append(longitude, decimals: 5, width: 10)
      text.append(" ")
      text.append(elevation, decimals: 1, width: 21)
      text.append(" ")
      text.append(depthFrom, decimals: 4)
      text.append(" ")
      text.append(depthTo, decimals: 4)
      text.append(" " + instrument)
    }
    text.append(dialect.lineEnd == .mixed ? "\n\r" : lineEnd)
  }

  /// What stands between the time and the value of every row: a CEOP row's second time excepted, nothing elsewhere.
  var middle: ArchiveText {
    var text = ArchiveText()
    if dialect.layout == .ceop { appendPlace(to: &text) }
    return text
  }

  /// Network twice, station, place and depths, as the middle of a CEOP row has them.
  private func appendPlace(to text: inout ArchiveText) {
    text.append(network.inside, width: 10)
    text.append(" ")
    text.append(network.inside, width: 15)
    text.append(" ")
    text.append(station.inside, width: 15)
    text.append(" ")
    text.append(latitude, decimals: 5, width: 10)
    text.append(" ")
    text.append(longitude, decimals: 5, width: 11)
    text.append(" ")
    text.append(elevation, decimals: 2, width: 7)
    text.append(" ")
    text.append(depthFrom, decimals: 2, width: 7)
    text.append(" ")
    text.append(depthTo, decimals: 2, width: 7)
  }

  /// The time of a row, once or twice, and a CEOP row's middle.
  func appendTime(_ stamp: ArchiveText, middle: ArchiveText, to text: inout ArchiveText) {
    text.append(stamp)
    guard dialect.layout == .ceop else { return }
    text.append(" ")
    text.append(stamp)
    text.append(" ")
    text.append(middle)
  }

  /// Value and flags; a network's own flag may be absent, which leaves blanks behind.
  /// - Parameter flags: the codes joined by commas.
  func appendValue(_ value: Double, flags: String, providerFlag: String?, to text: inout ArchiveText) {
    text.append(" ")
    switch dialect.layout {
    case .headerValues: text.append(value, decimals: 3)
    case .ceop, .paddedHeaderValues: text.append(value, decimals: 4, width: 8)
    }
    text.append(" " + flags)
    text.append(providerFlag.map { " " + $0 } ?? "     ")
    if dialect.layout == .paddedHeaderValues { text.append(" ") }
  }

  /// `yyyy/mm/dd HH:00`.
  static func stamp(_ instant: Int64) -> ArchiveText {
    let date = UTC.components(instant)
    var text = ArchiveText()
    text.append(digits: date.year, count: 4)
    text.append("/")
    text.append(digits: date.month, count: 2)
    text.append("/")
    text.append(digits: date.day, count: 2)
    text.append(" ")
    text.append(digits: date.hour, count: 2)
    text.append(":00")
    return text
  }

  /// A name without blanks, as file names want it.
  static func hyphenated(_ name: String) -> String { String(name.map { $0 == " " ? "-" : $0 }) }
}
