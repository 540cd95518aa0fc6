/// The network of SGD-SM 2.0 as printed (METHODS §2.3): partial convolutions, a fully connected LSTM, and back.
///
/// For each day [values⊙mask, mask] → partial 3×3 convolutions of 64, 64, 64 and 1 maps → FC → S; rain → FC → P; an
/// LSTM of `hidden` states on [h, S, P] runs over the days, the first to the last; FC → one map → convolutions of
/// 64, 64, 64 and 1 maps, added to the base. The fully connected layers tie it to one size of map.
public struct PaperNetwork<Scalar: NeuralScalar>: Network {
  /// The network's size and shape.
  public struct Options: Hashable, Sendable, Codable {
    /// The rows of a map.
    public var height = 40
    /// The columns of a map.
    public var width = 40
    /// The maps between convolutions.
    public var maps = 64
    /// The convolutions on each side, at least two; the last has one map.
    public var depth = 4
    /// The LSTM's states.
    public var hidden = 2048
    /// How rain meets the LSTM's output: `a` as printed, `b` or `c`.
    public var variant = LSTMVariant.b

    /// The published size.
    public init() {}
  }

  /// The size and shape.
  public let options: Options
  /// The weights' names and shapes; those of convolutions lie first.
  public let table: ParameterTable
  let encoder: [Convolution]
  let decoder: [Convolution]
  let features: Dense
  let rain: Dense
  let memory: LSTM
  let maps: Dense
  /// How many weights the convolutions have.
  let convolutionCount: Int
  let pool = WorkspacePool<PaperWorkspace<Scalar>>()

  /// Declares the layers.
  ///
  /// - Precondition: positive sizes.
  public init(_ options: Options) {
    precondition(options.depth > 1 && options.maps > 0 && options.hidden > 0, "a network has layers")
    let variant = options.variant
    var table = ParameterTable()
    func side(_ name: String, inputs: Int, isRectified: Bool) -> [Convolution] {
      (0..<options.depth).map {
        let isLast = $0 == options.depth - 1
        return Convolution(
          "\(name).\($0)", inputs: $0 == 0 ? inputs : options.maps, outputs: isLast ? 1 : options.maps,
          slope: isLast && !isRectified ? 1 : 0, in: &table)
      }
    }
    encoder = side("encoder", inputs: 2, isRectified: true)
    decoder = side("decoder", inputs: 1, isRectified: false)
    convolutionCount = table.count
    let cells = options.height * options.width
    features = Dense("features", inputs: cells, outputs: options.hidden, slope: 1, in: &table)
    rain = Dense("rain", inputs: cells, outputs: options.hidden, slope: 1, in: &table)
    memory = LSTM(
      "lstm", variant: variant, inputs: variant == .b ? 2 * options.hidden : options.hidden,
      hidden: options.hidden, in: &table)
    maps = Dense("maps", inputs: options.hidden, outputs: cells, slope: 1, in: &table)
    self.options = options
    self.table = table
  }

  /// Random weights; the last layer starts near zero, so that the output starts near the base.
  public func initialWeights(seed: UInt64) -> Tensor<Scalar> {
    let weights = Tensor<Scalar>(zeros: [table.count])
    for layer in encoder { layer.initialise(weights, seed: seed) }
    for (index, layer) in decoder.enumerated() {
      layer.initialise(weights, seed: seed, gain: index == decoder.count - 1 ? 0.01 : 1)
    }
    for layer in [features, rain, maps] { layer.initialise(weights, seed: seed) }
    memory.initialise(weights, seed: seed)
    return weights
  }
}
