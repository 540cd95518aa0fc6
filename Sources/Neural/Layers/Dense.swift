/// The same weighted sums for every column, with bias and rectifier: a fully connected layer where a column is a
/// sample, a 1×1 convolution where it is a cell.
///
/// y = φ(W·x + b) for x [input][column], y [output][column].
public struct Dense: Hashable, Sendable {
  /// How many numbers a column has.
  public let inputs: Int
  /// How many it gets.
  public let outputs: Int
  /// What negative values are multiplied by: 0 rectifies, 1 leaves them.
  public let slope: Double
  /// [output][input].
  public let weight: Parameter
  /// [output].
  public let bias: Parameter

  /// Declares the layer's parameters under `name`.
  public init(_ name: String, inputs: Int, outputs: Int, slope: Double, in table: inout ParameterTable) {
    self.inputs = inputs
    self.outputs = outputs
    self.slope = slope
    weight = table.add(name + ".weight", shape: [outputs, inputs])
    bias = table.add(name + ".bias", shape: [outputs])
  }

  /// Computes `output` from `input`.
  public func forward<Scalar: NeuralScalar>(
    _ weights: Tensor<Scalar>, input: Tensor<Scalar>, output: Tensor<Scalar>, workers: Int = 1
  ) {
    let columns = input.count / inputs
    Matrix(output, rows: outputs, columns: columns).setProduct(
      Matrix(weights[weight], rows: outputs, columns: inputs), Matrix(input, rows: inputs, columns: columns),
      workers: workers)
    ActivationKernels.forward(output, bias: weights[bias], factor: nil, slope: Scalar(slope))
  }

  /// Adds the gradients of the weights, and writes (or adds) that of the input where it is asked for.
  ///
  /// - Parameter outputGradient: of the output; left as that of the bare product.
  public func backward<Scalar: NeuralScalar>(
    _ weights: Tensor<Scalar>, gradient: Tensor<Scalar>, input: Tensor<Scalar>, output: Tensor<Scalar>,
    outputGradient: Tensor<Scalar>, inputGradient: Tensor<Scalar>?, workers: Int = 1
  ) {
    let columns = input.count / inputs
    ActivationKernels.backward(
      outputGradient, values: output, biasGradient: gradient[bias], factor: nil, slope: Scalar(slope))
    let source = Matrix(outputGradient, rows: outputs, columns: columns)
    Matrix(gradient[weight], rows: outputs, columns: inputs).setProduct(
      source, Matrix(input, rows: inputs, columns: columns).transposed, adding: true, workers: workers)
    guard let inputGradient else { return }
    Matrix(inputGradient, rows: inputs, columns: columns).setProduct(
      Matrix(weights[weight], rows: outputs, columns: inputs).transposed, source, workers: workers)
  }
}
