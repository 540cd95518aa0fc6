import Glibc
import Numerics

/// What the ground of a station has of its own: a sample of its cell, not the cell's mean.
struct StationTraits: Sendable, Hashable {
  /// Its mineral soil and the soil's water.
  let sand, clay: Double
  let soil: SoilHydraulics
  /// The share of the cell's rain that falls there.
  let rainFactor: Double
  /// The shares of `LandCover`.
  let covers: [Float]
  /// 1 where it stands in an irrigated field, otherwise 0; a cell's share where the model has no spread.
  let irrigated: Float

  /// Draws the traits of a station in a cell.
  init(cell: Int, of land: Land, model: MeasurementModel, random: inout RandomStream) {
    let clay = Double(land.clay[cell])
    let cellSand = Double(land.sand[cell])
    let difference = model.sand * random.normal()
    sand = difference == 0 ? cellSand : min(0.92 - clay, max(0.05, cellSand + difference))
    self.clay = clay
    soil = SoilHydraulics(sand: sand, clay: clay, organicMatter: Double(land.organicMatter[cell]))
    rainFactor = exp(model.rain * random.normal() - model.rain * model.rain / 2)
    covers = StationTraits.covers(of: cell, land, factor: exp(model.leaves * random.normal()))
    let share = land.irrigatedFraction[cell]
    irrigated = model == .noiseFree ? share : random.uniform() < Double(share) ? 1 : 0
  }

  /// A cell's covers thinned towards bare ground or thickened towards fields until the leaf area is so much larger.
  private static func covers(of cell: Int, _ land: Land, factor: Double) -> [Float] {
    let shares = LandCover.allCases.map { land.covers[$0.rawValue][cell] }
    let leaves: [Double] = [0.1, 1, 2.3, 3.6, 5]
    let now = zip(shares, leaves).reduce(0) { $0 + Double($1.0) * $1.1 }
    let goal: LandCover = factor < 1 ? .barren : now < 3 ? .crop : .forest
    let span = leaves[goal.rawValue] - now
    guard abs(span) > 1e-6 else { return shares }
    let part = Float(min(1, max(0, (factor - 1) * now / span)))
    return shares.enumerated().map { index, share in
      share + part * ((index == goal.rawValue ? 1 : 0) - share)
    }
  }

  /// The moisture in the middle between wilting point and field capacity, which a probe's gain turns about.
  var middle: Double { (soil.wiltingPoint + soil.fieldCapacity) / 2 }

  /// A copy of a land whose cell has these traits.
  func changing(_ cell: Int, of land: Land) -> Land {
    var own = land
    own.porosity[cell] = Float(soil.porosity)
    own.fieldCapacity[cell] = Float(soil.fieldCapacity)
    own.wiltingPoint[cell] = Float(soil.wiltingPoint)
    own.residual[cell] = Float(soil.residual)
    own.conductivity[cell] = Float(soil.conductivity)
    own.irrigatedFraction[cell] = irrigated
    for cover in LandCover.allCases { own.covers[cover.rawValue][cell] = covers[cover.rawValue] }
    return own
  }
}
