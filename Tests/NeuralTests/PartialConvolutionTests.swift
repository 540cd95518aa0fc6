import Testing

@testable import Neural

/// METHODS §11, checks 1 and 2, and each convolution's gradients.
@Suite struct PartialConvolutionTests {
  /// A layer of one kernel of equal weights 1/9, without bias or rectifier.
  private func uniform(_ input: Tensor<Double>, factor: Tensor<Double>?) -> Tensor<Double> {
    var table = ParameterTable()
    let layer = Convolution("c", inputs: 1, outputs: 1, slope: 1, in: &table)
    let weights = Tensor<Double>(zeros: [table.count])
    weights[layer.weight].fill(1 / 9)
    let output = Tensor<Double>(zeros: layer.outputShape(input.shape))
    layer.forward(
      weights, input: input, factor: factor, output: output,
      scratch: Tensor(zeros: [layer.scratchCount(height: input.shape[2], width: input.shape[3])]))
    return output
  }

  @Test func `a full mask makes a plain convolution but for the edges`() {
    let input = GradientCheck.normal([1, 2, 5, 6], seed: 1)
    let mask = Tensor<Double>(zeros: [2, 5, 6])
    mask.fill(1)
    let (factor, next) = MaskStep.step([(mask, 1)], land: nil)
    let plain = uniform(input, factor: nil)
    let partial = uniform(input, factor: factor)
    for index in 0..<plain.count {
      let (y, x) = (index / 6 % 5, index % 6)
      let (rows, columns) = (y % 4 == 0 ? 2 : 3, x % 5 == 0 ? 2 : 3)
      #expect(factor[index] == 9 / Double(rows * columns))
      #expect(abs(partial[index] - plain[index] * factor[index]) < 1e-15)
    }
    #expect(factor[0] == 9.0 / 4 && factor[7] == 1)
    #expect(next.values.allSatisfy { $0 == 1 })
  }

  @Test func `a constant field stays constant under any mask`() {
    let mask = GradientCheck.mask([3, 8, 9], share: 0.4, seed: 2)
    let input = Tensor(mask.values.map { 0.37 * $0 }, shape: [1, 3, 8, 9])
    let (factor, next) = MaskStep.step([(mask, 1)], land: nil)
    let output = uniform(input, factor: factor)
    for index in 0..<output.count {
      #expect(abs(output[index] - (next[index] > 0 ? 0.37 : 0)) < 1e-15)
    }
  }

  @Test func `four valid cells of nine give the factor 2.25`() {
    let mask = Tensor<Double>([1, 0, 0, 1, 1, 0, 0, 0, 1], shape: [1, 3, 3])
    #expect(MaskStep.step([(mask, 1)], land: nil).factor[4] == 2.25)
    // Two channels of one mask, one of another that is closed here: 27 over 2·4.
    let closed = Tensor<Double>(zeros: [1, 3, 3])
    #expect(MaskStep.step([(mask, 2), (closed, 1)], land: nil).factor[4] == 27.0 / 8)
  }

  @Test func `a hole loses a cell a side and layer, inside land`() {
    let mask = Tensor<Double>(zeros: [1, 11, 11])
    mask.fill(1)
    for y in 2..<9 { for x in 2..<9 { mask[y * 11 + x] = 0 } }
    let land = Tensor<Double>(zeros: [11, 11])
    land.fill(1)
    land[2 * 11 + 2] = 0
    var current = mask
    for layer in 1...3 {
      current = MaskStep.step([(current, 1)], land: land).mask
      for y in 0..<11 {
        for x in 0..<11 {
          let isHole = (2 + layer..<9 - layer).contains(y) && (2 + layer..<9 - layer).contains(x)
          let isSea = y == 2 && x == 2
          #expect(current[y * 11 + x] == (isHole || isSea ? 0 : 1))
        }
      }
    }
  }

  @Test func `an empty mask gives zeros and no NaN`() {
    let mask = Tensor<Double>(zeros: [1, 4, 4])
    let (factor, next) = MaskStep.step([(mask, 1)], land: nil)
    let output = uniform(Tensor(zeros: [1, 1, 4, 4]), factor: factor)
    #expect(output.values.allSatisfy { $0 == 0 } && next.values.allSatisfy { $0 == 0 })
  }

  @Test(arguments: [(2, 3, 1, true), (9, 4, 1, true), (3, 9, 2, true), (10, 9, 1, false), (4, 1, 2, false)])
  func `gradients are those of the output`(
    _ inputs: Int, _ outputs: Int, _ stride: Int, isPartial: Bool
  ) {
    var table = ParameterTable()
    let layer = Convolution("c", inputs: inputs, outputs: outputs, stride: stride, slope: 0.2, in: &table)
    let weights = GradientCheck.normal([table.count], seed: 3)
    let mask = GradientCheck.mask([2, 7, 6], share: 0.5, seed: 4)
    let input = GradientCheck.normal([inputs, 2, 7, 6], seed: 5)
    let factor = isPartial ? MaskStep.step([(mask, 1)], land: nil, stride: stride).factor : nil
    let output = Tensor<Double>(zeros: layer.outputShape(input.shape))
    let scratch = Tensor<Double>(zeros: [layer.scratchCount(height: 7, width: 6)])
    let direction = GradientCheck.normal(output.shape, seed: 6)
    func loss() -> Double {
      layer.forward(weights, input: input, factor: factor, output: output, scratch: scratch)
      return GradientCheck.dot(direction, output)
    }
    _ = loss()
    let upstream = Tensor<Double>(direction.values, shape: output.shape)
    let gradient = Tensor<Double>(zeros: [table.count])
    let inputGradient = Tensor<Double>(zeros: input.shape)
    layer.backward(
      weights, gradient: gradient, input: input, factor: factor, output: output, outputGradient: upstream,
      inputGradient: inputGradient, scratch: scratch)
    #expect(GradientCheck.worst(weights, gradient: gradient, loss: loss) < 1e-4)
    #expect(GradientCheck.worst(input, gradient: inputGradient, loss: loss) < 1e-4)
  }
}
