/// Partial convolutions into features, an LSTM shared by all cells, convolutions back to maps (FEASIBILITY.md §6).
///
/// For each day [values⊙mask, mask] → `depth` partial 3×3 convolutions of `maps` maps → S; P = ReLU(1×1 of rain);
/// an LSTM with 1×1 gates on [h, S, mask, P, fixed maps] runs over the days, forwards and, if `isCentred`, backwards
/// with weights of its own; `depth` convolutions, renormalised at the edges of land, make one map, added to the base.
public struct CellNetwork<Scalar: NeuralScalar>: Network {
  /// The network's size and shape.
  public struct Options: Hashable, Sendable, Codable {
    /// The convolutions on each side.
    public var depth = 4
    /// The maps between convolutions.
    public var maps = 16
    /// The LSTM's states of a cell, each direction.
    public var hidden = 16
    /// The maps that do not change with time.
    public var fixedMaps = 0
    /// Whether rain is seen.
    public var hasRain = true
    /// Whether days after are seen as well as days before.
    public var isCentred = true
    /// How rain meets the LSTM's output: `a`, `b` or `c`; without rain it is `b`.
    public var variant = LSTMVariant.b

    /// The recommended size.
    public init() {}
  }

  /// The size and shape.
  public let options: Options
  /// The weights' names and shapes.
  public let table: ParameterTable
  let encoder: [Convolution]
  let rain: Dense?
  let memories: [LSTM]
  let decoder: [Convolution]
  /// About how many cells of a large map are filled at once.
  var bandCells = 40_000
  let pool = WorkspacePool<CellWorkspace<Scalar>>()

  /// Declares the layers.
  ///
  /// - Precondition: positive sizes.
  public init(_ options: Options) {
    precondition(options.depth > 0 && options.maps > 0 && options.hidden > 0, "a network has layers")
    let variant = options.variant
    var table = ParameterTable()
    encoder = (0..<options.depth).map {
      Convolution("encoder.\($0)", inputs: $0 == 0 ? 2 : options.maps, outputs: options.maps, in: &table)
    }
    rain =
      options.hasRain
      ? Dense("rain", inputs: 1, outputs: options.hidden, slope: 0, in: &table) : nil
    let kind = options.hasRain ? variant : .b
    let features =
      options.maps + 1 + options.fixedMaps + (options.hasRain && kind == .b ? options.hidden : 0)
    memories = (options.isCentred ? ["forward", "backward"] : ["forward"]).map {
      LSTM(
        "lstm.\($0)", variant: kind, inputs: features, hidden: options.hidden, isBackward: $0 == "backward",
        in: &table)
    }
    let states = options.hidden * memories.count
    decoder = (0..<options.depth).map {
      let isLast = $0 == options.depth - 1
      return Convolution(
        "decoder.\($0)", inputs: $0 == 0 ? states : options.maps, outputs: isLast ? 1 : options.maps,
        slope: isLast ? 1 : 0, in: &table)
    }
    self.options = options
    self.table = table
  }

  /// The numbers a cell brings to the gates.
  var features: Int { memories[0].inputs }

  /// Whether rain is among the numbers that the gates see.
  var isRainInGates: Bool { rain != nil && memories[0].variant == .b }

  /// Random weights; the last layer starts near zero, so that the output starts near the base.
  public func initialWeights(seed: UInt64) -> Tensor<Scalar> {
    let weights = Tensor<Scalar>(zeros: [table.count])
    for layer in encoder { layer.initialise(weights, seed: seed) }
    rain?.initialise(weights, seed: seed)
    for layer in memories { layer.initialise(weights, seed: seed) }
    for layer in decoder { layer.initialise(weights, seed: seed, gain: layer.outputs == 1 ? 0.01 : 1) }
    return weights
  }
}
