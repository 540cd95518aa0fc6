extension ExamplePlace {
  private static let shrub = (code: 120, words: "Shrubland")
  private static let grass = (code: 130, words: "Grassland")
  private static let crop = (code: 10, words: "Cropland, rainfed")
  private static let forest = (
    code: 60, words: "Tree cover, broadleaved, deciduous, Closed to open (>15%)"
  )
  private static let needle = (
    code: 70, words: "Tree cover, needleleaved, evergreen, closed to open (>15%)"
  )
  private static let bare = (code: 200, words: "Bare areas")
  private static let loam = [[20.0, 41, 39, 1.4, 0.44], [24, 38, 38, 0.6, 0.43]]
  private static let sand = [[6.0, 88, 6, 0.3, 0.38], [7, 87, 6, 0.2, 0.37]]
  private static let clay = [[46.0, 22, 32, 1.9, 0.49], [51, 19, 30, 0.8, 0.5]]
  private static let peat = [[18.0, 35, 47, 7.5, 0.74], [22, 33, 45, 1.9, 0.49]]

  private static func probe(
    _ depth: Double, offset: Double = 0, gain: Double = 1, resolution: Double = 0.001,
    instrument: String = "Example Probe Analog"
  ) -> ExampleSensor {
    ExampleSensor(
      kind: .surface(offset: offset, gain: gain, resolution: resolution), depthFrom: depth, depthTo: depth,
      instrument: instrument)
  }

  private static func deep(_ depth: Double, days: Double) -> ExampleSensor {
    ExampleSensor(
      kind: .deep(days: days), depthFrom: depth, depthTo: depth, instrument: "Example Probe Analog", step: 12)
  }

  private static func thermometer(_ depth: Double) -> ExampleSensor {
    ExampleSensor(
      kind: .temperature, depthFrom: depth, depthTo: depth, instrument: "Example Thermometer", step: 24)
  }

  /// The stations: invented names on islands that do not exist, in eight networks and seven climates.
  static let all: [ExamplePlace] = northernWarm + northernCold + others

  private static let northernWarm: [ExamplePlace] = {
    let alpha = ArchiveDialect(layout: .ceop, lineEnd: .lf, providerFlag: "M")
    let beta = ArchiveDialect(
      layout: .paddedHeaderValues, lineEnd: .crlf, providerFlag: "M", reversesFlags: true)
    var second = probe(0.05, offset: 0.07, gain: 0.9, instrument: "Example Probe Analog B")
    second.days = 200..<1000
    return [
      ExamplePlace(
        network: ArchiveName("ALPHA-NET"), station: ArchiveName("Amber Ridge"), latitude: 36.31,
        longitude: -141.72, elevation: 412.5, climate: .drySummer, koppen2017: "Csa",
        landCover: [shrub, shrub, grass], soil: loam, dialect: alpha,
        sensors: [
          probe(0.05, instrument: "Example Probe Analog A"), second, deep(0.2, days: 6), thermometer(0.05),
        ]),
      ExamplePlace(
        network: ArchiveName("ALPHA-NET"), station: ArchiveName("Basalt Flat"), latitude: 38.64,
        longitude: -143.23, elevation: 1288, climate: .coldSteppe, koppen2017: "BSk",
        landCover: [grass, grass, grass], soil: loam, dialect: alpha, sensors: [probe(0.05)]),
      // On the edge between two 5-degree cells: it belongs to the northern one.
      ExamplePlace(
        network: ArchiveName("BETA-NET"), station: ArchiveName("Cedar #1"), latitude: 45, longitude: -139.93,
        elevation: 35, climate: .oceanic, koppen2017: "Cfb", landCover: [forest, crop, crop], soil: clay,
        dialect: beta, sensors: [probe(0.05), probe(0.1, offset: 0.01, gain: 0.95), deep(0.5, days: 20)]),
      ExamplePlace(
        network: ArchiveName("BETA-NET"), station: ArchiveName("Dune Gate"), latitude: 42.13,
        longitude: -142.41,
        elevation: 78.25, climate: .drySummer, koppen2017: "Csb", landCover: [crop, crop, crop], soil: loam,
        dialect: beta, sensors: [probe(0.05), thermometer(0.05)]),
    ]
  }()

  private static let northernCold: [ExamplePlace] = {
    let gamma = ArchiveDialect(layout: .paddedHeaderValues, lineEnd: .cr, providerFlag: "M")
    var flagless = gamma
    flagless.daysWithoutProviderFlag = 0..<ExamplePeriod.days
    var partly = gamma
    partly.daysWithoutProviderFlag = 300..<420
    var coarse = probe(0.05, resolution: 0.01)
    coarse.step = 6
    var slow = probe(0.05)
    slow.step = 6
    let zeta = ArchiveDialect(layout: .ceop, lineEnd: .crlf, providerFlag: "M", reversesFlags: true)
    return [
      ExamplePlace(
        network: ArchiveName("GAMMA_NET"), station: ArchiveName("Ember Moor"), latitude: 52.42,
        longitude: -151.33, elevation: 210, climate: .boreal, koppen2017: "Dfb",
        landCover: [crop, crop, crop], soil: loam, dialect: flagless,
        sensors: [probe(0.05, resolution: 0.0001)]),
      ExamplePlace(
        network: ArchiveName("GAMMA_NET"), station: ArchiveName("Fern_Hollow"), latitude: 58.23,
        longitude: -152.61, elevation: 96, climate: .boreal, koppen2017: "Dfc",
        landCover: [needle, needle, needle], soil: peat, dialect: partly,
        sensors: [probe(0.05, resolution: 0.0001), deep(0.3, days: 15)]),
      ExamplePlace(
        network: ArchiveName("ZETA-NET"), station: ArchiveName("Kelp Point"), latitude: 70.62,
        longitude: -166.24, elevation: 4, climate: .tundra, koppen2017: "ET",
        landCover: [grass, grass, grass], soil: peat, dialect: zeta,
        sensors: [coarse]),
      // Nearer to the grid points beyond the date line than to those on its own side.
      ExamplePlace(
        network: ArchiveName("ZETA-NET"), station: ArchiveName("Larch Hill"), latitude: 61.32,
        longitude: 179.97, elevation: 333, climate: .boreal, koppen2017: "Dfc",
        landCover: [needle, needle, needle], soil: loam, dialect: zeta,
        sensors: [slow, thermometer(0.05)]),
    ]
  }()

  private static let others: [ExamplePlace] = {
    let delta = ArchiveDialect(layout: .paddedHeaderValues, lineEnd: .mixed, providerFlag: "M")
    let epsilon = ArchiveDialect(layout: .headerValues, lineEnd: .lf, providerFlag: "V")
    let eta = ArchiveDialect(layout: .paddedHeaderValues, lineEnd: .cr, providerFlag: "0", isUnchecked: true)
    let theta = ArchiveDialect(layout: .headerValues, lineEnd: .lf, providerFlag: "N")
    let interval = ExampleSensor(
      kind: .surface(offset: 0.02, gain: 0.9, resolution: 0.001), depthFrom: 0, depthTo: 0.1,
      instrument: "Example-Neutron-Probe", step: 1)
    var cut = probe(0.05, instrument: "n.s.")
    cut.isCut = true
    return [
      ExamplePlace(
        network: ArchiveName("DELTA-NET"), station: ArchiveName("Granite-Bay"), latitude: 4.63,
        longitude: -132.21, elevation: 22, climate: .savanna, koppen2017: "Am",
        landCover: [forest, forest, forest], soil: clay, dialect: delta, sensors: [interval]),
      ExamplePlace(
        network: ArchiveName("DELTA-NET"), station: ArchiveName("Halo Sands"), latitude: 21.84,
        longitude: -133.72, elevation: 640, climate: .hotDesert, koppen2017: "BWh",
        landCover: [bare, bare, bare], soil: sand, dialect: delta, sensors: [probe(0.05)]),
      ExamplePlace(
        network: ArchiveName("EPSILON-NET"), station: ArchiveName("Ivory Fen"), latitude: -42.41,
        longitude: -118.64, elevation: 51, climate: .oceanic, koppen2017: "Cfa",
        landCover: [grass, crop, crop], soil: peat, dialect: epsilon,
        sensors: [probe(0.05, offset: 0.12, gain: 1.15), thermometer(0.05)]),
      ExamplePlace(
        network: ArchiveName("EPSILON-NET"), station: ArchiveName("Jade Creek"), latitude: -13.33,
        longitude: -117.81, elevation: 170, climate: .savanna, koppen2017: "Aw",
        landCover: [shrub, shrub, shrub], soil: clay, dialect: epsilon, sensors: [cut, deep(0.3, days: 12)]),
      ExamplePlace(
        network: ArchiveName("ETA-NET"), station: ArchiveName("Moss Lane"), latitude: 38.91,
        longitude: -144.12,
        elevation: 905, climate: .coldSteppe, koppen2017: "BSk", landCover: nil, soil: loam, dialect: eta,
        sensors: [probe(0.05)]),
      ExamplePlace(
        network: ArchiveName("THETA-NET"), station: ArchiveName("Nettle Down"), latitude: 36.83,
        longitude: -143.87, elevation: 288, climate: .drySummer, koppen2017: "Csb",
        landCover: [crop, crop, crop], soil: loam, dialect: theta, sensors: [probe(0.05), probe(0.1016)]),
      ExamplePlace(
        network: ArchiveName("THETA-NET"), station: ArchiveName("Opal Steppe"), latitude: 39.72,
        longitude: -142.18, elevation: 1530, climate: .coldSteppe, koppen2017: "BSk",
        landCover: [grass, grass, grass], soil: sand, dialect: theta, sensors: [probe(0.05, gain: 0.85)]),
      ExamplePlace(
        network: ArchiveName("DELTA-NET"), station: ArchiveName("Quartz Quay"), latitude: 47.34,
        longitude: -138.62, elevation: 12, climate: .oceanic, koppen2017: "Cfb",
        landCover: [crop, crop, crop], soil: loam, dialect: delta, sensors: [probe(0.05, offset: -0.02)]),
    ]
  }()
}
