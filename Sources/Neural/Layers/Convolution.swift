/// A 3×3 convolution with bias and rectifier, zero outside the maps, partial where it is given a factor.
///
/// y = φ(g·Σ W·x + b), with g = 1 for a plain convolution. For a partial one (Liu et al. 2018; METHODS §2.2) g is
/// `MaskStep.factor`, ‖1‖₁/‖M‖₁ and 0 where the output is not valid: there y = 0. The input is zero where its own
/// mask is closed: the first layer's by `VectorKernels.select`, the others' because y = 0 there. Masks carry no
/// gradient.
///
/// Maps are [channel][image][y][x]; the weights [output][kernel y][input][kernel x]. With stride 2 the output has
/// ⌈height/2⌉ × ⌈width/2⌉ cells, centred on every second cell.
public struct Convolution: Hashable, Sendable {
  /// The maps it takes.
  public let inputs: Int
  /// The maps it makes.
  public let outputs: Int
  /// 1 or 2 cells from output to output.
  public let stride: Int
  /// What negative values are multiplied by: 0 rectifies, 1 leaves them.
  public let slope: Double
  /// [output][kernel y][input][kernel x].
  public let weight: Parameter
  /// [output].
  public let bias: Parameter

  /// Declares the layer's parameters under `name`.
  public init(
    _ name: String, inputs: Int, outputs: Int, stride: Int = 1, slope: Double = 0,
    in table: inout ParameterTable
  ) {
    precondition(inputs > 0 && outputs > 0 && (1...2).contains(stride), "channels, and a stride of 1 or 2")
    self.inputs = inputs
    self.outputs = outputs
    self.stride = stride
    self.slope = slope
    weight = table.add(name + ".weight", shape: [outputs, 3, inputs, 3])
    bias = table.add(name + ".bias", shape: [outputs])
  }

  /// The shape of the output for maps of a shape.
  public func outputShape(_ input: [Int]) -> [Int] {
    [outputs, input[1], (input[2] + stride - 1) / stride, (input[3] + stride - 1) / stride]
  }

  /// How many numbers of working memory a pass needs for maps of a width.
  public func scratchCount(height: Int, width: Int) -> Int {
    let rows = min(height, Convolution.stripRows(width))
    return weight.count + 9 * max(inputs, outputs) * (rows + 2) * width
  }

  /// Strips of some 1600 cells: their shifted rows stay in the processor's second cache.
  static func stripRows(_ width: Int) -> Int { max(1, 1600 / width) }

  /// Whether all nine shifts are laid out; with few channels the products would be too thin otherwise.
  static func isWide(_ channels: Int, _ stride: Int) -> Bool { stride > 1 || channels < 8 }

  /// Computes `output` from `input`.
  ///
  /// - Parameters:
  ///   - factor: [image][y][x] of the output; nil for a plain convolution.
  ///   - scratch: at least `scratchCount` numbers.
  public func forward<Scalar: NeuralScalar>(
    _ weights: Tensor<Scalar>, input: Tensor<Scalar>, factor: Tensor<Scalar>?, output: Tensor<Scalar>,
    scratch: Tensor<Scalar>
  ) {
    precondition(input.shape[0] == inputs && output.shape == outputShape(input.shape), "the layer's shapes")
    convolve(weights[weight], input, stride: stride, into: output, scratch: scratch)
    ActivationKernels.forward(output, bias: weights[bias], factor: factor, slope: Scalar(slope))
  }

  /// Adds the gradients of the weights, and writes that of the input where it is asked for.
  ///
  /// - Parameters:
  ///   - outputGradient: of the output; left as that of the bare product.
  ///   - inputGradient: written whole, or nil.
  public func backward<Scalar: NeuralScalar>(
    _ weights: Tensor<Scalar>, gradient: Tensor<Scalar>, input: Tensor<Scalar>, factor: Tensor<Scalar>?,
    output: Tensor<Scalar>, outputGradient: Tensor<Scalar>, inputGradient: Tensor<Scalar>?,
    scratch: Tensor<Scalar>
  ) {
    precondition(outputGradient.shape == output.shape, "a gradient for each output")
    ActivationKernels.backward(
      outputGradient, values: output, biasGradient: gradient[bias], factor: factor, slope: Scalar(slope))
    addWeightGradient(gradient[weight], input: input, outputGradient: outputGradient, scratch: scratch)
    guard let inputGradient else { return }
    precondition(inputGradient.shape == input.shape, "a gradient for each input")
    if stride == 1 {
      // The adjoint of a convolution is a convolution with the kernel turned around.
      let turned = scratch.stretch(at: 0, shape: [weight.count])
      ConvolutionKernels.turn(weights[weight], outputs: outputs, inputs: inputs, into: turned)
      let rest = scratch.stretch(at: weight.count, shape: [scratch.count - weight.count])
      convolve(turned, outputGradient, stride: 1, into: inputGradient, scratch: rest)
    } else {
      scatter(weights[weight], outputGradient, to: inputGradient, scratch: scratch)
    }
  }
}

