import Numerics

/// What the instruments of one station tell, with the flags of the moisture.
struct SiteRecord {
  /// One sensor's part.
  struct Part {
    var equipment: NetworkStyle.Equipment
    var readings: ProbeReadings
    var flags: [QualityFlags]
  }

  var parts: [Part] = []
  /// The soil as maps have it, `StaticTable.soil`.
  let soil: [[Double]]

  /// Measures a station's hours.
  init(
    _ site: Networks.Site, style: NetworkStyle, log: ColumnLog, modelTemperature: [Double],
    modelRain: [Double],
    land: Land, model: MeasurementModel, seed: UInt64
  ) {
    soil = SiteRecord.soil(cell: site.cell, land)
    let hours = log.hours.count
    func stream(_ labels: String...) -> RandomStream {
      RandomStream(seed: seed, labels: ["networks", site.network.plain, site.station.plain] + labels)
    }
    var random = stream("station off")
    let off = Outages.station(hours: hours, model: model, &random)
    let equipment = style.equipment.filter { site.number % $0.every == 0 }
    var readings: [ProbeReadings] = []
    for item in equipment {
      let name = "\(item.variable) \(item.from) \(item.to)"
      let view = SoilView(from: item.from, to: item.to)
      var noise = stream(name, "noise")
      var series: ProbeReadings
      switch item.variable {
      case "ts":
        series = ProbeReadings(log.soilTemperature(view), error: model.thermometer, decimals: 10, &noise)
      case "ta": series = ProbeReadings(log.airTemperature, error: model.thermometer, decimals: 10, &noise)
      case "p": series = ProbeReadings(log.rain(tip: 0.1), error: 0, decimals: 10, &noise)
      default:
        var (calibration, faults) = (stream(name, "calibration"), stream(name, "faults"))
        series = ProbeReadings(
          moisture: log.moisture(view), traits: site.traits, isCore: style.isCore,
          resolution: style.resolution, model: model, calibration: &calibration, noise: &noise,
          faults: &faults)
      }
      var gaps = stream(name, "gaps")
      series.remove(Outages.sensor(off, model: model, &gaps))
      readings.append(series)
    }
    func first(_ variable: String) -> [Double]? {
      zip(equipment, readings).first { $0.0.variable == variable }?.1.values
    }
    for (item, series) in zip(equipment, readings) {
      guard item.variable == "sm" else {
        parts.append(Part(equipment: item, readings: series, flags: []))
        continue
      }
      let company = QualityControl.Company(
        saturation: soil[item.to > 0.3 ? 1 : 0][4], soilTemperature: first("ts"), airTemperature: first("ta"),
        rain: first("p"), modelTemperature: modelTemperature, modelRain: modelRain, isShallow: item.to <= 0.1)
      parts.append(
        Part(
          equipment: item, readings: series, flags: QualityControl.flags(of: series.values, company)))
    }
  }

  /// The soil of a map: the cell's upper layer, and one below with half its organic matter.
  static func soil(cell: Int, _ land: Land) -> [[Double]] {
    let (sand, clay) = (Double(land.sand[cell]), Double(land.clay[cell]))
    let organic = Double(land.organicMatter[cell])
    func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
    return [organic, organic / 2].map { organic in
      let soil = SoilHydraulics(sand: sand, clay: clay, organicMatter: organic)
      // Organic matter is 58 % carbon (van Bemmelen).
      return [100 * clay, 100 * sand, 100 * (1 - sand - clay), organic / 1.724, soil.porosity].map(rounded)
    }
  }
}
