import Files
import Grids

/// Writes a station's folder of the archive.
struct SiteFiles {
  let site: Networks.Site
  let style: NetworkStyle
  /// The first and last day of the run, as file names have them.
  let dates: String
  /// The stamps of the hours, as rows have them.
  let stamps: [ArchiveText]

  /// Writes every sensor's file and the static variables below the archive's folder.
  /// - Throws: `Failure` (data) where a file cannot be written.
  func write(_ record: SiteRecord, _ table: StaticTable, to archive: String) throws(Failure) {
    let folder = archive + "/" + site.network.folder + "/" + site.station.folder
    try ExampleArchive.createFolder(folder)
    for part in record.parts {
      let file = file(of: part.equipment)
      try AtomicFile.write(text(part, file).text, to: folder + "/" + file.name)
    }
    let name = StaticTable.name(network: site.network, station: site.station)
    let lineEnd = style.dialect.lineEnd == .crlf ? "\r\n" : "\n"
    try AtomicFile.write(table.text(lineEnd: lineEnd).text, to: folder + "/" + name)
  }

  private func file(of equipment: NetworkStyle.Equipment) -> SensorFile {
    SensorFile(
      network: site.network, station: site.station, latitude: site.latitude, longitude: site.longitude,
      elevation: site.elevation, variable: equipment.variable, depthFrom: equipment.from,
      depthTo: equipment.to,
      instrument: equipment.instrument, dates: dates, dialect: style.dialect)
  }

  private func text(_ part: SiteRecord.Part, _ file: SensorFile) -> ArchiveText {
    var text = ArchiveText()
    text.reserve(part.readings.values.count * file.rowLength + 200)
    file.appendHead(to: &text)
    let middle = file.middle
    var names: [QualityFlags: String] = [:]
    let noticed: Fault = [.lowPlateau, .highPlateau, .brownout, .stray]
    for (hour, value) in part.readings.values.enumerated() where !value.isNaN {
      var flags = "G"
      if !part.flags.isEmpty {
        let set = part.flags[hour]
        if let known = names[set] {
          flags = known
        } else {
          flags = set.text(reversed: style.dialect.reversesFlags)
          names[set] = flags
        }
      }
      let isBad = !part.readings.faults[hour].isDisjoint(with: noticed)
      file.appendTime(stamps[hour], middle: middle, to: &text)
      file.appendValue(
        value, flags: flags,
        providerFlag: isBad ? style.badFlag ?? style.dialect.providerFlag : style.dialect.providerFlag,
        to: &text)
      text.append(file.lineEnd)
    }
    return text
  }
}
