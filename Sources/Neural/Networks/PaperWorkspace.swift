/// The buffers of a batch's passes through a `PaperNetwork`.
struct PaperWorkspace<Scalar: NeuralScalar> {
  /// The buffers of one sample's convolutions; maps are [channel][day][y][x].
  struct Sample {
    let input: Tensor<Scalar>
    let encoded: [Tensor<Scalar>]
    /// The map that the fully connected layers give.
    let seed: Tensor<Scalar>
    let decoded: [Tensor<Scalar>]
    let turns: [Tensor<Scalar>]
    let scratch: Tensor<Scalar>
    /// Gradients of the convolutions' weights.
    let gradient: Tensor<Scalar>
  }

  let samples: [Sample]
  /// [cell][day][sample] each.
  let seen: Tensor<Scalar>
  let fallen: Tensor<Scalar>
  let made: Tensor<Scalar>
  /// [feature][day][sample]: S, and P where the gates see it.
  let gateInput: Tensor<Scalar>
  /// P where the gates do not see it.
  let rain: Tensor<Scalar>?
  let states: LSTMStates<Scalar>
  let cellGradient: Tensor<Scalar>
  let featureGradient: Tensor<Scalar>
  let gateGradient: Tensor<Scalar>
  let outputGradient: Tensor<Scalar>
  let rainGradient: Tensor<Scalar>?

  init(_ network: PaperNetwork<Scalar>, samples count: Int, days: Int) {
    let options = network.options
    let (height, width, hidden) = (options.height, options.width, options.hidden)
    func zeros(_ channels: Int) -> Tensor<Scalar> { Tensor(zeros: [channels, days, height, width]) }
    func columns(_ rows: Int) -> Tensor<Scalar> { Tensor(zeros: [rows, days, count]) }
    let scratch =
      (network.encoder + network.decoder).map {
        $0.scratchCount(height: height, width: width)
      }.max() ?? 0
    samples = (0..<count).map { _ in
      Sample(
        input: zeros(2), encoded: network.encoder.map { zeros($0.outputs) }, seed: zeros(1),
        decoded: network.decoder.map { zeros($0.outputs) },
        turns: [zeros(options.maps), zeros(options.maps)],
        scratch: Tensor(zeros: [scratch]), gradient: Tensor(zeros: [network.convolutionCount]))
    }
    let isInGates = network.memory.variant == .b
    seen = columns(height * width)
    fallen = columns(height * width)
    made = columns(height * width)
    cellGradient = columns(height * width)
    gateInput = columns(network.memory.inputs)
    featureGradient = columns(network.memory.inputs)
    rain = isInGates ? nil : columns(hidden)
    rainGradient = isInGates ? nil : columns(hidden)
    states = LSTMStates(variant: network.memory.variant, hidden: hidden, steps: days, columns: count)
    gateGradient = columns(4 * hidden)
    outputGradient = columns(hidden)
  }

  /// Where P lies.
  func rainFeatures(_ hidden: Int) -> Tensor<Scalar> { rain ?? gateInput.parts(hidden..<2 * hidden) }
}
