internal import Numerics

extension Tensor {
  /// Fills one parameter with normal numbers of a standard deviation, from a stream of its own.
  @_specialize(where Scalar == Float)
  public func fillNormal(_ parameter: Parameter, deviation: Double, seed: UInt64) {
    var random = RandomStream(seed: seed, stream: "weights", parameter.name)
    self[parameter].update { span in
      for index in span.indices { span[index] = Scalar(deviation * random.normal()) }
    }
  }

  /// Fills one parameter with numbers evenly spread over ±`bound`, from a stream of its own.
  @_specialize(where Scalar == Float)
  public func fillUniform(_ parameter: Parameter, bound: Double, seed: UInt64) {
    var random = RandomStream(seed: seed, stream: "weights", parameter.name)
    self[parameter].update { span in
      for index in span.indices { span[index] = Scalar(bound * (2 * random.uniform() - 1)) }
    }
  }
}

extension Convolution {
  /// Normal weights of variance 2 / inputs of a window, times `gain`²; no bias.
  ///
  /// - Source: He et al. (2015), Delving Deep into Rectifiers.
  func initialise<Scalar: NeuralScalar>(_ weights: Tensor<Scalar>, seed: UInt64, gain: Double = 1) {
    weights.fillNormal(weight, deviation: gain * (2 / Double(9 * inputs)).squareRoot(), seed: seed)
  }
}

extension Dense {
  /// Normal weights of variance 2 / inputs where a rectifier follows, 1 / inputs elsewhere; no bias.
  func initialise<Scalar: NeuralScalar>(_ weights: Tensor<Scalar>, seed: UInt64) {
    weights.fillNormal(weight, deviation: ((slope < 1 ? 2 : 1) / Double(inputs)).squareRoot(), seed: seed)
  }
}

extension LSTM {
  /// Weights evenly spread over ±1/√hidden; the forget gate starts open, with a bias of 1.
  func initialise<Scalar: NeuralScalar>(_ weights: Tensor<Scalar>, seed: UInt64) {
    let bound = 1 / Double(hidden).squareRoot()
    weights.fillUniform(inputWeight, bound: bound, seed: seed)
    weights.fillUniform(hiddenWeight, bound: bound, seed: seed)
    weights[bias].reshaped([4, hidden]).part(0).fill(1)
  }
}
