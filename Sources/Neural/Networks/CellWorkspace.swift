/// The buffers of one sample's passes through a `CellNetwork`.
struct CellWorkspace<Scalar: NeuralScalar> {
  /// [2][day][y][x]: values under their mask, mask.
  let input: Tensor<Scalar>
  /// Rain as the first layer sees it, [1][day · cell].
  let rainInput: Tensor<Scalar>
  /// Outputs of the encoder's layers but the last, [maps][day][y][x].
  let encoded: [Tensor<Scalar>]
  /// What the gates see, [feature][day][cell]: S, mask, rain's features, fixed maps.
  let gateInput: Tensor<Scalar>
  /// P where the gates do not see it, [hidden][day][cell].
  let rain: Tensor<Scalar>?
  let states: [LSTMStates<Scalar>]
  /// Outputs of the LSTMs, [hidden · directions][day][y][x].
  let remembered: Tensor<Scalar>
  /// Outputs of the decoder's layers.
  let decoded: [Tensor<Scalar>]
  let scratch: Tensor<Scalar>
  /// Two gradients of maps, [widest][day][y][x], used in turns.
  let turns: [Tensor<Scalar>]
  let gateGradient: Tensor<Scalar>
  let featureGradient: Tensor<Scalar>
  let rainGradient: Tensor<Scalar>?
  let days: Int
  let height: Int
  let width: Int

  init(_ network: CellNetwork<Scalar>, days: Int, height: Int, width: Int) {
    let options = network.options
    let maps = [days, height, width]
    func zeros(_ channels: Int) -> Tensor<Scalar> { Tensor(zeros: [channels] + maps) }
    self.days = days
    self.height = height
    self.width = width
    input = zeros(2)
    rainInput = Tensor(zeros: [1, days * height * width])
    encoded = network.encoder.dropLast().map { _ in zeros(options.maps) }
    gateInput = zeros(network.features)
    let isApart = network.rain != nil && !network.isRainInGates
    rain = isApart ? zeros(options.hidden) : nil
    rainGradient = isApart ? zeros(options.hidden) : nil
    states = network.memories.map {
      LSTMStates(variant: $0.variant, hidden: $0.hidden, steps: days, columns: height * width)
    }
    remembered = zeros(options.hidden * network.memories.count)
    decoded = network.decoder.map { zeros($0.outputs) }
    scratch = Tensor(zeros: [
      (network.encoder + network.decoder).map { $0.scratchCount(height: height, width: width) }.max() ?? 0
    ])
    let widest = max(options.maps, options.hidden * network.memories.count)
    turns = [zeros(widest), zeros(widest)]
    gateGradient = zeros(4 * options.hidden)
    featureGradient = zeros(network.features)
  }

  /// The first channels of one of the two gradients.
  func turn(_ index: Int, channels: Int) -> Tensor<Scalar> { turns[index % 2].parts(0..<channels) }
}
