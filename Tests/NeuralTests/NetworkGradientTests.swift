import Files
import Testing

@testable import Neural

/// The gradients of whole networks against central differences in double precision.
@Suite struct NetworkGradientTests {
  private func worst<Model: Network>(
    _ network: Model, _ batch: Batch<Double>
  ) throws -> [(name: String, error: Double)] where Model.Scalar == Double {
    let weights = network.initialWeights(seed: 3)
    // Away from zero, where a rectifier has no derivative and a last layer hides the others.
    for parameter in network.table.parameters {
      let noise = GradientCheck.normal([parameter.count], seed: UInt64(parameter.offset + 1), deviation: 0.2)
      for index in 0..<parameter.count { weights[parameter][index] += noise[index] }
    }
    let loss = GlobalLocalLoss()
    let gradient = Tensor<Double>(zeros: [network.table.count])
    let sum = try network.gradient(of: batch, weights: weights, loss: loss, into: gradient, workers: 1)
    let again = try network.loss(of: batch, weights: weights, loss: loss, workers: 1)
    #expect(abs(sum.value - again.value) < 1e-12)
    return try network.table.parameters.map { parameter in
      var failure: Failure?
      let error = GradientCheck.worst(
        weights[parameter], gradient: gradient[parameter], samples: 12, seed: UInt64(parameter.offset)
      ) {
        do throws(Failure) {
          return try network.loss(of: batch, weights: weights, loss: loss, workers: 1).value
        } catch {
          failure = error
          return .nan
        }
      }
      if let failure { throw failure }
      return (parameter.name, error)
    }
  }

  @Test(arguments: LSTMVariant.allCases, [true, false])
  func `the cell network's gradients are those of its loss`(_ variant: LSTMVariant, isCentred: Bool) throws {
    var options = CellNetwork<Double>.Options()
    (options.depth, options.maps, options.hidden, options.fixedMaps) = (2, 9, 4, 2)
    (options.variant, options.isCentred) = (variant, isCentred)
    let batch = MadeBatch.make(Double.self, samples: 2, days: 3, fixedMaps: 2)
    for (name, error) in try worst(CellNetwork(options), batch) {
      #expect(error < 1e-4, "\(name): \(error)")
    }
  }

  @Test func `the window network's gradients are those of its loss`() throws {
    var options = WindowNetwork<Double>.Options()
    (options.days, options.maps, options.depth) = (3, 4, 4)
    for (name, error) in try worst(WindowNetwork(options), MadeBatch.make(Double.self, samples: 2, days: 3)) {
      #expect(error < 1e-4, "\(name): \(error)")
    }
  }

  @Test(arguments: LSTMVariant.allCases)
  func `the paper network's gradients are those of its loss`(_ variant: LSTMVariant) throws {
    var options = PaperNetwork<Double>.Options()
    (options.height, options.width, options.maps, options.depth) = (7, 6, 3, 3)
    (options.hidden, options.variant) = (5, variant)
    for (name, error) in try worst(PaperNetwork(options), MadeBatch.make(Double.self, samples: 2, days: 3)) {
      #expect(error < 1e-4, "\(name): \(error)")
    }
  }

  @Test func `the paper network's blocks of rows do not depend on the workers`() throws {
    var options = PaperNetwork<Float>.Options()
    (options.height, options.width, options.maps, options.depth, options.hidden) = (7, 6, 3, 2, 300)
    let network = PaperNetwork<Float>(options)
    let batch = MadeBatch.make(Float.self)
    let weights = network.initialWeights(seed: 1)
    let gradients = try [1, 2].map { workers in
      let gradient = Tensor<Float>(zeros: [network.table.count])
      _ = try network.gradient(
        of: batch, weights: weights, loss: GlobalLocalLoss(), into: gradient, workers: workers)
      return gradient.values
    }
    #expect(gradients[0] == gradients[1])
  }
}
