/// The ISMN's quality flags of one sample.
struct QualityFlags: OptionSet, Sendable, Hashable {
  let rawValue: UInt16

  /// Below 0, above 0.6 m³ m⁻³, above saturation.
  static let belowZero = QualityFlags(rawValue: 1 << 0)
  static let aboveLimit = QualityFlags(rawValue: 1 << 1)
  static let aboveSaturation = QualityFlags(rawValue: 1 << 2)
  /// Soil, air or modelled soil below 0 °C.
  static let frozenSoil = QualityFlags(rawValue: 1 << 3)
  static let frozenAir = QualityFlags(rawValue: 1 << 4)
  static let frozenModel = QualityFlags(rawValue: 1 << 5)
  /// A rise without rain at the station, or in a model.
  static let riseWithoutRain = QualityFlags(rawValue: 1 << 6)
  static let riseWithoutModelRain = QualityFlags(rawValue: 1 << 7)
  static let spike = QualityFlags(rawValue: 1 << 8)
  /// Steps down and up.
  static let drop = QualityFlags(rawValue: 1 << 9)
  static let jump = QualityFlags(rawValue: 1 << 10)
  /// Constant after a drop, or near the highest value.
  static let lowPlateau = QualityFlags(rawValue: 1 << 11)
  static let highPlateau = QualityFlags(rawValue: 1 << 12)

  /// The codes in the order of the bits, which is that of the alphabet.
  static let codes = [
    "C01", "C02", "C03", "D01", "D02", "D03", "D04", "D05", "D06", "D07", "D08", "D09", "D10",
  ]

  /// The codes joined by commas, `G` for none.
  func text(reversed: Bool) -> String {
    let names = QualityFlags.codes.enumerated().filter { rawValue & 1 << UInt16($0.offset) != 0 }.map(
      \.element)
    if names.isEmpty { return "G" }
    return (reversed ? names.reversed() : names).joined(separator: ",")
  }
}
