#if canImport(Glibc)
  internal import Glibc
#endif

/// How the learning rate changes with the steps of a training.
public struct LearningRate: Hashable, Sendable, Codable {
  /// What comes after the warm-up.
  public enum Decay: Hashable, Sendable, Codable {
    /// The same rate.
    case none
    /// Half a cosine from the peak to `floor` × peak at the last step.
    case cosine(floor: Double)
    /// Times `factor` after every `every` steps, counted from the first step.
    case steps(every: Int, factor: Double)
  }

  /// The rate after the warm-up.
  public var peak: Double
  /// The steps over which the rate rises evenly to its peak.
  public var warmUp: Int
  /// The steps of the whole training.
  public var total: Int
  /// What comes after the warm-up.
  public var decay: Decay

  /// A schedule.
  ///
  /// - Precondition: a positive peak, and `warmUp` between 0 and `total`.
  public init(peak: Double, warmUp: Int = 0, total: Int, decay: Decay = .none) {
    precondition(peak > 0 && warmUp >= 0 && total >= warmUp, "a rate, and a warm-up within the training")
    self.peak = peak
    self.warmUp = warmUp
    self.total = total
    self.decay = decay
  }

  /// The rate of a step, counted from 0.
  public func rate(at step: Int) -> Double {
    if step < warmUp { return peak * Double(step + 1) / Double(warmUp) }
    switch decay {
    case .none: return peak
    case .cosine(let floor):
      let share = min(1, Double(step - warmUp) / Double(max(1, total - 1 - warmUp)))
      return peak * (floor + (1 - floor) * 0.5 * (1 + cos(Double.pi * share)))
    case .steps(let every, let factor):
      return peak * pow(factor, Double(step / max(1, every)))
    }
  }
}
