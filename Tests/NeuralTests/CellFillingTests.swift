import Testing

@testable import Neural

@Suite struct CellFillingTests {
  @Test(arguments: LSTMVariant.allCases, [true, false])
  func `a day filled from encoded days is the network's own output`(
    _ variant: LSTMVariant, isCentred: Bool
  ) throws {
    var options = CellNetwork<Float>.Options()
    (options.depth, options.maps, options.hidden, options.fixedMaps) = (3, 8, 5, 2)
    (options.variant, options.isCentred) = (variant.rawValue, isCentred)
    let network = CellNetwork<Float>(options)
    // More cells than one piece of the LSTM's work.
    let batch = MadeBatch.make(Float.self, samples: 1, days: 5, height: 70, width: 65, fixedMaps: 2)
    let weights = network.initialWeights(seed: 2)
    weights[network.table.parameters[network.table.parameters.count - 2]].fill(0.3)
    let whole = try network.output(for: batch, weights: weights, workers: 1)
    let land = batch.land.part(0)
    let days = (0..<5).map { day in
      network.encode(
        values: batch.values.part(0).part(day), mask: batch.mask.part(0).part(day),
        rain: batch.rain.part(0).part(day), fixed: batch.fixed.part(0), land: land, weights: weights)
    }
    for (workers, asked) in [(1, 2), (2, 4), (2, 0)] {
      let map = network.deviation(on: asked, of: days, land: land, weights: weights, workers: workers)
      let expected = whole.part(0).part(asked)
      let base = batch.base.part(0).part(asked)
      for cell in 0..<map.count { #expect(abs(map[cell] + base[cell] - expected[cell]) < 1e-4) }
    }
  }
}
