import Testing

@testable import Neural

@Suite struct CellFillingTests {
  @Test func `bands cover a map once`() {
    let bands = Band.all(height: 720, width: 1440, halo: 4, cells: 40_000)
    #expect(bands.flatMap(\.core) == Array(0..<720))
    #expect(bands.allSatisfy { $0.rows == max(0, $0.core.lowerBound - 4)..<min(720, $0.core.upperBound + 4) })
  }

  @Test(arguments: LSTMVariant.allCases, [true, false])
  func `a day filled from encoded days is the network's own output`(
    _ variant: LSTMVariant, isCentred: Bool
  ) throws {
    var options = CellNetwork<Float>.Options()
    (options.depth, options.maps, options.hidden, options.fixedMaps) = (3, 8, 5, 2)
    (options.variant, options.isCentred) = (variant, isCentred)
    var network = CellNetwork<Float>(options)
    network.bandCells = 1200
    // Two bands, and more cells than one piece of the LSTM's work.
    let batch = MadeBatch.make(Float.self, samples: 1, days: 3, height: 60, width: 30, fixedMaps: 2)
    let weights = network.initialWeights(seed: 2)
    weights[network.table.parameters[network.table.parameters.count - 2]].fill(0.3)
    let whole = try network.output(for: batch, weights: weights, workers: 1)
    let land = batch.land.part(0)
    let days = (0..<3).map { day in
      network.encode(
        values: batch.values.part(0).part(day), mask: batch.mask.part(0).part(day),
        rain: batch.rain.part(0).part(day), fixed: batch.fixed.part(0), land: land, weights: weights)
    }
    for (workers, asked) in [(1, 1), (2, 2), (2, 0)] {
      let map = network.deviation(on: asked, of: days, land: land, weights: weights, workers: workers)
      let expected = whole.part(0).part(asked)
      let base = batch.base.part(0).part(asked)
      let worst = (0..<map.count).map { abs(map[$0] + base[$0] - expected[$0]) }.max() ?? 1
      #expect(worst < 1e-4)
    }
  }
}
