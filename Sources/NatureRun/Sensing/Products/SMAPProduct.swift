import Files
import Grids

/// SMAP level 3 (SPL3SMP) as NSIDC gives it out: the EASE-Grid 2.0 of 36 km, both passes in groups of one file a day.
///
/// The grid is the globe's; outside the region nothing is written. Real files have no latitude and longitude outside
/// the swaths; neither have these.
struct SMAPProduct: ProductFamily {
  let plan = InstrumentPlan(
    sensor: .smap, algorithm: .smap, bands: [.l], lattice: .ease2(kilometres: 36), label: .utc,
    passes: [.descending, .ascending])
  let folder = "smap-l3"
  let entries = ["smap-l3-36km-am", "smap-l3-36km-pm"]

  /// Noon of terrestrial time on 2000-01-01.
  private static let origin = SensorDay.year2000 + 43_135_816_000

  func files(_ day: Instrument.Day) -> [MapFile] {
    guard let first = day.first else { return [] }
    var file = MapFile(
      name: "SMAP_L3_SM_P_\(DayText.digits(first.day))_R18290_001.h5", grid: first.grid,
      layout: .globe(west: .dateLine))
    file.attributes = MapFile.attributes(
      title: "Simulated SMAP level 3 radiometer soil moisture, 36 km", source: "simulated SMAP retrievals")
    for pass in day { file.layers += layers(pass) }
    return [file]
  }

  private func layers(_ day: SensorDay) -> [MapFile.Layer] {
    guard let map = day.maps.first else { return [] }
    let isMorning = day.pass == .descending
    let group = isMorning ? "Soil_Moisture_Retrieval_Data_AM/" : "Soil_Moisture_Retrieval_Data_PM/"
    let ending = isMorning ? "" : "_pm"
    func name(_ base: String) -> String { group + base + ending }
    func seen(_ values: [Float]) -> [Float] { values.map { $0.isNaN ? -9999 : $0 } }
    func reals(_ base: String, _ values: [Float], _ units: String, _ title: String) -> MapFile.Layer {
      MapFile.Layer(
        name: name(base), values: .float(seen(values)), fill: .float([-9999]),
        attributes: [("long_name", .text(title)), ("units", .text(units))])
    }
    var moisture = reals(
      "soil_moisture", map.moisture, "cm**3/cm**3", "Representative soil moisture of the 36 km cell")
    moisture.attributes += [("valid_min", .values(.float([0.02]))), ("valid_max", .values(.float([0.5])))]
    // Seen or not decides where a cell has a place, a time and flags.
    let cells = 0..<day.grid.count
    let places = cells.map { day.isSeen($0) }
    let latitudes = cells.map { places[$0] ? Float(day.grid.latitudes[$0 / day.grid.columns]) : -9999 }
    let longitudes = cells.map { places[$0] ? Float(day.grid.longitudes[$0 % day.grid.columns]) : -9999 }
    return [
      moisture,
      reals("soil_moisture_error", map.uncertainty, "cm**3/cm**3", "Net uncertainty of soil moisture"),
      reals("vegetation_water_content", map.vegetation, "kg/m**2", "Vegetation water content"),
      reals("surface_temperature", day.temperature, "Kelvins", "Temperature at the surface"),
      MapFile.Layer(
        name: name("latitude"), values: .float(latitudes), fill: .float([-9999]),
        attributes: [("long_name", .text("Latitude of the centre")), ("units", .text("degrees_north"))]),
      MapFile.Layer(
        name: name("longitude"), values: .float(longitudes), fill: .float([-9999]),
        attributes: [("long_name", .text("Longitude of the centre")), ("units", .text("degrees_east"))]),
      MapFile.Layer(
        name: name("tb_time_seconds"),
        values: .double(day.seconds(since: SMAPProduct.origin, missing: -9999)), fill: .double([-9999]),
        attributes: [("long_name", .text("Time of the observation in seconds since noon on January 1, 2000"))]
      ),
      bits(
        name("retrieval_qual_flag"), day, map, "Bits on the quality of the retrieval", [1, 2, 4],
        "not_recommended not_attempted not_successful"
      ) { flags in flags.isEmpty ? 0 : flags == .dense ? 1 : 7 },
      bits(
        name("surface_flag"), day, map, "Bits on the surface", [1, 8, 32, 128, 256, 1024],
        "static_water radio_frequency_interference snow radiometer_frozen model_frozen dense_vegetation"
      ) { flags in
        (flags.contains(.water) ? 1 : 0) | (flags.contains(.interference) ? 8 : 0)
          | (flags.contains(.snow) ? 32 : 0) | (flags.contains(.frozen) ? 384 : 0)
          | (flags.contains(.dense) ? 1024 : 0)
      },
    ]
  }

  private func bits(
    _ name: String, _ day: SensorDay, _ map: RetrievalMap, _ title: String, _ masks: [UInt16],
    _ meanings: String, _ code: (SensingFlags) -> UInt16
  ) -> MapFile.Layer {
    let values = map.flags.indices.map { day.isSeen($0) ? code(map.flags[$0]) : 65534 }
    return MapFile.Layer(
      name: name, values: .uint16(values), fill: .uint16([65534]),
      attributes: [
        ("long_name", .text(title)), ("flag_masks", .values(.uint16(masks))),
        ("flag_meanings", .text(meanings)),
      ])
  }
}
