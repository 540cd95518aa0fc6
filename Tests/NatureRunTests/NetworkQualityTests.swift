import Numerics
import Testing

@testable import NatureRun

@Suite("The ISMN's quality rules")
struct NetworkQualityTests {
  /// A slow dry-down on a grid of 0.001, 200 hours.
  static func calm(_ hours: Int = 200) -> [Double] {
    (0..<hours).map { ((0.30 - 0.0002 * Double($0)) * 1000).rounded() / 1000 }
  }

  static func company(rain: [Double]? = nil, modelRain: [Double]? = nil, saturation: Double = 0.45)
    -> QualityControl.Company
  {
    QualityControl.Company(
      saturation: saturation, soilTemperature: nil, airTemperature: nil, rain: rain, modelTemperature: nil,
      modelRain: modelRain, isShallow: true)
  }

  @Test("A calm dry-down is good throughout, gaps or not")
  func good() {
    var values = NetworkQualityTests.calm()
    let rain = [Double](repeating: 0, count: 200)
    #expect(
      QualityControl.flags(of: values, NetworkQualityTests.company(rain: rain)).allSatisfy { $0.isEmpty })
    for hour in [20, 50, 51, 52, 120] { values[hour] = .nan }
    #expect(
      QualityControl.flags(of: values, NetworkQualityTests.company(rain: rain)).allSatisfy { $0.isEmpty })
    for count in 0..<4 {
      #expect(
        QualityControl.flags(of: [Double](repeating: 0.2, count: count), NetworkQualityTests.company())
          .allSatisfy { $0.isEmpty })
    }
  }

  @Test("Out of range: below 0, above saturation, above 0.6; the limits themselves are good")
  func range() {
    var values = [Double](repeating: 0.3, count: 6)
    values[1] = -0.001
    values[2] = 0.45
    values[3] = 0.451
    values[4] = 0.601
    let flags = QualityControl.flags(of: values, NetworkQualityTests.company())
    #expect(flags.map { $0.text(reversed: false) } == ["G", "C01", "G", "C03", "C02,C03", "G"])
    #expect(flags[4].text(reversed: true) == "C03,C02")
  }

  @Test("Frost in the soil, the air, a model")
  func frost() {
    let values = [0.2, 0.2, .nan]
    let company = QualityControl.Company(
      saturation: 0.5, soilTemperature: [-0.1, 0, -1], airTemperature: [.nan, -3, -3], rain: nil,
      modelTemperature: [-1, 1, -1], modelRain: nil, isShallow: false)
    let flags = QualityControl.flags(of: values, company)
    #expect(flags == [[.frozenSoil, .frozenModel], .frozenAir, []])
  }

  @Test("A rise without rain, at the station and in the model; enough rain explains it")
  func rise() {
    var values = NetworkQualityTests.calm()
    for hour in 100..<200 { values[hour] += 0.03 }
    let dry = [Double](repeating: 0, count: 200)
    var wet = dry
    wet[99] = 0.2
    let flags = QualityControl.flags(of: values, NetworkQualityTests.company(rain: dry, modelRain: wet))
    #expect(flags[100].contains(.riseWithoutRain) && !flags[100].contains(.riseWithoutModelRain))
    let other = QualityControl.flags(of: values, NetworkQualityTests.company(rain: nil, modelRain: dry))
    #expect(other[100].contains(.riseWithoutModelRain) && !other[100].contains(.riseWithoutRain))
    // 24 hours later the rain is forgotten, but nothing rises any more.
    #expect(flags[130].isDisjoint(with: [.riseWithoutRain, .riseWithoutModelRain]))
  }

  @Test("Spikes of one and of two hours, up and down; not a step", arguments: [0.1, -0.1])
  func spikes(size: Double) {
    var values = NetworkQualityTests.calm()
    values[60] += size
    values[120] += size
    values[121] = values[120]
    values[119] = 0.276
    values[122] = 0.276
    let flags = QualityControl.flags(of: values, NetworkQualityTests.company(saturation: 0.9))
    #expect(values.indices.filter { flags[$0].contains(.spike) } == [60, 120, 121])
    var small = NetworkQualityTests.calm()
    small[60] *= 1.1
    #expect(!QualityControl.flags(of: small, NetworkQualityTests.company()).contains { $0.contains(.spike) })
  }

  @Test("Steps up and down; a wetting front that decays is none")
  func steps() {
    var values = NetworkQualityTests.calm()
    for hour in 100..<150 { values[hour] = ((values[hour] - 0.1) * 1000).rounded() / 1000 }
    let flags = QualityControl.flags(of: values, NetworkQualityTests.company())
    #expect(values.indices.filter { flags[$0].contains(.drop) } == [100])
    #expect(values.indices.filter { flags[$0].contains(.jump) } == [150])
    var wetting = NetworkQualityTests.calm()
    for hour in 100..<200 {
      wetting[hour] += 0.08 * (1 - 0.5 * Double(min(hour - 99, 2)) / 4) * (hour == 100 ? 0.6 : 1)
    }
    #expect(!QualityControl.flags(of: wetting, NetworkQualityTests.company()).contains { $0.contains(.jump) })
    var zero = NetworkQualityTests.calm()
    zero[80] = 0
    #expect(QualityControl.flags(of: zero, NetworkQualityTests.company())[80].contains(.drop))
  }

  @Test("A low plateau from the drop to its end; a short one is none")
  func lowPlateau() {
    var values = NetworkQualityTests.calm()
    for hour in 100..<130 { values[hour] = 0.012 }
    var flags = QualityControl.flags(of: values, NetworkQualityTests.company())
    #expect(values.indices.filter { flags[$0].contains(.lowPlateau) } == Array(100..<130))
    for hour in 110..<130 { values[hour] = NetworkQualityTests.calm()[hour] }
    flags = QualityControl.flags(of: values, NetworkQualityTests.company())
    #expect(!flags.contains { $0.contains(.lowPlateau) })
  }

  @Test("A saturated plateau between its rise and its fall; a calm that is not the highest is none")
  func highPlateau() {
    var values = NetworkQualityTests.calm()
    for hour in 100..<125 { values[hour] = 0.42 }
    let flags = QualityControl.flags(of: values, NetworkQualityTests.company())
    let found = values.indices.filter { flags[$0].contains(.highPlateau) }
    #expect(found.contains(100) && found.contains(124) && (24...27).contains(found.count))
    values[30] = 0.55
    #expect(
      !QualityControl.flags(of: values, NetworkQualityTests.company()).contains { $0.contains(.highPlateau) })
  }
}
