/// The squared error at hidden cells and, weighted by α, at all known cells (METHODS §2.5, E12).
///
/// ξ = w·Σ hidden·(s_rec − s_true)² / Σ hidden + α·Σ known·(s_rec − s_true)² / Σ known, over all samples and days of
/// a batch. A term without cells is zero.
public struct GlobalLocalLoss: Hashable, Sendable {
  /// The weight of the hidden cells' term.
  public var local: Double
  /// α, the weight of the term of all known cells.
  public var global: Double

  /// Weights 1 and α = 0.1 unless stated otherwise.
  public init(local: Double = 1, global: Double = 0.1) {
    self.local = local
    self.global = global
  }

  /// The numbers of hidden and of known cells of a batch on some days.
  static func counts<Scalar: NeuralScalar>(
    _ batch: Batch<Scalar>, days: Range<Int>
  ) -> (hidden: Int, known: Int) {
    var counts = (hidden: 0, known: 0)
    for sample in 0..<batch.samples {
      counts.hidden += LossKernels.count(batch.hidden.part(sample).parts(days))
      counts.known += LossKernels.count(batch.known.part(sample).parts(days))
    }
    return counts
  }

  /// The loss of an output [sample][day][y][x], on some of the days where they are given.
  public func value<Scalar: NeuralScalar>(
    _ output: Tensor<Scalar>, _ batch: Batch<Scalar>, days: Range<Int>? = nil
  ) -> LossSum {
    let days = days ?? 0..<batch.days
    let counts = GlobalLocalLoss.counts(batch, days: days)
    var sum = LossSum(loss: self, hiddenCells: counts.hidden, knownCells: counts.known)
    for sample in 0..<batch.samples {
      let sums = LossKernels.squares(
        output.part(sample).parts(days), target: batch.target.part(sample).parts(days),
        hidden: batch.hidden.part(sample).parts(days), known: batch.known.part(sample).parts(days))
      sum.add(hidden: sums.hidden, known: sums.known)
    }
    return sum
  }
}

/// The squared errors of a batch and the loss they make.
public struct LossSum: Hashable, Sendable {
  let loss: GlobalLocalLoss
  /// Σ hidden·(s_rec − s_true)².
  public private(set) var hiddenSquares = 0.0
  /// Σ known·(s_rec − s_true)².
  public private(set) var knownSquares = 0.0
  /// Σ hidden.
  public let hiddenCells: Int
  /// Σ known.
  public let knownCells: Int

  init(loss: GlobalLocalLoss, hiddenCells: Int, knownCells: Int) {
    self.loss = loss
    self.hiddenCells = hiddenCells
    self.knownCells = knownCells
  }

  mutating func add(hidden: Double, known: Double) {
    hiddenSquares += hidden
    knownSquares += known
  }

  /// ξ.
  public var value: Double {
    loss.local * hiddenSquares / Double(max(1, hiddenCells)) + loss.global * knownSquares
      / Double(max(1, knownCells))
  }

  /// The root mean square error at hidden cells; nil where there are none.
  public var hiddenRMSE: Double? {
    hiddenCells > 0 ? (hiddenSquares / Double(hiddenCells)).squareRoot() : nil
  }
}
