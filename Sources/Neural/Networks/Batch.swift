/// Samples for a network: windows of maps, what is seen of them, and what is asked for.
///
/// All maps are [sample][day][y][x] unless said otherwise. Values where a mask or weight is 0 are never looked at
/// and may be NaN. A batch is filled once by its maker and then only read.
public struct Batch<Scalar: NeuralScalar>: Sendable {
  /// The number of samples.
  public let samples: Int
  /// The number of maps of a sample, at equal steps of time.
  public let days: Int
  /// The number of rows.
  public let height: Int
  /// The number of columns.
  public let width: Int
  /// The number of maps that do not change with time.
  public let fixedMaps: Int
  /// What is seen.
  public let values: Tensor<Scalar>
  /// 1 where `values` is seen, 0 elsewhere.
  public let mask: Tensor<Scalar>
  /// A driver known everywhere, such as rain, already scaled to about unit spread.
  public let rain: Tensor<Scalar>
  /// Maps that do not change with time, [sample][map][y][x], scaled to about unit spread.
  public let fixed: Tensor<Scalar>
  /// 1 where there is land, [sample][y][x]; 1 everywhere in a new batch.
  public let land: Tensor<Scalar>
  /// What the network's output is added to.
  public let base: Tensor<Scalar>
  /// What is asked for.
  public let target: Tensor<Scalar>
  /// 1 where `target` is known and was hidden from the network.
  public let hidden: Tensor<Scalar>
  /// 1 where `target` is known.
  public let known: Tensor<Scalar>

  /// A batch of zeros, all land, to be filled.
  public init(samples: Int, days: Int, height: Int, width: Int, fixedMaps: Int = 0) {
    precondition(samples > 0 && days > 0 && height > 0 && width > 0 && fixedMaps >= 0, "a batch has samples")
    self.samples = samples
    self.days = days
    self.height = height
    self.width = width
    self.fixedMaps = fixedMaps
    let maps = [samples, days, height, width]
    values = Tensor(zeros: maps)
    mask = Tensor(zeros: maps)
    rain = Tensor(zeros: maps)
    fixed = Tensor(zeros: [samples, fixedMaps, height, width])
    land = Tensor(zeros: [samples, height, width])
    base = Tensor(zeros: maps)
    target = Tensor(zeros: maps)
    hidden = Tensor(zeros: maps)
    known = Tensor(zeros: maps)
    land.fill(1)
  }

  /// The number of cells of a map.
  public var cells: Int { height * width }
}
