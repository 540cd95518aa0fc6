import Files
import Grids
import Numerics

/// The network of relative soil humidity: percent of field capacity at 0–10 cm, at 08:00 Beijing time (00:00 UTC), of
/// automatic probes every day and of samples taken by hand on the 8th, 18th and 28th where the ground is not frozen.
///
/// As the laboratory's station list has it (`stations/README.md`): `stations.csv` and `values.csv`.
struct HumidityTables {
  private var list = ArchiveText()
  private var values = ArchiveText()

  init() {
    list.append(
      "network,station,sensor,latitude,longitude,elevation,depth_from,depth_to,variable,file,units,time_zone,"
        + "field_capacity,field_capacity_units,bulk_density,bulk_density_units,koppen,landcover,clay,sand,silt,"
        + "water_fraction\n")
    values.append("station,time,value\n")
  }

  /// Adds a station with its hours, of which the first ends an hour after `start`.
  mutating func add(
    _ site: Networks.Site, log: ColumnLog, start: Int64, land: Land, koppen: KoppenClass,
    model: MeasurementModel, seed: UInt64
  ) {
    let density = (site.traits.soil.bulkDensity / 10).rounded() * 10
    let capacity = (site.traits.soil.fieldCapacity * 1000 / density * 1000).rounded() / 1000
    let isManual = site.number % 3 == 2
    appendRow(site, capacity: capacity, density: density, land, koppen, isManual: isManual)

    func stream(_ label: String) -> RandomStream {
      RandomStream(seed: seed, stream: "networks", site.network.plain, site.station.plain, label)
    }
    var (calibration, noise, faults, gaps) = (
      stream("calibration"), stream("noise"), stream("faults"), stream("gaps")
    )
    // Records are checked by hand before they are published: no faults.
    var model = model
    for path in [\MeasurementModel.spikes, \.steps, \.lowPlateaus, \.highPlateaus, \.brownouts, \.strays] {
      model[keyPath: path] = 0
    }
    let view = SoilView(from: 0, to: 0.1)
    var readings = ProbeReadings(
      moisture: log.moisture(view), traits: site.traits, isCore: isManual, resolution: 0.0001, model: model,
      calibration: &calibration, noise: &noise, faults: &faults)
    readings.remove(Outages.sensor([Bool](repeating: false, count: log.hours.count), model: model, &gaps))
    for hour in stride(from: 23, to: readings.values.count, by: 24) where !readings.values[hour].isNaN {
      let time = start + Int64(hour + 1) * UTC.hour
      let date = UTC.components(time)
      if isManual {
        guard [8, 18, 28].contains(date.day), log.hours[hour].surfaceTemperature > 0 else { continue }
      }
      values.append(site.station.plain + ",")
      values.append(digits: date.year, count: 4)
      values.append("-")
      values.append(digits: date.month, count: 2)
      values.append("-")
      values.append(digits: date.day, count: 2)
      values.append(" 08:00,")
      values.append(max(0, readings.values[hour]) * 1e5 / (capacity * density), decimals: 1)
      values.append("\n")
    }
  }

  private mutating func appendRow(
    _ site: Networks.Site, capacity: Double, density: Double, _ land: Land, _ koppen: KoppenClass,
    isManual: Bool
  ) {
    list.append(
      "\(site.network.plain),\(site.station.plain),\(isManual ? "Synthetic Auger" : "Synthetic FDR"),")
    list.append(site.latitude, decimals: 5)
    list.append(",")
    list.append(site.longitude, decimals: 5)
    list.append(",")
    list.append(site.elevation, decimals: 1)
    list.append(",0,0.10,sm,values.csv,relative %,UTC+8,")
    list.append(capacity, decimals: 3)
    list.append(",kg kg-1,")
    list.append(density, decimals: 0)
    list.append(",kg m-3,\(koppen.rawValue),\(LandCoverClass.code(of: site.cell, in: land).code),")
    let soil = SiteRecord.soil(cell: site.cell, land)[0]
    for value in soil.prefix(3) {
      list.append(value, decimals: 2)
      list.append(",")
    }
    list.append(Double(land.waterFraction[site.cell]), decimals: 3)
    list.append("\n")
  }

  /// Writes both tables into a folder, which is made.
  /// - Throws: `Failure` (data) where that is not possible.
  func write(to folder: String) throws(Failure) {
    try ExampleArchive.createFolder(folder)
    try AtomicFile.write(list.text, to: folder + "/stations.csv")
    try AtomicFile.write(values.text, to: folder + "/values.csv")
  }
}
