import Foundation
import Testing

@testable import Neural

@Suite struct LSTMTests {
  private func run(
    _ variant: LSTMVariant, weights fill: (LSTM, Tensor<Double>) -> Void, input: [Double], rain: [Double]
  ) -> (states: LSTMStates<Double>, output: [Double]) {
    var table = ParameterTable()
    let layer = LSTM("l", variant: variant, inputs: 1, hidden: 1, in: &table)
    let weights = Tensor<Double>(zeros: [table.count])
    fill(layer, weights)
    var states = LSTMStates<Double>(variant: variant, hidden: 1, steps: input.count, columns: 1)
    states.rain = Tensor(rain, shape: [1, rain.count, 1])
    layer.forward(weights, input: Tensor(input, shape: [1, input.count, 1]), states: states)
    return (states, states.result.values)
  }

  @Test func `weights of zero give a hidden state of zero`() {
    for variant in LSTMVariant.allCases {
      let (states, _) = run(variant, weights: { _, _ in }, input: [1, -2, 3], rain: [0, 0, 0])
      #expect(states.hiddenState.values == [0, 0, 0])
      #expect(states.gates.values[0] == 0.5)
    }
  }

  @Test func `without rain the printed formula gives nothing`() {
    let random = GradientCheck.normal([20], seed: 1)
    let (states, output) = run(
      .a, weights: { _, weights in for index in 0..<weights.count { weights[index] = random[index] } },
      input: [1, 2], rain: [0, 0])
    #expect(output == [0, 0])
    #expect(states.hiddenState.values.allSatisfy { $0 != 0 })
  }

  @Test(arguments: LSTMVariant.allCases)
  func `two steps by hand`(_ variant: LSTMVariant) {
    func sigma(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    let (w, u, b) = ([0.5, -0.3, 0.8, 0.2], [0.1, 0.4, -0.6, 0.7], [1, 0.1, -0.2, 0.3])
    let (input, rain) = ([0.9, -1.1], [0.4, 0.7])
    let (_, output) = run(
      variant,
      weights: { layer, weights in
        for gate in 0..<4 {
          weights[layer.inputWeight][gate] = w[gate]
          weights[layer.hiddenWeight][gate] = u[gate]
          weights[layer.bias][gate] = b[gate]
        }
      }, input: input, rain: rain)
    var (h, c) = (0.0, 0.0)
    for step in 0..<2 {
      let sums = (0..<4).map { w[$0] * input[step] + u[$0] * h + b[$0] }
      c = sigma(sums[0]) * c + sigma(sums[1]) * tanh(sums[2])
      h = sigma(sums[3]) * tanh(c)
      let expected: Double
      switch variant {
      case .a: expected = sigma(sums[3]) * tanh(rain[step])
      case .b: expected = h
      case .c: expected = sigma(sums[3]) * tanh(c + rain[step])
      }
      #expect(abs(output[step] - expected) < 1e-14)
    }
  }

  @Test func `the fast exponential is exact to two units in the last place`() {
    for index in 0...20000 {
      let x = Float(index) / 20000 * 170 - 85
      let exact = exp(Double(x))
      #expect(abs(Double(Float.exponential(x)) - exact) <= 2.5 * exact * 0x1p-24)
    }
    #expect(
      Float.exponential(.nan).isNaN && Float.exponential(-1000) < 1e-37 && Float.exponential(1000).isFinite)
    #expect(Float.sigmoid(0) == 0.5 && Float.hyperbolicTangent(0) == 0)
  }
}
