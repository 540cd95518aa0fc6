public import Files

/// A network that fills windows of maps: its weights' names, its loss with gradients, its output.
///
/// A network holds no numbers: weights are a flat tensor that the caller keeps (`ParameterTable`).
public protocol Network: Sendable {
  /// The numbers it works with.
  associatedtype Scalar: NeuralScalar

  /// The weights' names and shapes.
  var table: ParameterTable { get }

  /// The days of a sample for which the network is asked, out of so many.
  func askedDays(of days: Int) -> Range<Int>

  /// Random weights to start from, the same for the same seed.
  func initialWeights(seed: UInt64) -> Tensor<Scalar>

  /// The loss of a batch; its gradient is written to `gradient`, the same bits for any number of workers.
  ///
  /// - Throws: `Failure` (usage) where the batch does not have the network's shapes.
  func gradient(
    of batch: Batch<Scalar>, weights: Tensor<Scalar>, loss: GlobalLocalLoss, into gradient: Tensor<Scalar>,
    workers: Int
  ) throws(Failure) -> LossSum

  /// The output for a batch, [sample][day][y][x], added to the base; the base alone on days that are not asked.
  ///
  /// - Throws: `Failure` (usage) where the batch does not have the network's shapes.
  func output(
    for batch: Batch<Scalar>, weights: Tensor<Scalar>, workers: Int
  ) throws(Failure) -> Tensor<Scalar>
}

extension Network {
  /// All days.
  public func askedDays(of days: Int) -> Range<Int> { 0..<days }

  /// The loss of a batch, without gradients.
  ///
  /// - Throws: `Failure` (usage) where the batch does not have the network's shapes.
  public func loss(
    of batch: Batch<Scalar>, weights: Tensor<Scalar>, loss: GlobalLocalLoss, workers: Int
  ) throws(Failure) -> LossSum {
    let output = try output(for: batch, weights: weights, workers: workers)
    return loss.value(output, batch, days: askedDays(of: batch.days))
  }
}
