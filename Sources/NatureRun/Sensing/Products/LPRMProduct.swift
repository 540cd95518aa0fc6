import Files
import Grids

/// LPRM level 3 as NASA's GES DISC gives it out: 0.25°, one file a day and pass, columns first, percent by volume.
///
/// The file's date is the local solar date of the overpass. Real files of some sensors round to whole percent; these
/// keep hundredths, so that what is written is what was measured.
struct LPRMProduct: ProductFamily {
  let plan: InstrumentPlan
  let folder: String
  let entries: [String]
  /// The name before `_L3_`, and the version after it.
  private let product: (name: String, version: String, ending: String)
  /// The letters of each pass in the file's name.
  private let letters: [Pass: String]

  /// The product of a sensor; nil where LPRM does not know it.
  init?(_ sensor: Sensor, passes: [Pass]) {
    let bands: [Band]
    switch sensor {
    case .amsr2:
      bands = [.c, .c2, .x]
      product = ("LPRM-AMSR2", "V001", "nc4")
    case .amsrE:
      bands = [.c, .x]
      product = ("LPRM-AMSR_E", "V002", "nc")
    case .windSat:
      bands = [.c, .x]
      product = ("LPRM-WINDSAT", "V001", "nc4")
    case .tmi:
      bands = [.x]
      product = ("LPRM-TMI", "V001", "nc4")
    case .smos, .ascat, .fy3b, .smap, .modis: return nil
    }
    plan = InstrumentPlan(
      sensor: sensor, algorithm: .lprm, bands: bands, lattice: .degrees(0.25), label: .localSolar,
      passes: passes)
    let short = sensor == .amsrE ? "amsre" : sensor.rawValue
    folder = "lprm-" + short
    let isNamedByTime = sensor == .windSat || sensor == .tmi
    letters =
      isNamedByTime
      ? [.ascending: "DY", .descending: "NT", .day: "DY", .night: "NT"] : [.ascending: "A", .descending: "D"]
    let words: [Pass: String] =
      isNamedByTime
      ? [.ascending: "day", .descending: "night", .day: "day", .night: "night"]
      : [.ascending: "a", .descending: "d"]
    let product = product
    entries = passes.flatMap { pass in
      bands.map { "lprm-\(short)-\(words[pass] ?? "")-\(LPRMProduct.suffix($0, product.name))" }
    }
  }

  func files(_ day: Instrument.Day) -> [MapFile] { day.map(file) }

  /// AMSR2 has two bands near 7 GHz: there they are numbered.
  private static func suffix(_ band: Band, _ product: String) -> String {
    switch band {
    case .c: product == "LPRM-AMSR2" ? "c1" : "c"
    case .c2: "c2"
    case .x, .l, .radar: "x"
    }
  }

  private static func frequency(_ band: Band) -> String {
    switch band {
    case .c: "6.9 GHz"
    case .c2: "7.3 GHz"
    case .x, .l, .radar: "10.7 GHz"
    }
  }

  private func file(_ day: SensorDay) -> MapFile {
    let letters = letters[day.pass] ?? ""
    var file = MapFile(
      name:
        "\(product.name)_L3_\(letters)_SOILM3_\(product.version)_\(DayText.digits(day.day)).\(product.ending)",
      grid: day.grid, layout: .columnsFirst(latitude: "Latitude", longitude: "Longitude"))
    file.attributes = MapFile.attributes(
      title:
        "Simulated \(plan.sensor.title) surface soil moisture (LPRM), level 3, \(day.pass.rawValue) passes",
      source: "simulated \(plan.sensor.title) retrievals")
    let percent = Packing(scale: 0.01)
    for map in day.maps {
      let (suffix, frequency) = (LPRMProduct.suffix(map.band, product.name), LPRMProduct.frequency(map.band))
      file.layers.append(
        percent.layer(
          "soil_moisture_" + suffix, map.moisture, times: 100, units: "percent",
          title: "Volumetric soil moisture from \(frequency)"))
      file.layers.append(
        percent.layer(
          "sm_\(suffix)_error", map.uncertainty, times: 100, units: "percent",
          title: "Uncertainty of soil moisture in \(frequency) soil moisture retrievals"))
      // The optical depth is the water in vegetation times a factor that grows with the frequency.
      let depth = map.band == .x ? 0.13 : 0.09
      file.layers.append(
        Packing(scale: 0.001).layer(
          "opt_depth_" + suffix, map.vegetation, times: depth, units: "1",
          title: "Optical depth from \(frequency)"))
    }
    file.layers.append(
      Packing(scale: 0.01).layer(
        "ts", day.temperature, units: "K", title: "Skin temperature (2mm)"))
    file.layers.append(mask(day))
    let origin = 8401 * UTC.day
    file.layers.append(
      MapFile.Layer(
        name: "scantime",
        values: .int32(
          day.times.map {
            $0 == SensorDay.never ? .min : Int32(truncatingIfNeeded: ($0 - origin) / UTC.second)
          }),
        fill: .int32([.min]),
        attributes: [
          ("long_name", .text("time of the scan")), ("units", .text("seconds since 1993-01-01 00:00:00")),
        ]))
    return file
  }

  /// Why there is no retrieval in the first band, as bits.
  private func mask(_ day: SensorDay) -> MapFile.Layer {
    MapFile.Layer(
      name: "mask", values: .int16((day.maps.first?.flags ?? []).map { Int16($0.rawValue) }),
      fill: .int16([-32767]),
      attributes: [
        ("long_name", .text("conditions of the retrieval in the first band")),
        ("flag_masks", .values(.int16([1, 2, 4, 8, 16]))),
        ("flag_meanings", .text("frozen snow dense_vegetation radio_frequency_interference open_water")),
      ])
  }
}
