/// Passes over flat vectors: sums, products with masks, the optimiser's update.
enum VectorKernels {
  /// Sets every number.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func fill<Scalar: NeuralScalar>(_ values: Tensor<Scalar>, _ value: Scalar) {
    unsafe values.pointer.update(repeating: value, count: values.count)
  }

  /// Takes over the numbers of another vector; the two do not overlap.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func copy<Scalar: NeuralScalar>(_ other: Tensor<Scalar>, to values: Tensor<Scalar>) {
    precondition(other.count == values.count, "as many numbers on both sides")
    unsafe values.pointer.update(from: UnsafePointer(other.pointer), count: values.count)
  }

  /// Adds one vector to another.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func add<Scalar: NeuralScalar>(_ other: Tensor<Scalar>, to sum: Tensor<Scalar>) {
    precondition(other.count == sum.count, "as many numbers on both sides")
    let (source, target) = unsafe (other.pointer, sum.pointer)
    for index in 0..<sum.count { unsafe target[index] += source[index] }
  }

  /// Values where a mask is above zero, 0 elsewhere: what lies under a closed mask, even NaN, is never seen.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func select<Scalar: NeuralScalar>(
    _ values: Tensor<Scalar>, where mask: Tensor<Scalar>, into result: Tensor<Scalar>
  ) {
    precondition(values.count == mask.count && values.count == result.count, "a mask for each value")
    let (source, open, target) = unsafe (values.pointer, mask.pointer, result.pointer)
    for index in 0..<values.count { unsafe target[index] = unsafe open[index] > 0 ? source[index] : 0 }
  }

  /// The sums of the rows of [row][column], added to [row].
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func addRowSums<Scalar: NeuralScalar>(of values: Tensor<Scalar>, to sums: Tensor<Scalar>) {
    let columns = values.count / sums.count
    precondition(columns * sums.count == values.count, "rows of equal length")
    for row in 0..<sums.count {
      sums[row] += unsafe ActivationKernels.sum(values.pointer + row * columns, columns)
    }
  }

  /// The sum of squares in double precision, always in the same order.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func sumOfSquares<Scalar: NeuralScalar>(_ values: Tensor<Scalar>) -> Double {
    let source = unsafe values.pointer
    var sums = SIMD8<Double>(repeating: 0)
    var index = 0
    while index + 8 <= values.count {
      for lane in 0..<8 {
        let value = unsafe Double(source[index + lane])
        sums[lane] += value * value
      }
      index += 8
    }
    var total = sums.sum()
    while index < values.count {
      let value = unsafe Double(source[index])
      total += value * value
      index += 1
    }
    return total
  }

  /// One step of Adam on flat vectors; see `Adam`.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func adam<Scalar: NeuralScalar>(
    _ parameters: Tensor<Scalar>, gradient: Tensor<Scalar>, first: Tensor<Scalar>, second: Tensor<Scalar>,
    scale: Scalar, decays: (Scalar, Scalar), rate: Scalar, secondCorrection: Scalar, epsilon: Scalar
  ) {
    let count = parameters.count
    precondition(gradient.count == count && first.count == count && second.count == count, "one number each")
    let (p, g, m, v) = unsafe (parameters.pointer, gradient.pointer, first.pointer, second.pointer)
    for index in 0..<count {
      let slope = unsafe g[index] * scale
      let mean = unsafe decays.0 * m[index] + (1 - decays.0) * slope
      let square = unsafe decays.1 * v[index] + (1 - decays.1) * (slope * slope)
      unsafe m[index] = mean
      unsafe v[index] = square
      unsafe p[index] -= rate * mean / ((square * secondCorrection).squareRoot() + epsilon)
    }
  }
}
