internal import Glibc

extension DCTPLS {
  /// How a cube's gaps are filled without smoothing its observations.
  public struct PureFilling: Hashable, Sendable {
    /// The number of steps.
    public var steps = 100
    /// s of the first step; each next one is smaller by the same factor.
    public var first = 1e3
    /// s of the last step.
    public var last = 1e-6
    /// The over-relaxation β, 1.75…2.
    public var relaxation = 1.75

    /// 100 steps from 10³ to 10⁻⁶, β = 1.75.
    public init() {}
  }

  /// Fills the gaps of a cube and keeps its observations: every step transforms the observations and the field between
  /// them, with less and less smoothing.
  ///
  /// Of `self` only the weights of the axes are used.
  ///
  /// - Parameters:
  ///   - values: layer × row × column, NaN at gaps.
  ///   - layers: the number of layers.
  ///   - rows: the number of rows of a layer.
  ///   - columns: the number of columns.
  ///   - filling: the steps.
  ///   - jobs: the number of threads; the result is the same for any number.
  /// - Returns: the cube, observations exactly as they were, or nil where no value is finite.
  /// - Precondition: the values fill the shape.
  /// - Source: G. Wang et al. (2012), Ecol. Model. 225, 54–61.
  public func fillGaps(
    _ values: [Float], layers: Int, rows: Int, columns: Int, filling: PureFilling = PureFilling(),
    jobs: Int = 1
  ) -> [Float]? {
    precondition(values.count == layers * rows * columns && !values.isEmpty, "the values fill the shape")
    guard values.contains(where: \.isFinite) else { return nil }
    guard values.contains(where: { !$0.isFinite }) else { return values }
    let state = DCTPLSState(self, values, layers: layers, rows: rows, columns: columns, jobs: jobs)
    let (first, last) = (log10(filling.first), log10(filling.last))
    for step in 0..<filling.steps {
      let share = Double(step) / Double(max(1, filling.steps - 1))
      state.takeCoefficients()
      _ = state.step(pow(10, first + share * (last - first)), relaxation: filling.relaxation)
    }
    return zip(values, state.field).map { $0.isFinite ? $0 : $1 }
  }
}
