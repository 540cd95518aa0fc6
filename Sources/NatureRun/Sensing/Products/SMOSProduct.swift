import Files
import Grids

/// SMOS level 3 (CATDS CLF31A and CLF31D): the EASE-Grid 2.0 of 25 km, one file a day and pass, cut to the region.
struct SMOSProduct: ProductFamily {
  let plan = InstrumentPlan(
    sensor: .smos, algorithm: .smos, bands: [.l], lattice: .ease2(kilometres: 25), label: .utc,
    passes: [.ascending, .descending])
  let folder = "smos-l3"
  let entries = ["smos-l3-asc", "smos-l3-desc"]

  func files(_ day: Instrument.Day) -> [MapFile] { day.compactMap(file) }

  private func file(_ day: SensorDay) -> MapFile? {
    guard let map = day.maps.first else { return nil }
    let letter = day.pass == .ascending ? "A" : "D"
    let date = DayText.digits(day.day)
    var file = MapFile(
      name: "SM_OPER_MIR_CLF31\(letter)_\(date)T000000_\(date)T235959_300_002_7.DBL.nc", grid: day.grid,
      layout: .rowsFirst(latitude: "lat", longitude: "lon"))
    file.attributes = MapFile.attributes(
      title: "Simulated SMOS level 3 daily retrieval map, \(day.pass.rawValue) passes",
      source: "simulated SMOS retrievals")
    // The real files' packing: ±1 in 16 bits.
    let unit = Packing(scale: 1 / 32767.0, fill: -32768)
    let moisture = map.moisture
    file.layers = [
      unit.layer("Soil_Moisture", moisture, units: "m3.m-3", title: "Retrieved soil moisture value"),
      unit.layer(
        "Soil_Moisture_Dqx", map.uncertainty, units: "m3.m-3", title: "Uncertainty of the retrieved moisture"),
      unit.layer(
        "Rfi_Prob", map.flags.map { $0.contains(.interference) ? 0.9 : 0.02 }, units: "1",
        title: "Probability of radio frequency interference"),
      time(day, map, "Mean_Acq_Time_Days", "d", "Day") { $0 / UTC.day },
      time(day, map, "Mean_Acq_Time_Seconds", "s", "Seconds") { $0 % UTC.day / UTC.second },
    ]
    return file
  }

  /// Time stamps are given where there is a retrieval.
  private func time(
    _ day: SensorDay, _ map: RetrievalMap, _ name: String, _ units: String, _ word: String,
    _ part: (Int64) -> Int64
  ) -> MapFile.Layer {
    let values = day.times.indices.map { cell in
      map.moisture[cell].isNaN
        ? -2_147_483_647 : Int32(truncatingIfNeeded: part(day.times[cell] - SensorDay.year2000))
    }
    return MapFile.Layer(
      name: name, values: .int32(values), fill: .int32([-2_147_483_647]),
      attributes: [
        ("long_name", .text("\(word) of the mean time of acquisition since 2000-01-01")),
        ("units", .text(units)),
      ])
  }
}
