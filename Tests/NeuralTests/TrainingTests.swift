import Files
import Foundation
import Testing

@testable import Neural

@Suite struct TrainingTests {
  private var small: CellNetwork<Float> {
    var options = CellNetwork<Float>.Options()
    (options.depth, options.maps, options.hidden) = (2, 8, 6)
    return CellNetwork(options)
  }

  private func trainer(_ workers: Int = 1, peak: Double = 1e-2) -> Trainer<CellNetwork<Float>> {
    var options = Trainer<CellNetwork<Float>>.Options(rate: LearningRate(peak: peak, warmUp: 5, total: 200))
    options.workers = workers
    return Trainer(small, options: options, seed: 4)
  }

  @Test func `Adam's first two steps by hand`() {
    let weights = Tensor<Double>([1, -2], shape: [2])
    var adam = Adam<Double>(count: 2)
    adam.step(weights, gradient: Tensor([0.5, -4], shape: [2]), rate: 0.1)
    // The first step is the rate, whatever the gradient's size.
    #expect(abs(weights[0] - 0.9) < 1e-8 && abs(weights[1] + 1.9) < 1e-8)
    adam.step(weights, gradient: Tensor([0, 2], shape: [2]), rate: 0.1, scale: 0.5)
    let m = (0.9 * 0.05, 0.9 * -0.4 + 0.1 * 1)
    let v = (0.999 * 0.00025, 0.999 * 0.016 + 0.001)
    func move(_ m: Double, _ v: Double) -> Double {
      0.1 * (m / 0.19) / ((v / (1 - 0.998001)).squareRoot() + 1e-8)
    }
    #expect(abs(weights[0] - (0.9 - move(m.0, v.0))) < 1e-7)
    #expect(abs(weights[1] - (-1.9 - move(m.1, v.1))) < 1e-7)
  }

  @Test func `the loss by hand`() {
    let batch = Batch<Double>(samples: 1, days: 1, height: 1, width: 4)
    for (cell, numbers) in [(1.0, 1.0, 1.0), (2, 0, 1), (.nan, 0, 0), (3, 1, 1)].enumerated() {
      (batch.target[cell], batch.hidden[cell], batch.known[cell]) = numbers
    }
    let output = Tensor<Double>([3, 1, 7, 4], shape: [1, 1, 1, 4])
    let sum = GlobalLocalLoss(local: 1, global: 0.1).value(output, batch)
    #expect(sum.hiddenSquares == 5 && sum.knownSquares == 6)
    #expect(abs(sum.value - (5.0 / 2 + 0.1 * 6 / 3)) < 1e-15)
    #expect(sum.hiddenRMSE == 2.5.squareRoot())
  }

  @Test func `learning rates`() {
    let cosine = LearningRate(peak: 2, warmUp: 4, total: 105, decay: .cosine(floor: 0.01))
    #expect(cosine.rate(at: 0) == 0.5 && cosine.rate(at: 3) == 2 && cosine.rate(at: 4) == 2)
    #expect(abs(cosine.rate(at: 54) - 1.01) < 1e-12 && abs(cosine.rate(at: 104) - 0.02) < 1e-12)
    let steps = LearningRate(peak: 0.005, total: 500, decay: .steps(every: 100, factor: 0.5))
    #expect(steps.rate(at: 99) == 0.005 && steps.rate(at: 100) == 0.0025 && steps.rate(at: 499) == 0.0003125)
  }

  @Test func `a long gradient is shortened to the norm, a short one is left`() throws {
    let batch = MadeBatch.make(Float.self)
    var (clipped, free) = (trainer(), trainer())
    clipped.options.clipNorm = 1e-3
    free.options.clipNorm = nil
    let norm = try clipped.step(batch).gradientNorm
    #expect(norm > 1e-3)
    #expect(try free.step(batch).gradientNorm == norm)
    let lengths = [clipped, free].map { Blocks.norm($0.adam.first, workers: 1) }
    #expect(abs(lengths[0] - 0.1 * 1e-3) < 1e-8 && abs(lengths[1] - 0.1 * norm) < 1e-5 * norm)
  }

