public import Files

/// A training: a network, its weights, and the optimiser's memory; step by step, the same bits for any workers.
public struct Trainer<Model: Network>: Sendable {
  /// How a training goes, but for its data.
  public struct Options: Hashable, Sendable {
    /// The loss.
    public var loss = GlobalLocalLoss()
    /// The learning rate of each step.
    public var rate: LearningRate
    /// The largest norm of a gradient: a longer one is shortened to it; nil where none is.
    public var clipNorm: Double? = 1
    /// Threads; they change the time taken and nothing else.
    public var workers = 1

    /// Options with a rate.
    public init(rate: LearningRate) { self.rate = rate }
  }

  /// What one step did.
  public struct Step: Hashable, Sendable {
    /// The step, counted from 0.
    public var index: Int
    /// The loss before the step.
    public var loss: LossSum
    /// The gradient's norm before it was clipped.
    public var gradientNorm: Double
    /// The learning rate.
    public var rate: Double
  }

  /// The network.
  public let network: Model
  /// How the training goes.
  public var options: Options
  /// The weights, changed by each step.
  public let weights: Tensor<Model.Scalar>
  /// The optimiser.
  public private(set) var adam: Adam<Model.Scalar>
  private let gradient: Tensor<Model.Scalar>

  /// A training at its start.
  public init(_ network: Model, options: Options, seed: UInt64) {
    self.init(
      network, options: options, weights: network.initialWeights(seed: seed),
      adam: Adam(count: network.table.count))
  }

  /// A training taken up where another stopped.
  ///
  /// - Precondition: weights and optimiser are of this network.
  public init(
    _ network: Model, options: Options, weights: Tensor<Model.Scalar>, adam: Adam<Model.Scalar>
  ) {
    precondition(
      weights.count == network.table.count && adam.first.count == weights.count, "this network's weights")
    self.network = network
    self.options = options
    self.weights = weights
    self.adam = adam
    gradient = Tensor(zeros: [network.table.count])
  }

  /// The steps taken.
  public var steps: Int { adam.steps }

  /// One step on one batch.
  ///
  /// - Throws: `Failure` (data) where the loss or its gradient is not a number, and (usage) where the batch does
  ///   not fit; the weights and the optimiser are then as before.
  public mutating func step(_ batch: Batch<Model.Scalar>) throws(Failure) -> Step {
    let sum = try network.gradient(
      of: batch, weights: weights, loss: options.loss, into: gradient, workers: options.workers)
    let norm = Blocks.norm(gradient, workers: options.workers)
    guard sum.value.isFinite, norm.isFinite else {
      throw Failure(
        .data, "the loss of training step \(steps) is not a number",
        advice: "lower the learning rate, or look for values beyond the scale of the others")
    }
    let rate = options.rate.rate(at: steps)
    let step = Step(index: steps, loss: sum, gradientNorm: norm, rate: rate)
    let scale = options.clipNorm.map { norm > $0 ? $0 / norm : 1 } ?? 1
    adam.step(weights, gradient: gradient, rate: rate, scale: scale, workers: options.workers)
    return step
  }
}
