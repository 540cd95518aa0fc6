internal import Numerics

/// How an estimate spreads: a standard error with Student's t and, where replicates are given, their shape.
struct CalibratedSpread: Sendable {
  let estimate: Double
  let standardError: Double
  let degreesOfFreedom: Double
  /// Deviations of replicates from their mean over their standard deviation, ascending; empty: symmetric.
  private var deviations: [Double] = []

  init(estimate: Double, standardError: Double, degreesOfFreedom: Double) {
    self.estimate = estimate
    self.standardError = standardError
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// Takes the shape of replicates; their mean and spread do not matter.
  mutating func shape(by replicates: [Double]) {
    guard !replicates.isEmpty else { return }
    let centre = replicates.reduce(0, +) / Double(replicates.count)
    let spread = replicates.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(replicates.count)
    guard spread > 0 else { return }
    let scale = 1 / spread.squareRoot()
    deviations = Ascending.sorted(replicates.map { ($0 - centre) * scale })
  }

  /// The interval: estimate ± t·standard error, or as wide, leaning as the replicates do.
  ///
  /// Where values are skewed to the right, a low mean comes with a small standard error and the truth is missed above
  /// it: the interval must reach further on the side of the tail, as the percentiles of the replicates do.
  func interval(level: Double) -> (lower: Double, upper: Double) {
    let probability = (1 + level) / 2
    let t = StudentT.quantile(probability, degreesOfFreedom: degreesOfFreedom)
    guard !deviations.isEmpty else {
      return (estimate - t * standardError, estimate + t * standardError)
    }
    let stretch = standardError * t / Normal.quantile(probability)
    return (
      estimate + stretch * quantile(ofSorted: deviations, 1 - probability),
      estimate + stretch * quantile(ofSorted: deviations, probability)
    )
  }

  /// The two-sided p-value of zero: one less the level of the interval that just leaves it out.
  ///
  /// Where that is beyond the replicates' resolution, Student's t continues the tail.
  var p: Double {
    let student = StudentT.twoSided(estimate / standardError, degreesOfFreedom: degreesOfFreedom)
    guard !deviations.isEmpty else { return student }
    let finest = 2 / Double(deviations.count)
    func leavesOutZero(_ p: Double) -> Bool {
      let ends = interval(level: 1 - p)
      return ends.lower > 0 || ends.upper < 0
    }
    if leavesOutZero(finest) { return min(student, finest) }
    var (inside, outside) = (finest, 1.0)
    for _ in 0..<50 {
      let middle = (inside + outside) / 2
      if leavesOutZero(middle) { outside = middle } else { inside = middle }
    }
    return outside
  }
}
