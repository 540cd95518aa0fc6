/// A station's table of static variables as the ISMN's archives have it: soil, land cover and climate of maps.
struct StaticTable {
  /// Clay, sand, silt, organic carbon (% of weight) and saturation (m³ m⁻³) of 0–30 cm and of 30–100 cm.
  var soil: [[Double]]
  /// Class and words of the land cover of 2000, 2005 and 2010.
  var landCover: [(code: Int, words: String)]
  /// The Köppen–Geiger class of the older map and its words, and the class of the newer one.
  var koppen2007, words, koppen2017: String
  /// What the maps are called, such as `Invented`; the first word of their descriptions.
  var origin: String
  /// Organic carbon measured at the station itself, % of weight; nil: no such row.
  var ownCarbon: Double?

  private static let header =
    "quantity_name;unit;depth_from[m];depth_to[m];value;description;quantity_source_name;"
    + "quantity_source_description;quantity_source_provider;quantity_source_version;"
    + "quantity_source_resolution;quantity_source_timerange;quantity_source_url;"

  /// The file's name.
  static func name(network: ArchiveName, station: ArchiveName) -> String {
    "\(network.file)_\(network.file)_\(station.file)_static_variables.csv"
  }

  /// The file's text; the quote in the resolution `30"` is not balanced in real files either.
  func text(lineEnd: String) -> ArchiveText {
    var text = ArchiveText()
    text.append(StaticTable.header + lineEnd)
    for (layer, span) in zip(soil, ["0.00;0.30", "0.30;1.00"]) {
      let names = ["clay fraction", "sand fraction", "silt fraction", "organic carbon", "saturation"]
      for (name, value) in zip(names, layer) {
        text.append("\(name);\(name == "saturation" ? "m^3*m^-3" : "% weight");\(span);")
        text.append(value, decimals: 2)
        text.append(";;EXAMPLE;\(origin) soil map;nobody;v1;30\";;https://example.org/soil;" + lineEnd)
      }
    }
    if let ownCarbon {
      text.append("organic carbon;% weight;-99.90;-99.90;")
      text.append(ownCarbon, decimals: 2)
      text.append(";;insitu;in situ;;;;;;" + lineEnd)
    }
    for (year, cover) in zip(["2000", "2005", "2010"], landCover) {
      text.append(
        "land cover classification;;;;\(cover.code);\(cover.words);CCI_landcover_\(year);\(origin) land cover;"
          + "nobody;\(year)-v1;300m;;https://example.org/landcover;" + lineEnd)
    }
    text.append(
      "climate classification;;;;\(koppen2007);\(words);koeppen_geiger_2007;\(origin) climate map;;"
        + "v2007;0.1°;;https://example.org/climate;" + lineEnd)
    text.append(
      "climate classification;;;;\(koppen2017);None;koeppen_geiger_2017;\(origin) climate map;;v2017;"
        + "0.0083°;;https://example.org/climate;" + lineEnd)
    return text
  }
}
