internal import Glibc
internal import Numerics

/// Penalised least squares in the space of the discrete cosine transform: a smooth field through a cube with gaps.
///
/// Minimises ‖W^½ (ŷ − y)‖² + s ‖D ŷ‖², W = 0 at gaps, by ŷ ← β IDCT(Γ ∘ DCT(W ∘ (y − ŷ) + ŷ)) + (1 − β) ŷ with
/// Γ = 1 / (1 + s Λ²), Λ = Σ over axes of weight · (2 − 2 cos(π i / n)), β = 1.75 where anything is weighted. Starts from
/// the nearest observation's value with the lowest tenth of the coefficients of each axis. With unit axis weights, the
/// Cauchy weights and three rounds it is `smoothn` of pytesmo 0.18 step by step, but for single precision.
/// - Sources: D. Garcia (2010), Comput. Stat. Data Anal. 54, 1167–1178; G. Wang et al. (2012), Ecol. Model. 225, 54–61.
public struct DCTPLS: Hashable, Sendable {
  /// How the smoothing parameter s is chosen.
  public enum Smoothing: Hashable, Sendable {
    /// A given positive number.
    case fixed(Double)
    /// The minimum of the generalised cross-validation score, searched in log₁₀ s to within 0.1.
    case crossValidated
  }

  /// The weight of an observation by its studentised residual u.
  public enum Robustness: Hashable, Sendable {
    /// Every observation counts the same.
    case none
    /// (1 − (u / 4.685)²)², nothing beyond.
    case bisquare
    /// 1 / (1 + (u / 2.385)²), as pytesmo's.
    case cauchy
  }

  /// How s is chosen.
  public var smoothing = Smoothing.crossValidated
  /// How far outliers count.
  public var robustness = Robustness.cauchy
  /// The weight of each axis in Λ: less than 1 for an axis along which values change faster.
  public var axisWeights = AxisWeights()
  /// The largest number of fits, each with the weights of the one before; fewer where they no longer change it.
  public var rounds = 3
  /// The relative change of the field at the observations at which the steps of a fit end.
  public var tolerance = 1e-3
  /// The relative change in a fit's first step at which its weights count as converged and no other fit follows.
  public var weightTolerance = 1e-4
  /// The largest number of steps of a fit.
  public var steps = 100

  /// The weights of the axes of a cube.
  public struct AxisWeights: Hashable, Sendable {
    /// Layers: time.
    public var layers: Double
    /// Rows: latitude.
    public var rows: Double
    /// Columns: longitude.
    public var columns: Double

    /// Weights, 1 where not given.
    public init(layers: Double = 1, rows: Double = 1, columns: Double = 1) {
      (self.layers, self.rows, self.columns) = (layers, rows, columns)
    }
  }

  /// A smooth field and how it was found.
  public struct Fit: Sendable {
    /// Layer × row × column, without a gap.
    public var values: [Float]
    /// The smoothing parameter of the last step.
    public var smoothing: Double
    /// The number of steps of each fit.
    public var steps: [Int]
    /// Whether the last fit reached its tolerance.
    public var isConverged: Bool
  }

  /// The defaults: s by cross-validation, Cauchy weights, three fits at most.
  public init() {}

  /// The smooth field through the finite values of a cube.
  ///
  /// - Parameters:
  ///   - values: layer × row × column, NaN at gaps.
  ///   - layers: the number of layers.
  ///   - rows: the number of rows of a layer.
  ///   - columns: the number of columns.
  ///   - jobs: the number of threads; the result is the same for any number.
  /// - Returns: the field, or nil where no value is finite.
  /// - Precondition: the values fill the shape.
  public func fit(_ values: [Float], layers: Int, rows: Int, columns: Int, jobs: Int = 1) -> Fit? {
    precondition(values.count == layers * rows * columns && !values.isEmpty, "the values fill the shape")
    guard values.contains(where: \.isFinite) else { return nil }
    let state = DCTPLSState(self, values, layers: layers, rows: rows, columns: columns, jobs: jobs)
    let limits = DCTPLS.limits(axes: [layers, rows, columns].count { $0 > 1 })
    var smoothing = 1.0
    var counts: [Int] = []
    var isConverged = false
    for round in 0..<(robustness == .none ? 1 : max(1, rounds)) {
      if round > 0 { state.weigh(robustness, leverage: DCTPLS.leverage(smoothing)) }
      var step = 0
      var change = 1.0
      var first = 1.0
      repeat {
        state.takeCoefficients()
        switch self.smoothing {
        case .fixed(let given): smoothing = given
        case .crossValidated:
          // At steps 0, 1, 2, 4, 8, … as the reference does, for every score costs a transform.
          if step & (step - 1) == 0 {
            let best = BoundedMinimum.find(in: limits, tolerance: 0.1) { state.score(pow(10, $0)) }
            smoothing = pow(10, best)
          }
        }
        change = state.step(smoothing)
        if step == 0 { first = change }
        step += 1
      } while change > tolerance && step < steps && state.isWeighted
      counts.append(step)
      isConverged = change <= tolerance || !state.isWeighted
      if first <= weightTolerance { break }
    }
    return Fit(values: state.field, smoothing: smoothing, steps: counts, isConverged: isConverged)
  }

  /// The range of log₁₀ s whose leverage lies between 1e-6 and 0.99.
  static func limits(axes: Int) -> ClosedRange<Double> {
    func bound(_ leverage: Double) -> Double {
      let h = pow(leverage, 2 / Double(max(1, axes)))
      let root = (1 + (1 + 8 * h).squareRoot()) / 4 / h
      return log10((root * root - 1) / 16)
    }
    return bound(0.99)...bound(1e-6)
  }

  /// The mean leverage of an observation along one axis, equation 15 of Garcia (2010).
  static func leverage(_ smoothing: Double) -> Double {
    let root = (1 + 16 * smoothing).squareRoot()
    return ((1 + root) / 2).squareRoot() / root
  }
}
