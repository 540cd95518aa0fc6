/// How a simulated network is equipped and how its files look.
struct NetworkStyle: Sendable, Hashable {
  /// A kind of sensor every station has, or every so many.
  struct Equipment: Sendable, Hashable {
    /// `sm`, `ts`, `p` or `ta`.
    var variable: String
    /// The layer in metres below ground; negative above.
    var from, to: Double
    var instrument: String
    /// Stations whose number leaves no rest by it have it.
    var every = 1
  }

  var name: ArchiveName
  var dialect: ArchiveDialect
  /// The network's own flag on samples it noticed to be bad; nil: its flag is always the same.
  var badFlag: String?
  /// The finest step of a moisture reading in m³ m⁻³.
  var resolution = 0.001
  /// Whether its stations stand together in one cell of 0.25° and have probes calibrated in their soil.
  var isCore = false
  var equipment: [Equipment]

  private static func moisture(_ from: Double, _ to: Double, _ instrument: String) -> Equipment {
    Equipment(variable: "sm", from: from, to: to, instrument: instrument)
  }

  private static func soilTemperature(_ from: Double, _ to: Double, _ instrument: String) -> Equipment {
    Equipment(variable: "ts", from: from, to: to, instrument: instrument)
  }

  private static func gauge(every: Int = 1) -> Equipment {
    Equipment(variable: "p", from: 0, to: 0, instrument: "Synthetic Bucket", every: every)
  }

  private static func air(every: Int = 1) -> Equipment {
    Equipment(variable: "ta", from: -2, to: -2, instrument: "Synthetic Thermometer", every: every)
  }

  /// The two dense networks.
  static let cores: [NetworkStyle] = [
    NetworkStyle(
      name: ArchiveName("SYNTH-CORE-A"),
      dialect: ArchiveDialect(layout: .headerValues, lineEnd: .lf, providerFlag: "M"), isCore: true,
      equipment: [
        moisture(0.05, 0.05, "Synthetic Probe K5"), moisture(0.2, 0.2, "Synthetic Probe K5"),
        soilTemperature(0.05, 0.05, "Synthetic Probe K5"), gauge(every: 3),
      ]),
    NetworkStyle(
      name: ArchiveName("SYNTH-CORE-B"),
      dialect: ArchiveDialect(layout: .headerValues, lineEnd: .crlf, providerFlag: "0"), isCore: true,
      equipment: [
        moisture(0, 0.05, "Synthetic TDR"), moisture(0.1, 0.1, "Synthetic TDR"),
        soilTemperature(0, 0.05, "Synthetic Thermistor"), gauge(every: 4), air(every: 4),
      ]),
  ]

  /// The sparse networks; the first spans the region, the others have a part of it each.
  static let sparse: [NetworkStyle] = [
    NetworkStyle(
      name: ArchiveName("SYNTH-CLIM"),
      dialect: ArchiveDialect(layout: .headerValues, lineEnd: .lf, providerFlag: "V"), badFlag: "E",
      equipment: [
        moisture(0.05, 0.05, "Synthetic Reflectometer A"), moisture(0.1, 0.1, "Synthetic Reflectometer A"),
        moisture(0.5, 0.5, "Synthetic Reflectometer A"), soilTemperature(0.05, 0.05, "Synthetic Thermistor"),
        gauge(), air(),
      ]),
    NetworkStyle(
      name: ArchiveName("SYNTH-AGRO"),
      dialect: ArchiveDialect(layout: .paddedHeaderValues, lineEnd: .crlf, providerFlag: "M"),
      resolution: 0.0001,
      equipment: [
        moisture(0, 0.1, "Synthetic FDR"), moisture(0.1, 0.2, "Synthetic FDR"),
        soilTemperature(0, 0.1, "Synthetic FDR"), gauge(every: 3),
      ]),
    NetworkStyle(
      name: ArchiveName("SYNTH-STEPPE"),
      dialect: ArchiveDialect(layout: .ceop, lineEnd: .lf, providerFlag: "M"), resolution: 0.0001,
      equipment: [
        moisture(0.05, 0.05, "Synthetic Probe (2.5 Volt) A"),
        soilTemperature(0.05, 0.05, "Synthetic Probe (2.5 Volt) A"), gauge(every: 2),
      ]),
    NetworkStyle(
      name: ArchiveName("SYNTH-HYDRO"),
      dialect: ArchiveDialect(layout: .paddedHeaderValues, lineEnd: .cr, providerFlag: "M"),
      equipment: [
        moisture(0, 0.05, "Synthetic TDR"), moisture(0.3, 0.3, "Synthetic TDR"), gauge(), air(every: 2),
      ]
    ),
    NetworkStyle(
      name: ArchiveName("SYNTH-MESO"),
      dialect: ArchiveDialect(layout: .headerValues, lineEnd: .lf, providerFlag: "0"),
      equipment: [
        moisture(0.05, 0.05, "Synthetic Capacitance 12"), soilTemperature(0.05, 0.05, "Synthetic Thermistor"),
        gauge(),
      ]),
    NetworkStyle(
      name: ArchiveName("SYNTH-UPLAND"),
      dialect: ArchiveDialect(
        layout: .paddedHeaderValues, lineEnd: .lf, providerFlag: "M", reversesFlags: true),
      equipment: [
        moisture(0.05, 0.05, "Synthetic Probe K5"), soilTemperature(0.05, 0.05, "Synthetic Probe K5"), air(),
      ]),
    NetworkStyle(
      name: ArchiveName("SYNTH-RIVER"),
      dialect: ArchiveDialect(layout: .headerValues, lineEnd: .crlf, providerFlag: "A"), badFlag: "S",
      equipment: [
        moisture(0.0508, 0.0508, "Synthetic Impedance (4 pins) A"),
        moisture(0.1016, 0.1016, "Synthetic Impedance (4 pins) A"),
        moisture(0.508, 0.508, "Synthetic Impedance (4 pins) A"),
        soilTemperature(0.0508, 0.0508, "Synthetic Impedance (4 pins) A"), gauge(every: 2),
      ]),
  ]
}