extension Convolution {
  /// The bare product, strip by strip, image by image.
  private func convolve<Scalar: NeuralScalar>(
    _ weights: Tensor<Scalar>, _ input: Tensor<Scalar>, stride: Int, into output: Tensor<Scalar>,
    scratch: Tensor<Scalar>
  ) {
    let (channels, images, _, _) = input.mapShape
    let (rows, _, height, width) = output.mapShape
    strips(height: height, width: width, images: images) { image, strip in
      let cells = strip.count * width
      let target = Matrix(
        output, at: (image * height + strip.lowerBound) * width, rows: rows, columns: cells,
        stride: images * height * width)
      if Convolution.isWide(channels, stride) {
        ConvolutionKernels.shiftWide(input, image: image, rows: strip, stride: stride, into: scratch)
        target.setProduct(
          Matrix(weights, rows: rows, columns: 9 * channels),
          Matrix(scratch, rows: 9 * channels, columns: cells))
      } else {
        ConvolutionKernels.shiftNarrow(input, image: image, rows: strip, into: scratch)
        for kernelRow in 0..<3 {
          target.setProduct(
            Matrix(
              weights, at: kernelRow * 3 * channels, rows: rows, columns: 3 * channels, stride: 9 * channels),
            Matrix(
              scratch, at: kernelRow * width, rows: 3 * channels, columns: cells, stride: cells + 2 * width),
            adding: kernelRow > 0)
        }
      }
    }
  }

  private func addWeightGradient<Scalar: NeuralScalar>(
    _ gradient: Tensor<Scalar>, input: Tensor<Scalar>, outputGradient: Tensor<Scalar>, scratch: Tensor<Scalar>
  ) {
    let (_, images, height, width) = outputGradient.mapShape
    strips(height: height, width: width, images: images) { image, strip in
      let cells = strip.count * width
      let source = Matrix(
        outputGradient, at: (image * height + strip.lowerBound) * width, rows: outputs, columns: cells,
        stride: images * height * width)
      if Convolution.isWide(inputs, stride) {
        ConvolutionKernels.shiftWide(input, image: image, rows: strip, stride: stride, into: scratch)
        Matrix(gradient, rows: outputs, columns: 9 * inputs).setProduct(
          source, Matrix(scratch, rows: 9 * inputs, columns: cells).transposed, adding: true)
      } else {
        ConvolutionKernels.shiftNarrow(input, image: image, rows: strip, into: scratch)
        for kernelRow in 0..<3 {
          Matrix(gradient, at: kernelRow * 3 * inputs, rows: outputs, columns: 3 * inputs, stride: 9 * inputs)
            .setProduct(
              source,
              Matrix(
                scratch, at: kernelRow * width, rows: 3 * inputs, columns: cells, stride: cells + 2 * width
              ).transposed, adding: true)
        }
      }
    }
  }

  /// The input's gradient of a strided convolution.
  private func scatter<Scalar: NeuralScalar>(
    _ weights: Tensor<Scalar>, _ outputGradient: Tensor<Scalar>, to inputGradient: Tensor<Scalar>,
    scratch: Tensor<Scalar>
  ) {
    let (_, images, height, width) = outputGradient.mapShape
    inputGradient.fill(0)
    strips(height: height, width: width, images: images) { image, strip in
      let cells = strip.count * width
      let source = Matrix(
        outputGradient, at: (image * height + strip.lowerBound) * width, rows: outputs, columns: cells,
        stride: images * height * width)
      Matrix(scratch, rows: 9 * inputs, columns: cells).setProduct(
        Matrix(weights, rows: outputs, columns: 9 * inputs).transposed, source)
      ConvolutionKernels.addWide(scratch, rows: strip, stride: stride, to: inputGradient, image: image)
    }
  }

  private func strips(height: Int, width: Int, images: Int, _ body: (Int, Range<Int>) -> Void) {
    let most = Convolution.stripRows(width)
    for image in 0..<images {
      for start in Swift.stride(from: 0, to: height, by: most) {
        body(image, start..<min(height, start + most))
      }
    }
  }
}
