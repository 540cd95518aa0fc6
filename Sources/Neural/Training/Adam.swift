#if canImport(Glibc)
  internal import Glibc
#endif

/// The optimiser Adam, with its memory of gradients.
///
/// m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − η·(m/(1−β₁ᵗ)) / (√(v/(1−β₂ᵗ)) + ε).
///
/// - Source: Kingma and Ba (2015), Adam: A Method for Stochastic Optimization, algorithm 1.
public struct Adam<Scalar: NeuralScalar>: Sendable {
  /// β₁ and β₂.
  public let decays: (first: Double, second: Double)
  /// ε.
  public let epsilon: Double
  /// m.
  public let first: Tensor<Scalar>
  /// v.
  public let second: Tensor<Scalar>
  /// t, the steps taken.
  public private(set) var steps: Int

  /// An optimiser at its start, with the published β₁ = 0.9, β₂ = 0.999, ε = 1e-8 unless stated otherwise.
  public init(count: Int, decays: (first: Double, second: Double) = (0.9, 0.999), epsilon: Double = 1e-8) {
    self.init(
      first: Tensor(zeros: [count]), second: Tensor(zeros: [count]), steps: 0, decays: decays,
      epsilon: epsilon)
  }

  init(
    first: Tensor<Scalar>, second: Tensor<Scalar>, steps: Int,
    decays: (first: Double, second: Double) = (0.9, 0.999), epsilon: Double = 1e-8
  ) {
    precondition(first.count == second.count && steps >= 0, "two moments of one size")
    self.first = first
    self.second = second
    self.steps = steps
    self.decays = decays
    self.epsilon = epsilon
  }

  /// Changes the weights by one step against the gradient times `scale`.
  public mutating func step(
    _ weights: Tensor<Scalar>, gradient: Tensor<Scalar>, rate: Double, scale: Double = 1, workers: Int = 1
  ) {
    precondition(weights.count == first.count && gradient.count == first.count, "a gradient for each weight")
    steps += 1
    let firstCorrection = 1 / (1 - pow(decays.first, Double(steps)))
    let secondCorrection = 1 / (1 - pow(decays.second, Double(steps)))
    let (first, second, decays, epsilon) = (first, second, decays, epsilon)
    Blocks.run(weights.count, workers: workers) { range in
      VectorKernels.adam(
        weights.parts(range), gradient: gradient.parts(range), first: first.parts(range),
        second: second.parts(range), scale: Scalar(scale),
        decays: (Scalar(decays.first), Scalar(decays.second)), rate: Scalar(rate * firstCorrection),
        secondCorrection: Scalar(secondCorrection), epsilon: Scalar(epsilon))
    }
  }
}

/// Long flat tensors in blocks of a fixed length, so that sums come out alike for any number of workers.
enum Blocks {
  private static let length = 1 << 18

  /// Does `work` for each block.
  static func run(_ count: Int, workers: Int, _ work: @escaping @Sendable (Range<Int>) -> Void) {
    Work.run((count + length - 1) / length, workers: workers) { block in
      work(block * length..<min(count, (block + 1) * length))
    }
  }

  /// The Euclidean norm of a tensor.
  static func norm<Scalar: NeuralScalar>(_ tensor: Tensor<Scalar>, workers: Int) -> Double {
    var total = 0.0
    Work.run((tensor.count + length - 1) / length, workers: workers) { block in
      VectorKernels.sumOfSquares(tensor.parts(block * length..<min(tensor.count, (block + 1) * length)))
    } inOrder: { _, sum in
      total += sum
    }
    return total.squareRoot()
  }
}
