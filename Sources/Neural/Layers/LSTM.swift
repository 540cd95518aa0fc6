/// How rain meets the output of an LSTM step (METHODS §2.4).
///
/// The hidden state is h = o⊗tanh C in all of them; the output is what each says.
public enum LSTMVariant: String, Hashable, Sendable, Codable, CaseIterable {
  /// o⊗tanh P: the printed formula, which ignores the cell state.
  case a
  /// h; rain, if any, is part of the gates' input.
  case b
  /// o⊗tanh(C + P).
  case c
}

/// What a pass through an LSTM leaves behind for the pass back.
struct LSTMStates<Scalar: NeuralScalar> {
  let variant: LSTMVariant
  let hidden: Int
  let steps: Int
  let columns: Int
  /// [4·hidden][step][column]: forget, input, candidate, output.
  let gates: Tensor<Scalar>
  /// C, [hidden][step][column].
  let cell: Tensor<Scalar>
  /// h, [hidden][step][column].
  let hiddenState: Tensor<Scalar>
  /// P, [hidden][step][column], in variants A and C.
  var rain: Tensor<Scalar>?
  /// The output of variants A and C, [hidden][step][column].
  let output: Tensor<Scalar>?
  /// [hidden][column] each: gradients carried from step to step.
  let hiddenGradient: Tensor<Scalar>
  let cellGradient: Tensor<Scalar>

  init(variant: LSTMVariant, hidden: Int, steps: Int, columns: Int) {
    self.variant = variant
    self.hidden = hidden
    self.steps = steps
    self.columns = columns
    gates = Tensor(zeros: [4 * hidden, steps, columns])
    cell = Tensor(zeros: [hidden, steps, columns])
    hiddenState = Tensor(zeros: [hidden, steps, columns])
    output = variant == .b ? nil : Tensor(zeros: [hidden, steps, columns])
    hiddenGradient = Tensor(zeros: [hidden, columns])
    cellGradient = Tensor(zeros: [hidden, columns])
  }

  /// What the layer gives out.
  var result: Tensor<Scalar> { output ?? hiddenState }
}

/// An LSTM over steps, the same for every column: a column is a cell of a map (gates of 1×1) or a sample (dense).
///
/// a = [x, h]: f, i, o = σ(W·a + b), C̃ = tanh(W·a + b), C ← f⊗C + i⊗C̃, from C = h = 0. Input [feature][step][column].
struct LSTM: Hashable, Sendable {
  let variant: LSTMVariant
  let inputs: Int
  let hidden: Int
  /// Whether time runs from the last step to the first.
  let isBackward: Bool
  /// [4·hidden][feature].
  let inputWeight: Parameter
  /// [4·hidden][hidden].
  let hiddenWeight: Parameter
  /// [4·hidden].
  let bias: Parameter

  init(
    _ name: String, variant: LSTMVariant, inputs: Int, hidden: Int, isBackward: Bool = false,
    in table: inout ParameterTable
  ) {
    self.variant = variant
    self.inputs = inputs
    self.hidden = hidden
    self.isBackward = isBackward
    inputWeight = table.add(name + ".input", shape: [4 * hidden, inputs])
    hiddenWeight = table.add(name + ".hidden", shape: [4 * hidden, hidden])
    bias = table.add(name + ".bias", shape: [4 * hidden])
  }

  /// Runs over the steps in the direction of time; only those in `range` where it is given.
  func forward<Scalar: NeuralScalar>(
    _ weights: Tensor<Scalar>, input: Tensor<Scalar>, states: LSTMStates<Scalar>, range: Range<Int>? = nil,
    workers: Int = 1
  ) {
    let (steps, columns) = (states.steps, states.columns)
    let range = range ?? 0..<steps
    precondition(input.count == inputs * steps * columns, "an input for each step and column")
    let gates = Matrix(states.gates, rows: 4 * hidden, columns: steps * columns)
    let stretch = range.lowerBound * columns..<range.upperBound * columns
    gates.columns(stretch).setProduct(
      Matrix(weights[inputWeight], rows: 4 * hidden, columns: inputs),
      Matrix(input, rows: inputs, columns: steps * columns).columns(stretch), workers: workers)
    let past = Matrix(states.hiddenState, rows: hidden, columns: steps * columns)
    for (step, previous) in order(range) {
      if let previous {
        gates.columns(step * columns..<(step + 1) * columns).setProduct(
          Matrix(weights[hiddenWeight], rows: 4 * hidden, columns: hidden),
          past.columns(previous * columns..<(previous + 1) * columns), adding: true, workers: workers)
      }
      LSTMKernels.forward(states, bias: weights[bias], step: step, previous: previous)
    }
  }

  /// Runs back through time, adds the gradients of the weights and writes (or adds) that of the input.
  ///
  /// - Parameters:
  ///   - gateGradient: [4·hidden][step][column] of working memory.
  ///   - rainGradient: written in variants A and C.
  func backward<Scalar: NeuralScalar>(
    _ weights: Tensor<Scalar>, gradient: Tensor<Scalar>, input: Tensor<Scalar>, states: LSTMStates<Scalar>,
    outputGradient: Tensor<Scalar>, gateGradient: Tensor<Scalar>, inputGradient: Tensor<Scalar>,
    addsToInputGradient: Bool, rainGradient: Tensor<Scalar>?, workers: Int = 1
  ) {
    let (steps, columns) = (states.steps, states.columns)
    states.hiddenGradient.fill(0)
    states.cellGradient.fill(0)
    let gates = Matrix(gateGradient, rows: 4 * hidden, columns: steps * columns)
    for (step, previous) in order(0..<steps).reversed() {
      LSTMKernels.backward(
        states, step: step, previous: previous, outputGradient: outputGradient,
        hiddenGradient: states.hiddenGradient, cellGradient: states.cellGradient, gateGradient: gateGradient,
        rainGradient: rainGradient)
      guard previous != nil else { continue }
      Matrix(states.hiddenGradient, rows: hidden, columns: columns).setProduct(
        Matrix(weights[hiddenWeight], rows: 4 * hidden, columns: hidden).transposed,
        gates.columns(step * columns..<(step + 1) * columns), workers: workers)
    }
    VectorKernels.addRowSums(of: gateGradient, to: gradient[bias])
    Matrix(gradient[inputWeight], rows: 4 * hidden, columns: inputs).setProduct(
      gates, Matrix(input, rows: inputs, columns: steps * columns).transposed, adding: true, workers: workers)
    if steps > 1 {
      let past = Matrix(states.hiddenState, rows: hidden, columns: steps * columns)
      let (later, earlier) = (columns..<steps * columns, 0..<(steps - 1) * columns)
      Matrix(gradient[hiddenWeight], rows: 4 * hidden, columns: hidden).setProduct(
        gates.columns(isBackward ? earlier : later),
        past.columns(isBackward ? later : earlier).transposed, adding: true, workers: workers)
    }
    Matrix(inputGradient, rows: inputs, columns: steps * columns).setProduct(
      Matrix(weights[inputWeight], rows: 4 * hidden, columns: inputs).transposed, gates,
      adding: addsToInputGradient, workers: workers)
  }

  /// The steps in the order of time, each with the one before.
  private func order(_ range: Range<Int>) -> [(step: Int, previous: Int?)] {
    let steps = isBackward ? Array(range.reversed()) : Array(range)
    return steps.indices.map { (steps[$0], $0 == 0 ? nil : steps[$0 - 1]) }
  }
}