  @Test func `a NaN loss stops the training and leaves the weights`() throws {
    let batch = MadeBatch.make(Float.self)
    var training = trainer()
    _ = try training.step(batch)
    let before = training.weights.values
    batch.rain[3] = .nan
    let failure = #expect(throws: Failure.self) { try training.step(batch) }
    #expect(failure?.reason.contains("step 1") == true)
    #expect(training.weights.values == before && training.steps == 1)
  }

  @Test func `the same bits for any number of workers`() throws {
    let batch = MadeBatch.make(Float.self, samples: 5)
    let results = try [1, 2, 4].map { workers in
      var training = trainer(workers)
      for _ in 0..<3 { _ = try training.step(batch) }
      return training.weights.values
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test func `a small batch is learned by heart`() throws {
    let batch = MadeBatch.make(Float.self, samples: 2)
    var training = trainer()
    let first = try training.step(batch).loss.value
    for _ in 0..<150 { _ = try training.step(batch) }
    let last = try training.step(batch).loss.value
    #expect(last < first / 4, "\(first) → \(last)")
  }

  @Test func `what lies under a closed mask changes nothing`() throws {
    let batch = MadeBatch.make(Float.self)
    let network = small
    let weights = network.initialWeights(seed: 1)
    let before = try network.output(for: batch, weights: weights, workers: 1).values
    for index in 0..<batch.values.count where batch.mask[index] == 0 { batch.values[index] = 1e6 }
    #expect(try network.output(for: batch, weights: weights, workers: 1).values == before)
  }

  @Test func `a resumed training gives the bytes of an uninterrupted one`() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/neural-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let batches = (0..<6).map { MadeBatch.make(Float.self, seed: UInt64($0)) }
    func save(_ training: Trainer<CellNetwork<Float>>, _ name: String) throws -> String {
      let path = "\(folder)/\(name).nc"
      try WeightsFile.write(
        training.weights, table: training.network.table, adam: training.adam,
        header: WeightsHeader(network: "cell", configuration: "depth: 2", facts: ["period": "2015–2017"]),
        extras: [WeightsExtra("scale", [.init("kind", 2)], .double([0.07, 2]), attributes: ["units": "1"])],
        to: path)
      return path
    }
    var whole = trainer()
    for batch in batches { _ = try whole.step(batch) }
    var half = trainer()
    for batch in batches.prefix(3) { _ = try half.step(batch) }
    let reader = try WeightsReader(reading: try save(half, "half"))
    #expect(reader.header.configuration == "depth: 2" && reader.header.facts == ["period": "2015–2017"])
    #expect(reader.file.variable("scale")?.shape == [2] && reader.steps == 3)
    let adam = try #require(try reader.adam(for: half.network.table))
    var resumed = Trainer(
      half.network, options: half.options, weights: try reader.weights(for: half.network.table), adam: adam)
    for batch in batches.suffix(3) { _ = try resumed.step(batch) }
    let files = try [save(whole, "whole"), save(resumed, "resumed")].map {
      try Data(contentsOf: URL(fileURLWithPath: $0))
    }
    #expect(files[0] == files[1])

    var other = half.network.options
    other.maps = 9
    let failure = #expect(throws: Failure.self) { try reader.weights(for: CellNetwork<Float>(other).table) }
    #expect(failure?.reason.contains("encoder.0.weight") == true)
    other = half.network.options
    other.hasRain = false
    #expect(throws: Failure.self) { try reader.weights(for: CellNetwork<Float>(other).table) }
    half.weights[5] = .nan
    #expect(throws: Failure.self) { try save(half, "nan") }
    #expect(!FileManager.default.fileExists(atPath: folder + "/nan.nc"))
  }
}
