/// Sums and gradients of squared errors under weights.
enum LossKernels {
  /// How many weights are above zero.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func count<Scalar: NeuralScalar>(_ weights: Tensor<Scalar>) -> Int {
    let open = unsafe weights.pointer
    var count = 0
    for index in 0..<weights.count where unsafe open[index] > 0 { count += 1 }
    return count
  }

  /// Sums of squared errors at hidden and at known cells; what lies elsewhere is not looked at.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func squares<Scalar: NeuralScalar>(
    _ output: Tensor<Scalar>, target: Tensor<Scalar>, hidden: Tensor<Scalar>, known: Tensor<Scalar>
  ) -> (hidden: Double, known: Double) {
    precondition(output.count == target.count, "a target for each output")
    let (o, t, h, k) = unsafe (output.pointer, target.pointer, hidden.pointer, known.pointer)
    var sums = (hidden: 0.0, known: 0.0)
    for index in 0..<output.count {
      let (isHidden, isKnown) = unsafe (h[index] > 0, k[index] > 0)
      guard isHidden || isKnown else { continue }
      let error = unsafe Double(o[index] - t[index])
      if isHidden { sums.hidden += error * error }
      if isKnown { sums.known += error * error }
    }
    return sums
  }

  /// The gradient of w·Σ hidden·e² + a·Σ known·e² for each output.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func gradient<Scalar: NeuralScalar>(
    _ output: Tensor<Scalar>, target: Tensor<Scalar>, hidden: Tensor<Scalar>, known: Tensor<Scalar>,
    hiddenWeight: Scalar, knownWeight: Scalar, into gradient: Tensor<Scalar>
  ) {
    precondition(output.count == target.count && gradient.count == output.count, "a target for each output")
    let (o, t, h, k) = unsafe (output.pointer, target.pointer, hidden.pointer, known.pointer)
    let g = unsafe gradient.pointer
    for index in 0..<output.count {
      let weight = unsafe (h[index] > 0 ? hiddenWeight : 0) + (k[index] > 0 ? knownWeight : 0)
      unsafe g[index] = unsafe weight > 0 ? 2 * weight * (o[index] - t[index]) : 0
    }
  }
}

extension GlobalLocalLoss {
  /// One sample's sums on some days and the gradient of ξ for its output on them.
  func gradient<Scalar: NeuralScalar>(
    _ output: Tensor<Scalar>, _ batch: Batch<Scalar>, sample: Int, days: Range<Int>,
    counts: (hidden: Int, known: Int), into gradient: Tensor<Scalar>
  ) -> (hidden: Double, known: Double) {
    let target = batch.target.part(sample).parts(days)
    let (hidden, known) = (batch.hidden.part(sample).parts(days), batch.known.part(sample).parts(days))
    LossKernels.gradient(
      output, target: target, hidden: hidden, known: known,
      hiddenWeight: Scalar(local / Double(max(1, counts.hidden))),
      knownWeight: Scalar(global / Double(max(1, counts.known))), into: gradient)
    return LossKernels.squares(output, target: target, hidden: hidden, known: known)
  }
}
