internal import Glibc
internal import Numerics

/// The arrays of a DCT-PLS fit and what is done on them, each in one pass over memory.
final class DCTPLSState {
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
  private let isObserved: [Bool]
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
    isObserved = input.map(\.isFinite)
    for index in values.indices where !isObserved[index] { (values[index], weights[index]) = (0, 0) }
    observed = isObserved.count { $0 }
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

  /// weight · (2 − 2 cos(π i / n)), as 4 sin² without the cancellation.
  static func penalty(_ count: Int, _ weight: Double) -> [Float] {
    (0..<count).map { index in
      let sine = sin(Double.pi * Double(index) / Double(2 * count))
      return Float(weight * 4 * sine * sine)
    }
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
  func takeCoefficients() {
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
  func score(_ smoothing: Double) -> Double {
    let cells = cube.cells
    let sums = unsafe invert(smoothing) { fitted, range in
      unsafe values.withUnsafeBufferPointer { y in
        unsafe weights.withUnsafeBufferPointer { w in
          var total = 0.0
          for layer in 0..<cube.shape.layers {
            let end = layer * cells + range.upperBound
            var index = layer * cells + range.lowerBound
            // Eight sums side by side: one sum would wait for each addition.
            var sums = SIMD8<Float>.zero
            while index + 8 <= end {
              let residual = unsafe y.eight(index) - UnsafeBufferPointer(fitted).eight(index)
              unsafe sums += w.eight(index) * residual * residual
              index += 8
            }
            while index < end {
              let residual = unsafe y[index] - fitted[index]
              unsafe sums[0] += w[index] * residual * residual
              index += 1
            }
            total += Double(sums.sum())
          }
          return total
        }
      }
    }
    let freedom = 1 - sums.prepared / Double(values.count)
    return sums.finished / Double(observed) / (freedom * freedom)
  }

  /// Takes a step of the field with an s, over-relaxed where values are weighted; the relative change of its values at the observations.
  func step(_ smoothing: Double, relaxation: Double? = nil) -> Double {
    let beta = Float(relaxation ?? (isWeighted ? 1.75 : 1))
    _ = unsafe invert(smoothing) { _, _ in 0 }
    let cells = cube.cells
    let room = room
    let isObserved = isObserved
    let norms = unsafe field.withUnsafeMutableBufferPointer { z in
      nonisolated(unsafe) let z = unsafe z
      return Pieces.run(cube.shape.layers, jobs: jobs) { layer in
        var (change, norm) = (0.0, 0.0)
        for index in layer * cells..<(layer + 1) * cells {
          let old = unsafe z[index]
          let new = beta * room[index] + (1 - beta) * old
          unsafe z[index] = new
          guard isObserved[index] else { continue }
          change += Double((new - old) * (new - old))
          norm += Double(new * new)
        }
        return (change, norm)
      }
    }
    let change = norms.reduce(0) { $0 + $1.0 }
    let norm = norms.reduce(0) { $0 + $1.1 }
    return norm > 0 ? (change / norm).squareRoot() : 0
  }

  /// Puts IDCT(Γ ∘ coefficients) into `room`.
  /// - Parameters:
  ///   - smoothing: s.
  ///   - finish: called for every strip of cells with `room` when all its layers are there.
  /// - Returns: ΣΓ, and the sum of what `finish` returned.
  private func invert(
    _ smoothing: Double, finish: (UnsafeMutableBufferPointer<Float>, Range<Int>) -> Double
  ) -> (prepared: Double, finished: Double) {
    let s = Float(smoothing)
    return unsafe room.withUnsafeMutableBufferPointer { room in
      unsafe coefficients.withUnsafeBufferPointer { coefficients in
        unsafe cube.transform(
          room, .inverse, jobs: jobs, prepare: { unsafe shrink($0, s, coefficients, room) },
          finish: { unsafe finish(room, $0) })
      }
    }
  }

  /// Sets the weights from the residuals, studentised by the median absolute deviation at the observations.
  func weigh(_ robustness: DCTPLS.Robustness, leverage: Double) {
    var residuals: [Float] = []
    residuals.reserveCapacity(observed)
    for index in values.indices where isObserved[index] { residuals.append(values[index] - field[index]) }
    let middle = residuals.takeMedian()
    for index in residuals.indices { residuals[index] = abs(residuals[index] - middle) }
    let spread = 1.4826 * residuals.takeMedian() * Float((1 - leverage).squareRoot())
    guard spread > 0 else { return }
    for index in values.indices where isObserved[index] {
      let u = abs(values[index] - field[index]) / spread
      weights[index] = robustness.weight(ofStudentised: u)
    }
    isWeighted = true
  }
}

extension DCTPLS.Robustness {
  /// The weight of an observation with a studentised residual of u ≥ 0.
  func weight(ofStudentised u: Float) -> Float {
    switch self {
    case .none: return 1
    case .cauchy: return 1 / (1 + (u / 2.385) * (u / 2.385))
    case .bisquare:
      let ratio = u / 4.685
      return ratio < 1 ? (1 - ratio * ratio) * (1 - ratio * ratio) : 0
    }
  }
}

extension UnsafeBufferPointer<Float> {
  /// Eight values from an index on.
  @inline(__always)
  fileprivate func eight(_ index: Int) -> SIMD8<Float> {
    guard let baseAddress else { return .zero }
    return unsafe UnsafeRawPointer(baseAddress + index).loadUnaligned(as: SIMD8<Float>.self)
  }
}

extension [Float] {
  /// The median, the mean of the middle two of an even number; reorders the values (Hoare's selection).
  mutating func takeMedian() -> Float {
    guard !isEmpty else { return .nan }
    let upper = select(count / 2)
    guard count % 2 == 0 else { return upper }
    let lower = self[..<(count / 2)].max() ?? upper
    return (lower + upper) / 2
  }

  /// The value of a rank; lower ranks come before it.
  private mutating func select(_ rank: Int) -> Float {
    var (low, high) = (startIndex, endIndex - 1)
    while low < high {
      let pivot = self[low + (high - low) / 2]
      var (left, right) = (low, high)
      while left <= right {
        while self[left] < pivot { left += 1 }
        while self[right] > pivot { right -= 1 }
        if left <= right {
          swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if rank <= right { high = right } else if rank >= left { low = left } else { break }
    }
    return self[rank]
  }
}
