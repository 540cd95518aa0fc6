/// One step of the LSTM for many columns at once, forwards and backwards (METHODS §2.4, §6.1).
///
/// Gates are [4·hidden][step][column] in the order forget, input, candidate, output; states [hidden][step][column].
enum LSTMKernels {
  /// Gates from their weighted sums, in place; the cell state, the hidden state, and the output where it differs.
  ///
  /// - Parameter previous: the step before in time; nil at the start, where both states are zero.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func forward<Scalar: NeuralScalar>(
    _ states: LSTMStates<Scalar>, bias: Tensor<Scalar>, step: Int, previous: Int?
  ) {
    let (hidden, steps, columns) = (states.hidden, states.steps, states.columns)
    precondition(bias.count == 4 * hidden && step < steps, "a bias for each gate")
    let gates = unsafe states.gates.pointer
    for unit in 0..<hidden {
      let at = (unit * steps + step) * columns
      let block = hidden * steps * columns
      let forget = unsafe gates + at
      let input = unsafe gates + block + at
      let candidate = unsafe gates + 2 * block + at
      let output = unsafe gates + 3 * block + at
      let cell = unsafe states.cell.pointer + at
      let hiddenState = unsafe states.hiddenState.pointer + at
      let biases = (
        bias[unit], bias[hidden + unit], bias[2 * hidden + unit], bias[3 * hidden + unit]
      )
      for column in 0..<columns {
        unsafe forget[column] = Scalar.sigmoid(forget[column] + biases.0)
        unsafe input[column] = Scalar.sigmoid(input[column] + biases.1)
        unsafe candidate[column] = Scalar.hyperbolicTangent(candidate[column] + biases.2)
        unsafe output[column] = Scalar.sigmoid(output[column] + biases.3)
      }
      if let previous {
        let before = unsafe states.cell.pointer + (unit * steps + previous) * columns
        for column in 0..<columns {
          unsafe cell[column] = forget[column] * before[column] + input[column] * candidate[column]
        }
      } else {
        for column in 0..<columns { unsafe cell[column] = input[column] * candidate[column] }
      }
      for column in 0..<columns {
        unsafe hiddenState[column] = output[column] * Scalar.hyperbolicTangent(cell[column])
      }
      guard let rain = states.rain, let result = states.output else { continue }
      let rainRow = unsafe rain.pointer + at
      let resultRow = unsafe result.pointer + at
      let addsCell: Scalar = states.variant == .c ? 1 : 0
      for column in 0..<columns {
        unsafe resultRow[column] =
          output[column] * Scalar.hyperbolicTangent(rainRow[column] + addsCell * cell[column])
      }
    }
  }

  /// Gradients of the gates' weighted sums from those of the output and of the next step's states.
  ///
  /// - Parameters:
  ///   - outputGradient: [hidden][step][column], of what the layer gives out.
  ///   - hiddenGradient: [hidden][column], of this step's hidden state through the next step.
  ///   - cellGradient: [hidden][column], of this step's cell state through the next step; left as that of the
  ///     step before.
  ///   - gateGradient: [4·hidden][step][column], written.
  ///   - rainGradient: [hidden][step][column], written in variants A and C.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func backward<Scalar: NeuralScalar>(
    _ states: LSTMStates<Scalar>, step: Int, previous: Int?, outputGradient: Tensor<Scalar>,
    hiddenGradient: Tensor<Scalar>, cellGradient: Tensor<Scalar>, gateGradient: Tensor<Scalar>,
    rainGradient: Tensor<Scalar>?
  ) {
    let (hidden, steps, columns) = (states.hidden, states.steps, states.columns)
    let block = hidden * steps * columns
    precondition(
      outputGradient.count == block && hiddenGradient.count == hidden * columns
        && cellGradient.count == hidden * columns && gateGradient.count == 4 * block,
      "gradients of the states")
    for unit in 0..<hidden {
      let at = (unit * steps + step) * columns
      let gates = unsafe states.gates.pointer + at
      let cell = unsafe states.cell.pointer + at
      let before = unsafe previous.map { unsafe states.cell.pointer + (unit * steps + $0) * columns }
      let upstream = unsafe outputGradient.pointer + at
      let recurrent = unsafe hiddenGradient.pointer + unit * columns
      let carried = unsafe cellGradient.pointer + unit * columns
      let result = unsafe gateGradient.pointer + at
      let isPlain = states.variant == .b
      let addsCell: Scalar = states.variant == .c ? 1 : 0
      let rain = unsafe isPlain ? nil : states.rain.map { unsafe $0.pointer + at }
      let rainResult = unsafe rainGradient.map { unsafe $0.pointer + at }
      for column in 0..<columns {
        let forget = unsafe gates[column]
        let input = unsafe gates[block + column]
        let candidate = unsafe gates[2 * block + column]
        let output = unsafe gates[3 * block + column]
        let squashed = unsafe Scalar.hyperbolicTangent(cell[column])
        let ofHidden: Scalar = unsafe recurrent[column] + (isPlain ? upstream[column] : 0)
        var ofOutput = ofHidden * squashed
        var ofCell = unsafe carried[column] + ofHidden * output * (1 - squashed * squashed)
        if let rain = unsafe rain, let rainResult = unsafe rainResult {
          let mixed = unsafe Scalar.hyperbolicTangent(rain[column] + addsCell * cell[column])
          ofOutput += unsafe upstream[column] * mixed
          let ofMixed = unsafe upstream[column] * output * (1 - mixed * mixed)
          unsafe rainResult[column] = ofMixed
          ofCell += addsCell * ofMixed
        }
        let held: Scalar = unsafe before.map { unsafe $0[column] } ?? 0
        unsafe result[column] = ofCell * held * forget * (1 - forget)
        unsafe result[block + column] = ofCell * candidate * input * (1 - input)
        unsafe result[2 * block + column] = ofCell * input * (1 - candidate * candidate)
        unsafe result[3 * block + column] = ofOutput * output * (1 - output)
        unsafe carried[column] = ofCell * forget
      }
    }
  }
}
