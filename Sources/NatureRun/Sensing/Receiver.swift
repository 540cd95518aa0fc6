import Numerics

/// One band of an instrument: its footprint, its error, and what of the land does not change.
struct Receiver: Sendable {
  /// The land in each footprint at one instant.
  struct View: Sendable {
    var moisture: [Float]
    var frozen: [Float]
    var snow: [Float]
    var temperature: [Float]
    var skin: [Float]
    var vegetation: [Float]
  }

  let model: RetrievalModel
  let sources: RadioSources
  private let footprint: Footprint
  private let water: [Float]
  private let middle: [Float]
  private let arid: [Float]
  private let field: [Float]

  /// The share of frozen water in a footprint, and the snow in mm, above which there is no retrieval.
  private static let frozenLimit: Float = 0.3
  private static let snowLimit: Float = 5

  init(_ plan: InstrumentPlan, _ band: Band, grid: ProductGrid, land: Land, seed: UInt64) {
    model = RetrievalModel.standard(plan.algorithm, band)
    sources = RadioSources(plan.sensor, band, grid: grid, seed: seed)
    footprint = Footprint(
      fwhm: RetrievalModel.footprint(plan.sensor, band), from: land.grid, water: land.waterFraction, to: grid)
    water = footprint.water
    middle = footprint.mean(zip(land.wiltingPoint, land.fieldCapacity).map { ($0 + $1) / 2 })
    arid = footprint.mean(land.share(of: .barren))
    // What retrievals get wrong everywhere and always is mostly the algorithm's (its soil maps), partly the sensor's.
    let sigma = 111.2 / plan.lattice.kilometres
    var common = RandomStream(seed: seed, stream: "bias", plan.algorithm.rawValue)
    var own = RandomStream(seed: seed, stream: "bias", plan.name, band.rawValue)
    let shared = NoiseField.draw(rows: grid.rows, columns: grid.columns, sigma: sigma, &common)
    let single = NoiseField.draw(rows: grid.rows, columns: grid.columns, sigma: sigma, &own)
    field = zip(shared, single).map { Float(0.7).squareRoot() * $0 + Float(0.3).squareRoot() * $1 }
  }

  /// What the antenna averages of a state; frost, snow and temperatures are taken over from another band where given.
  func view(_ state: LandState, sharing other: View? = nil) -> View {
    View(
      moisture: footprint.mean(state.surface), frozen: other?.frozen ?? footprint.mean(state.frozen),
      snow: other?.snow ?? footprint.mean(state.snow),
      temperature: other?.temperature ?? footprint.mean(state.soilTemperature),
      skin: other?.skin ?? footprint.mean(state.landSurfaceTemperature),
      vegetation: footprint.mean(state.vegetationWater))
  }

  /// Writes what is retrieved in a cell into a map; the random error comes when the day is complete.
  func retrieve(_ cell: Int, _ view: View, into map: inout RetrievalMap) {
    let vegetation = view.vegetation[cell]
    var flags: SensingFlags = []
    if view.frozen[cell] > Receiver.frozenLimit || view.temperature[cell] < 273.15 { flags.insert(.frozen) }
    if view.snow[cell] > Receiver.snowLimit { flags.insert(.snow) }
    if Double(vegetation) > model.denseWater { flags.insert(.dense) }
    if Double(water[cell]) > model.waterLimit { flags.insert(.water) }
    map.flags[cell] = flags
    map.vegetation[cell] = vegetation
    map.moisture[cell] = .nan
    let isPossible = flags.isSubset(of: model.keepsDense ? [.dense] : [])
    guard isPossible else {
      map.uncertainty[cell] = .nan
      map.noiseFree[cell] = .nan
      map.footprint[cell] = .nan
      return
    }
    let gain = model.gain(water: vegetation, arid: arid[cell])
    map.gain[cell] = gain
    map.footprint[cell] = view.moisture[cell]
    map.uncertainty[cell] = model.noise(water: vegetation)
    map.noiseFree[cell] = model.noiseFree(
      moisture: view.moisture[cell], middle: middle[cell], gain: gain, water: vegetation, field: field[cell])
  }
}

extension SensorDay {
  /// Takes in what is seen of a cell, in place of what was seen before.
  mutating func see(_ sighting: SwathSearch.Sighting, by receivers: [Receiver], _ views: [Receiver.View]) {
    let cell = Int(sighting.cell)
    times[cell] = sighting.time
    nodes[cell] = sighting.node
    temperature[cell] = views.first?.skin[cell] ?? .nan
    for (band, receiver) in receivers.enumerated() { receiver.retrieve(cell, views[band], into: &maps[band]) }
  }
}
