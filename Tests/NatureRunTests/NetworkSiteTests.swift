import Grids
import Numerics
import Testing

@testable import NatureRun

@Suite("The networks' stations")
struct NetworkSiteTests {
  @Test(
    "Cores lie in one cell each; sparse stations in cells of their own, in every climate, on land",
    arguments: [1, 7])
  func places(seed: Int) throws {
    var settings = try NatureRunSettings(preset: .demo)
    settings.seed = UInt64(seed)
    settings.spinUpDays = 0
    let land = Land(grid: settings.grid, seed: settings.seed)
    let networks = Networks(land: land, settings: settings)
    func block(_ site: Networks.Site) -> Int {
      site.cell / land.grid.columns / 5 * 1000 + site.cell % land.grid.columns / 5
    }
    let cores = networks.sites.filter { $0.style?.isCore == true }
    let byCore = Dictionary(grouping: cores, by: \.network.plain)
    #expect(byCore.count == 2)
    for (_, members) in byCore {
      #expect(members.count >= 8 && Set(members.map(block)).count == 1)
      #expect(Set(members.map(\.cell)).count == members.count)
    }
    let sparse = networks.sites.filter { $0.style?.isCore == false }
    #expect(sparse.count == 48)
    #expect(Set(sparse.map(block)).count == sparse.count)
    let byNetwork = Dictionary(grouping: sparse, by: \.network.plain)
    #expect(byNetwork.count >= 6)
    #expect(byNetwork.values.allSatisfy { $0.count >= 4 })
    let classes = Dictionary(grouping: sparse) { land.koppen[$0.cell] }
    for (name, cells) in Dictionary(grouping: 0..<land.grid.count, by: { land.koppen[$0] })
    where cells.count >= 75 {
      #expect((classes[name]?.count ?? 0) >= 3, "\(name)")
    }
    // In open land: around the median station less than half the woods of the land, woods only where all is wooded.
    let forest = land.share(of: .forest)
    let byBlock = Dictionary(grouping: 0..<land.grid.count) {
      $0 / land.grid.columns / 5 * 1000 + $0 % land.grid.columns / 5
    }.mapValues { cells in cells.reduce(0) { $0 + Double(forest[$1]) } / Double(cells.count) }
    let around = sparse.compactMap { byBlock[block($0)] }.sorted()
    let everywhere = byBlock.values.reduce(0, +) / Double(byBlock.count)
    #expect(around[24] < everywhere / 2)
    #expect(around.count { $0 > 0.5 } < 9)
    #expect(networks.sites.allSatisfy { land.waterFraction[$0.cell] < 0.05 })
    #expect(networks.sites.count { $0.style == nil } >= 10)
    let depths = Set(
      sparse.flatMap { $0.style?.equipment ?? [] }.filter { $0.variable == "sm" }.map { [$0.from, $0.to] })
    #expect(depths.isSuperset(of: [[0.05, 0.05], [0, 0.05], [0, 0.1], [0.5, 0.5]]))
    #expect(networks.columns.count == networks.sites.count)
    let names = networks.sites.map { $0.network.plain + $0.station.plain }
    #expect(Set(names).count == names.count && names.allSatisfy { $0.hasPrefix("SYNTH-") })
  }

  @Test("A region of one cell of 0.25° still works")
  func tiny() throws {
    var settings = try NatureRunSettings(preset: .demo)
    settings.grid = try FineGrid(west: 104, east: 104.25, south: 35, north: 35.25)
    let land = Land(grid: settings.grid, seed: 1)
    let networks = Networks(land: land, settings: settings)
    #expect(Set(networks.sites.map(\.network.plain)) == ["SYNTH-CORE-A"])
  }

  @Test(
    "A probe's view of the layers",
    arguments: [
      (0.0, 0.05, [1, 0, 0]), (0.05, 0.05, [0.5, 0.5, 0]), (0.0508, 0.0508, [0.5, 0.5, 0]),
      (0, 0.1, [0.5, 0.5, 0]),
      // Of the lower half of a probe at 10 cm, in the middle 11.25 cm: (55 − 11.25) / (55 − 7.5) from above.
      (0.1, 0.1, [0, 0.960_526, 0.039_474]), (0.1, 0.2, [0, 0.842_105, 0.157_895]),
      (0.5, 0.5, [0, 0.105_263, 0.894_737]), (0.55, 0.55, [0, 0, 1]), (0.8, 0.8, [0, 0, 1]),
    ])
  func views(from: Double, to: Double, shares: [Double]) {
    let view = SoilView(from: from, to: to)
    #expect([view.surface, view.shallow, view.root].elementsEqual(shares) { abs($0 - $1) < 1e-6 })
    #expect(view.mean(0.123, 0.123, 0.123) == 0.123)
  }

  @Test("Stations' own traits spread as the model says, and lie in their limits")
  func traits() throws {
    let settings = try NatureRunSettings(preset: .demo)
    let land = Land(grid: settings.grid, seed: 1)
    let cell = land.grid.columns * 80 + 80
    var factors: [Double] = []
    var random = RandomStream(seed: 3, stream: "test")
    for _ in 0..<600 {
      let traits = StationTraits(cell: cell, of: land, model: MeasurementModel(), random: &random)
      factors.append(traits.rainFactor)
      #expect(abs(traits.covers.reduce(0, +) - 1) < 1e-5 && traits.covers.allSatisfy { $0 >= 0 })
      #expect(traits.sand >= 0.05 && traits.sand + traits.clay <= 0.92 + 1e-9)
      #expect(
        traits.soil.residual < traits.soil.wiltingPoint
          && traits.soil.wiltingPoint < traits.soil.fieldCapacity)
      #expect(traits.soil.fieldCapacity < traits.soil.porosity)
    }
    #expect(abs(factors.reduce(0, +) / 600 - 1) < 0.1)
  }

  @Test("Names of the first stations differ")
  func names() {
    #expect(Set((0..<368).map { StationNames.name($0) }).count == 368)
  }
}
