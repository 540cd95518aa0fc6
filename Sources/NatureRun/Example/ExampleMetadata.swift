/// The tables that come with an archive: static variables of a station, classes of sensors, a readme.
enum ExampleMetadata {
  private static let header =
    "quantity_name;unit;depth_from[m];depth_to[m];value;description;quantity_source_name;"
    + "quantity_source_description;quantity_source_provider;quantity_source_version;"
    + "quantity_source_resolution;quantity_source_timerange;quantity_source_url;"

  /// A station's table of static variables, or nil where it has none.
  ///
  /// The quote in the resolution `30"` is not balanced in real files either.
  static func staticVariables(of place: ExamplePlace) -> (name: String, text: ExampleText)? {
    guard let landCover = place.landCover else { return nil }
    var lines = [header]
    for (layer, span) in zip(place.soil, ["0.00;0.30", "0.30;1.00"]) {
      let names = ["clay fraction", "sand fraction", "silt fraction", "organic carbon", "saturation"]
      for (name, value) in zip(names, layer) {
        var text = ExampleText()
        text.append("\(name);\(name == "saturation" ? "m^3*m^-3" : "% weight");\(span);")
        text.append(value, decimals: 2)
        text.append(";;EXAMPLE;Invented soil map;nobody;v1;30\";;https://example.org/soil;")
        lines.append(text.text)
      }
    }
    lines.append("organic carbon;% weight;-99.90;-99.90;1.81;;insitu;in situ;;;;;;")
    for (year, cover) in zip(["2000", "2005", "2010"], landCover) {
      lines.append(
        "land cover classification;;;;\(cover.code);\(cover.words);CCI_landcover_\(year);Invented land cover;"
          + "nobody;\(year)-v1;300m;;https://example.org/landcover;")
    }
    let words = place.climate.words
    lines.append(
      "climate classification;;;;\(place.climate.koppen);\(words);koeppen_geiger_2007;Invented climate map;;"
        + "v2007;0.1°;;https://example.org/climate;")
    lines.append(
      "climate classification;;;;\(place.koppen2017);None;koeppen_geiger_2017;Invented climate map;;v2017;"
        + "0.0083°;;https://example.org/climate;")
    var text = ExampleText()
    let lineEnd = place.dialect.lineEnd == .crlf ? "\r\n" : "\n"
    for line in lines { text.append(line + lineEnd) }
    let network = place.network.file
    return ("\(network)_\(network)_\(place.station.file)_static_variables.csv", text)
  }

  /// `frm_classification.csv` with today's header, in which a column's name occurs twice, or with the short one.
  static func classification(_ places: [ExamplePlace], header: ExampleArchive.ClassificationHeader)
    -> ExampleText
  {
    var text = ExampleText()
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
        let instrument = ExampleStationFiles.hyphenated(sensor.instrument)
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
