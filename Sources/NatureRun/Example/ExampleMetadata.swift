/// The tables that come with an archive: static variables of a station, classes of sensors, a readme.
enum ExampleMetadata {
  /// A station's table of static variables, or nil where it has none.
  static func staticVariables(of place: ExamplePlace) -> (name: String, text: ArchiveText)? {
    guard let landCover = place.landCover else { return nil }
    let table = StaticTable(
      soil: place.soil, landCover: landCover, koppen2007: place.climate.koppen, words: place.climate.words,
      koppen2017: place.koppen2017, origin: "Invented", ownCarbon: 1.81)
    return (
      StaticTable.name(network: place.network, station: place.station),
      table.text(lineEnd: place.dialect.lineEnd == .crlf ? "\r\n" : "\n")
    )
  }

  /// `frm_classification.csv` with today's header, in which a column's name occurs twice, or with the short one.
  static func classification(_ places: [ExamplePlace], header: ExampleArchive.ClassificationHeader)
    -> ArchiveText
  {
    var text = ArchiveText()
    switch header {
    case .short:
      text.append("frm_class;frm_snr;frm_nobs;depth_from;depth_to;network;station;instrument;variable\n")
    case .repeatedColumn:
      text.append(
        "frm_class;frm_snr;frm_nobs;depth_from;depth_to;tsw;variable;network;station;instrument;tsw;lon;lat;idx\n"
      )
    }
    let classes = ["very representative", "representative", "not representative", "undeterminable"]
    var index = 0
    for place in places {
      for sensor in place.sensors where sensor.variable == "sm" && sensor.depthTo <= 0.1 {
        let frmClass = classes[index % classes.count]
        text.append(frmClass + ";")
        if frmClass != "undeterminable" { text.append(6 - 1.75 * Double(index % 4), decimals: 5) }
        text.append(";\(900 + 37 * index);")
        text.append(sensor.depthFrom, decimals: 4)
        text.append(";")
        text.append(sensor.depthTo, decimals: 4)
        let instrument = SensorFile.hyphenated(sensor.instrument)
        let names = "\(place.network.file);\(place.station.file);\(instrument)"
        switch header {
        case .short: text.append(";\(names);soil_moisture\n")
        case .repeatedColumn:
          text.append(";bulk;soil_moisture;\(names);bulk;")
          text.append(place.longitude, decimals: 5)
          text.append(";")
          text.append(place.latitude, decimals: 5)
          text.append(";\(index)\n")
        }
        index += 1
      }
    }
    return text
  }

  static let readme = """
    Everything in this folder is invented: networks, stations, places, soils and numbers. It was drawn from a
    seeded generator to show and to test a program, in the formats of the International Soil Moisture Network.
    It says nothing about any place on Earth.

    """
}
