/// What follows a product: scale, bias and rectifier in one pass, and their gradients in another.
enum ActivationKernels {
  /// y ← φ(g·y + b) where g > 0, 0 elsewhere; φ multiplies what is negative by `slope` (1: no rectifier).
  ///
  /// - Parameters:
  ///   - values: [output][cell].
  ///   - bias: [output].
  ///   - factor: [cell], or nil for 1 everywhere.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func forward<Scalar: NeuralScalar>(
    _ values: Tensor<Scalar>, bias: Tensor<Scalar>, factor: Tensor<Scalar>?, slope: Scalar
  ) {
    let outputs = bias.count
    let cells = values.count / outputs
    precondition(
      values.count == outputs * cells && (factor?.count ?? cells) == cells, "a factor for each cell")
    for output in 0..<outputs {
      let row = unsafe values.pointer + output * cells
      let shift = bias[output]
      if let factor {
        let scale = unsafe factor.pointer
        for cell in 0..<cells {
          let value = unsafe row[cell] * scale[cell] + (scale[cell] > 0 ? shift : 0)
          unsafe row[cell] = value > 0 ? value : value * slope
        }
      } else {
        for cell in 0..<cells {
          let value = unsafe row[cell] + shift
          unsafe row[cell] = value > 0 ? value : value * slope
        }
      }
    }
  }

  /// Turns the gradient of y into that of the product, in place, and adds that of the bias.
  ///
  /// - Parameter values: y, as `forward` left it.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func backward<Scalar: NeuralScalar>(
    _ gradient: Tensor<Scalar>, values: Tensor<Scalar>, biasGradient: Tensor<Scalar>, factor: Tensor<Scalar>?,
    slope: Scalar
  ) {
    let outputs = biasGradient.count
    let cells = values.count / outputs
    precondition(
      values.count == outputs * cells && gradient.count == values.count && (factor?.count ?? cells) == cells,
      "a factor for each cell")
    for output in 0..<outputs {
      let row = unsafe gradient.pointer + output * cells
      let result = unsafe values.pointer + output * cells
      if let factor {
        let scale = unsafe factor.pointer
        for cell in 0..<cells {
          let inside: Scalar = unsafe scale[cell] > 0 ? row[cell] : 0
          unsafe row[cell] = unsafe result[cell] > 0 ? inside : inside * slope
        }
        biasGradient[output] += unsafe sum(row, cells)
        for cell in 0..<cells { unsafe row[cell] *= scale[cell] }
      } else {
        for cell in 0..<cells { unsafe row[cell] = unsafe result[cell] > 0 ? row[cell] : row[cell] * slope }
        biasGradient[output] += unsafe sum(row, cells)
      }
    }
  }

  /// The sum of numbers in eight running sums, always in the same order.
  @inline(__always)
  static func sum<Scalar: NeuralScalar>(_ values: UnsafePointer<Scalar>, _ count: Int) -> Scalar {
    var sums = SIMD8<Scalar>(repeating: 0)
    var index = 0
    while index + 8 <= count {
      for lane in 0..<8 { sums[lane] += unsafe values[index + lane] }
      index += 8
    }
    var total = ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7]))
    while index < count {
      total += unsafe values[index]
      index += 1
    }
    return total
  }
}
