import Glibc
import Numerics
import Testing

@testable import NatureRun

@Suite("Faults and the flags they get")
struct NetworkFaultTests {
  static let hours = 8760

  /// A year of soil without frost: rain now and then, drying in between.
  static func weather(_ number: Int) -> (moisture: [Double], rain: [Double]) {
    var random = RandomStream(seed: 5, stream: "weather", "\(number)")
    var (level, left) = (0.2, 0)
    var moisture: [Double] = []
    var rain: [Double] = []
    for _ in 0..<hours {
      if random.uniform() < 1 / 120.0 { left = 3 + random.index(below: 6) }
      let fallen = left > 0 ? 0.4 + 2 * random.uniform() : 0
      left = max(0, left - 1)
      level += fallen * 0.006 * (0.42 - level) / 0.3
      level = 0.05 + (level - 0.05) * exp(-1 / 170.0)
      rain.append(fallen)
      moisture.append((level * 1e4).rounded() / 1e4)
    }
    return (moisture, rain)
  }

  static func measured(_ number: Int, _ model: MeasurementModel) throws -> (ProbeReadings, [QualityFlags]) {
    let land = try MadeUpLand.land()
    let weather = weather(number)
    func stream(_ label: String) -> RandomStream { RandomStream(seed: 9, stream: "\(number)", label) }
    var (place, calibration, noise) = (stream("place"), stream("calibration"), stream("noise"))
    var (faults, gaps) = (stream("faults"), stream("gaps"))
    let traits = StationTraits(cell: 2000, of: land, model: model, random: &place)
    var readings = ProbeReadings(
      moisture: weather.moisture, traits: traits, isCore: false, resolution: 0.001, model: model,
      calibration: &calibration, noise: &noise, faults: &faults)
    let off = Outages.station(hours: hours, model: model, &gaps)
    readings.remove(Outages.sensor(off, model: model, &gaps))
    let company = QualityControl.Company(
      saturation: 0.47, soilTemperature: nil, airTemperature: nil, rain: weather.rain, modelTemperature: nil,
      modelRain: weather.rain, isShallow: true)
    return (readings, QualityControl.flags(of: readings.values, company))
  }

  @Test("Most bad samples are flagged by the rule that is theirs, and few good ones by any")
  func rates() throws {
    var model = MeasurementModel()
    for path in [\MeasurementModel.spikes, \.steps, \.lowPlateaus, \.highPlateaus, \.brownouts, \.strays] {
      model[keyPath: path] *= 4
    }
    let rules: [(name: String, fault: Fault, flags: QualityFlags, least: Double)] = [
      ("spikes", .spike, .spike, 0.75), ("steps", .step, [.drop, .jump], 0.6),
      ("low plateaus", .lowPlateau, .lowPlateau, 0.7), ("high plateaus", .highPlateau, .highPlateau, 0.5),
      ("batteries", .brownout, QualityFlags(rawValue: 0x1fff), 0.75),
      ("strays", .stray, [.belowZero, .aboveLimit], 0.95),
    ]
    var (bad, found) = ([Int](repeating: 0, count: rules.count), [Int](repeating: 0, count: rules.count))
    var (good, wronged) = (0, 0)
    for number in 0..<14 {
      let (readings, flags) = try NetworkFaultTests.measured(number, model)
      for hour in readings.values.indices where !readings.values[hour].isNaN {
        let fault = readings.faults[hour]
        if fault.isEmpty {
          good += 1
          wronged += flags[hour].isEmpty ? 0 : 1
        }
        for (index, rule) in rules.enumerated() where fault.contains(rule.fault) {
          bad[index] += 1
          found[index] += flags[hour].isDisjoint(with: rule.flags) ? 0 : 1
        }
      }
    }
    for (index, rule) in rules.enumerated() {
      let share = Double(found[index]) / Double(max(1, bad[index]))
      #expect(bad[index] > 20 && share > rule.least, "\(rule.name): \(found[index]) of \(bad[index])")
      print("\(rule.name): \(found[index]) of \(bad[index])")
    }
    print("good \(good), flagged \(wronged)")
    #expect(Double(wronged) / Double(good) < 0.05)
  }

  @Test("Calibration spreads as the model says; probes of dense networks less")
  func calibration() throws {
    let land = try MadeUpLand.land()
    var place = RandomStream(seed: 1, stream: "place")
    var model = MeasurementModel.noiseFree
    let traits = StationTraits(cell: 2000, of: land, model: model, random: &place)
    (model.calibration, model.coreCalibration) = (0.05, 0.015)
    func deviation(isCore: Bool) -> Double {
      var (sum, count) = (0.0, 0.0)
      for number in 0..<400 {
        var calibration = RandomStream(seed: 2, stream: "\(number)")
        var (noise, faults) = (calibration, calibration)
        let readings = ProbeReadings(
          moisture: [0.35], traits: traits, isCore: isCore, resolution: 0.0001, model: model,
          calibration: &calibration, noise: &noise, faults: &faults)
        let error = readings.values[0] - 0.35
        // Offsets below zero are limited, those above are not.
        if error > 0 {
          sum += error * error
          count += 1
        }
      }
      return (sum / count).squareRoot()
    }
    #expect(abs(deviation(isCore: false) - 0.05) < 0.006)
    #expect(abs(deviation(isCore: true) - 0.015) < 0.002)
  }

  @Test("Nothing goes wrong without faults, and no hour is missing")
  func none() throws {
    let (readings, _) = try NetworkFaultTests.measured(1, .noiseFree)
    #expect(readings.faults.allSatisfy { $0.isEmpty })
    let truth = NetworkFaultTests.weather(1).moisture
    #expect(zip(readings.values, truth).allSatisfy { abs($0 - $1) <= 0.0005 + 1e-12 })
  }
}
