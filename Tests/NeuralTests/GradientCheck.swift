import Numerics

@testable import Neural

/// Compares gradients with central differences in double precision.
enum GradientCheck {
  /// The largest error of a gradient's sampled numbers, relative to the larger of the two and of a thousandth of
  /// the largest gradient seen: a number near zero is judged by its neighbours' scale.
  static func worst(
    _ tensor: Tensor<Double>, gradient: Tensor<Double>, samples: Int = 60, seed: UInt64 = 1,
    loss: () -> Double
  ) -> Double {
    var random = RandomStream(seed: seed, stream: "gradient check")
    let indices =
      tensor.count <= samples
      ? Array(0..<tensor.count) : (0..<samples).map { _ in random.index(below: tensor.count) }
    let step = 1e-5
    let numeric = indices.map { index in
      let kept = tensor[index]
      tensor[index] = kept + step
      let above = loss()
      tensor[index] = kept - step
      let below = loss()
      tensor[index] = kept
      return (above - below) / (2 * step)
    }
    let scale = numeric.map(abs).max() ?? 0
    return zip(indices, numeric).map { index, number in
      abs(gradient[index] - number) / max(abs(number), abs(gradient[index]), 1e-3 * scale, 1e-12)
    }.max() ?? 0
  }

  /// Standard normal numbers.
  static func normal(_ shape: [Int], seed: UInt64, deviation: Double = 1) -> Tensor<Double> {
    var random = RandomStream(seed: seed, stream: "normal")
    return Tensor((0..<shape.reduce(1, *)).map { _ in deviation * random.normal() }, shape: shape)
  }

  /// Zeros and ones.
  static func mask(_ shape: [Int], share: Double, seed: UInt64) -> Tensor<Double> {
    var random = RandomStream(seed: seed, stream: "mask")
    return Tensor((0..<shape.reduce(1, *)).map { _ in random.uniform() < share ? 1 : 0 }, shape: shape)
  }

  /// Σ weights·values: a loss whose gradient is the weights.
  static func dot(_ a: Tensor<Double>, _ b: Tensor<Double>) -> Double {
    zip(a.values, b.values).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
