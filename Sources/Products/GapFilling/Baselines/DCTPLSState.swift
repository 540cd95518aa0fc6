internal import Numerics

/// The arrays of a DCT-PLS fit and what is done on them, each in one pass over memory.
struct DCTPLSState {
  /// The field so far.
  private(set) var field: [Float]
  /// Whether any value has a weight other than 1: without, one step is the solution.
  private(set) var isWeighted: Bool

  private let cube: CosineCube
  private let jobs: Int
  /// The values, zero at gaps, and their weights, zero there.
  private var values: [Float]
  private var weights: [Float]
  /// DCT(W ∘ (y − ŷ) + ŷ), and room for what is made of it.
  private var coefficients: [Float]
  private var room: [Float]
  private let observed: Int
  /// Each axis's part of Λ.
  private let layerPenalty: [Float]
  private let rowPenalty: [Float]
  private let columnPenalty: [Float]

  init(_ settings: DCTPLS, _ input: [Float], layers: Int, rows: Int, columns: Int, jobs: Int) {
    cube = CosineCube(layers: layers, rows: rows, columns: columns)
    self.jobs = jobs
    values = input
    weights = [Float](repeating: 1, count: input.count)
    var observed = 0
    for index in values.indices {
      if values[index].isFinite {
        observed += 1
      } else {
        (values[index], weights[index]) = (0, 0)
      }
    }
    self.observed = observed
    isWeighted = observed < input.count
    layerPenalty = DCTPLSState.penalty(layers, settings.axisWeights.layers)
    rowPenalty = DCTPLSState.penalty(rows, settings.axisWeights.rows)
    columnPenalty = DCTPLSState.penalty(columns, settings.axisWeights.columns)
    field =
      isWeighted
      ? DCTPLSState.start(input, cube, jobs: jobs) : [Float](repeating: 0, count: input.count)
    coefficients = [Float](repeating: 0, count: input.count)
    room = coefficients
  }

  /// weight · (2 − 2 cos(π i / n)).
  static func penalty(_ count: Int, _ weight: Double) -> [Float] {
    (0..<count).map { Float(weight * 4 * squaredSine($0, count)) }
  }

  /// sin²(πi / 2n), without the cancellation of 1 − cos.
  private static func squaredSine(_ i: Int, _ n: Int) -> Double {
    let sine = SpecialAngles.sine(quarterTurns: Double(i) / Double(n))
    return sine * sine
  }

  /// The nearest observation's value with the lowest tenth of each axis's coefficients.
  static func start(_ input: [Float], _ cube: CosineCube, jobs: Int) -> [Float] {
    let shape = cube.shape
    var start = NearestObservation.filled(
      input, layers: shape.layers, rows: shape.rows, columns: shape.columns, jobs: jobs)
    cube.transform(&start, .forward, jobs: jobs)
    func kept(_ count: Int) -> Int { (count + 9) / 10 }
    for layer in 0..<shape.layers {
      for row in 0..<shape.rows {
        let first = layer < kept(shape.layers) && row < kept(shape.rows) ? kept(shape.columns) : 0
        let base = (layer * shape.rows + row) * shape.columns
        for column in first..<shape.columns { start[base + column] = 0 }
      }
    }
    cube.transform(&start, .inverse, jobs: jobs)
    return start
  }

  /// Transforms W ∘ (y − ŷ) + ŷ.
  mutating func takeCoefficients() {
    let cells = cube.cells
    unsafe coefficients.withUnsafeMutableBufferPointer { coefficients in
      unsafe values.withUnsafeBufferPointer { y in
        unsafe weights.withUnsafeBufferPointer { w in
          unsafe field.withUnsafeBufferPointer { z in
            _ = unsafe cube.transform(
              coefficients, .forward, jobs: jobs,
              prepare: { layer in
                for index in layer * cells..<(layer + 1) * cells {
                  unsafe coefficients[index] = w[index] * (y[index] - z[index]) + z[index]
                }
                return 0
              }, finish: { _ in 0 })
          }
        }
      }
    }
  }

  /// Γ ∘ the coefficients of one layer into `room`; the sum of Γ.
  private func shrink(
    _ layer: Int, _ s: Float, _ from: UnsafeBufferPointer<Float>, _ to: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    let columns = cube.shape.columns
    var total = 0.0
    for row in 0..<cube.shape.rows {
      let base = layer * cube.cells + row * columns
      let outer = layerPenalty[layer] + rowPenalty[row]
      var sum: Float = 0
      for column in 0..<columns {
        let penalty = outer + columnPenalty[column]
        let gain = 1 / (1 + s * penalty * penalty)
        unsafe to[base + column] = gain * from[base + column]
        sum += gain
      }
      total += Double(sum)
    }
    return total
  }

  /// The score of generalised cross-validation of an s: (wRSS / n_observed) / (1 − ΣΓ / n)².
  mutating func score(_ smoothing: Double) -> Double {
    let sums = unsafe apply(smoothing) { index, fitted, y, w in
      let residual = unsafe y[index] - fitted
      return unsafe w[index] * residual * residual
    }
    let freedom = 1 - sums.prepared / Double(values.count)
    return sums.finished / Double(observed) / (freedom * freedom)
  }

  /// Takes a step of the field; the relative change of its values at the observations.
  mutating func step(_ smoothing: Double) -> Double {
    let beta: Float = isWeighted ? 1.75 : 1
    let norms = move(smoothing, beta)
    return norms.field > 0 ? (norms.change / norms.field).squareRoot() : 0
  }
}
