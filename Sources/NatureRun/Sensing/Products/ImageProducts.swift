import Files
import Grids

/// JAXA's level 3 of AMSR2 and AMSR-E: tenths of a percent on the globe's grid of 0.25°, without coordinates.
///
/// The first column begins at 0° E: sources disagree about the real files, and so the catalogue's entries have it.
struct JAXAProduct: ProductFamily {
  let plan: InstrumentPlan
  let folder: String
  let entries: [String]
  private let name: String

  /// The product of AMSR2 or AMSR-E; nil for other sensors.
  init?(_ sensor: Sensor, passes: [Pass] = [.descending, .ascending]) {
    guard sensor == .amsr2 || sensor == .amsrE else { return nil }
    plan = InstrumentPlan(
      sensor: sensor, algorithm: .jaxa, bands: [.x], lattice: .degrees(0.25), label: .localSolar,
      passes: passes)
    let short = sensor == .amsr2 ? "amsr2" : "amsre"
    name = sensor == .amsr2 ? "GW1AM2" : "P1AME"
    folder = "jaxa-" + short
    entries = passes.map { "jaxa-\(short)-\($0 == .ascending ? "a" : "d")-025" }
  }

  func files(_ day: Instrument.Day) -> [MapFile] {
    day.compactMap { pass in
      guard let map = pass.maps.first else { return nil }
      let letter = pass.pass == .ascending ? "A" : "D"
      var file = MapFile(
        name: "\(name)_\(DayText.digits(pass.day))_01D_EQM\(letter)_L3SGSMCLA3300300.h5", grid: pass.grid,
        layout: .globe(west: .greenwich))
      file.attributes = MapFile.attributes(
        title: "Simulated \(plan.sensor.title) level 3 soil moisture content, \(pass.pass.rawValue) passes",
        source: "simulated \(plan.sensor.title) retrievals")
      // Blanks in names and a scale of its own: JAXA's files follow no convention.
      file.attributes.removeAll { $0.0 == "Conventions" }
      let values = map.moisture.map { $0.isNaN ? Int16.min : Int16(($0 * 1000).rounded()) }
      let minutes = pass.times.map { time in
        time == SensorDay.never
          ? Int16.min : Int16(truncatingIfNeeded: (time - UTC.startOfDay(time)) / (60 * UTC.second))
      }
      file.layers = [
        MapFile.Layer(
          name: "Geophysical Data", values: .int16(values), fill: .int16([.min]),
          attributes: [("SCALE FACTOR", .values(.double([0.1]))), ("UNIT", .text("%"))]),
        MapFile.Layer(
          name: "Time Information", values: .int16(minutes), fill: .int16([.min]),
          attributes: [("UNIT", .text("minutes of the UTC day"))]),
      ]
      return file
    }
  }
}

/// FY-3B's volumetric soil moisture, as netCDF with coordinates on 0.25° (the real files have an older EASE-Grid and
/// none, and are read only after such a copy).
struct FY3BProduct: ProductFamily {
  let plan = InstrumentPlan(
    sensor: .fy3b, algorithm: .mwri, bands: [.x], lattice: .degrees(0.25), label: .localSolar,
    passes: [.descending, .ascending])
  let folder = "fy3b-mwri"
  let entries = ["fy3b-mwri-d", "fy3b-mwri-a"]

  func files(_ day: Instrument.Day) -> [MapFile] {
    guard let first = day.first else { return [] }
    var file = MapFile(
      name: "FY3B_MWRIX_GBAL_L2_VSM_MLT_ESD_\(DayText.digits(first.day))_AOAD_025KM_MS.nc", grid: first.grid,
      layout: .rowsFirst(latitude: "latitude", longitude: "longitude"))
    file.attributes = MapFile.attributes(
      title: "Simulated FY-3B MWRI volumetric soil moisture", source: "simulated FY-3B MWRI retrievals")
    file.layers = day.compactMap { pass in
      guard let map = pass.maps.first else { return nil }
      return Packing(scale: 0.0001, fill: -999).layer(
        pass.pass == .ascending ? "Ascending Soil Moisture" : "Descending Soil Moisture", map.moisture,
        units: "m3 m-3", title: "Volumetric soil moisture, \(pass.pass.rawValue) passes")
    }
    return [file]
  }
}
