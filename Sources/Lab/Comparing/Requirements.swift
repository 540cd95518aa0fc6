/// What users ask of surface soil moisture, as far as stations can tell (docs/comparisons.md).
public enum Requirement: CaseIterable, Hashable, Sendable {
  /// GCOS 2022, uncertainty: the goal.
  case gcosGoal
  /// GCOS 2022, uncertainty: the breakthrough.
  case gcosBreakthrough
  /// GCOS 2022, uncertainty: the threshold.
  case gcosThreshold
  /// The SMAP mission's requirement.
  case smap
  /// GCOS 2022, stability: the goal.
  case gcosStabilityGoal
  /// GCOS 2022, stability: the breakthrough.
  case gcosStabilityBreakthrough
  /// GCOS 2022, stability: the threshold.
  case gcosStabilityThreshold

  /// What is compared with the limit.
  public enum Measure: String, Sendable {
    /// Twice ubRMSE: GCOS states its uncertainty as two standard deviations.
    case twoUbRMSE = "2*ubRMSE"
    /// ubRMSE, one standard deviation.
    case ubRMSE
    /// The size of the slope of the yearly bias, per decade.
    case stability
  }

  /// The name in tables.
  public var name: String {
    switch self {
    case .gcosGoal: "GCOS goal"
    case .gcosBreakthrough: "GCOS breakthrough"
    case .gcosThreshold: "GCOS threshold"
    case .smap: "SMAP"
    case .gcosStabilityGoal: "GCOS stability goal"
    case .gcosStabilityBreakthrough: "GCOS stability breakthrough"
    case .gcosStabilityThreshold: "GCOS stability threshold"
    }
  }

  /// The largest value allowed: m³ m⁻³, for stability m³ m⁻³ per decade.
  public var limit: Double {
    switch self {
    case .gcosGoal: 0.03
    case .gcosBreakthrough: 0.04
    case .gcosThreshold: 0.08
    case .smap: 0.04
    case .gcosStabilityGoal: 0.005
    case .gcosStabilityBreakthrough: 0.01
    case .gcosStabilityThreshold: 0.02
    }
  }

  /// What is compared with the limit.
  public var measure: Measure {
    switch self {
    case .gcosGoal, .gcosBreakthrough, .gcosThreshold: .twoUbRMSE
    case .smap: .ubRMSE
    case .gcosStabilityGoal, .gcosStabilityBreakthrough, .gcosStabilityThreshold: .stability
    }
  }

  /// What an interval says of the limit; a slope keeps it on either side of zero.
  public func outcome(lower: Double?, upper: Double?) -> RequirementOutcome {
    guard let lower, let upper else { return .undecided }
    if upper <= limit, measure != .stability || lower >= -limit { return .pass }
    if lower > limit || (measure == .stability && upper < -limit) { return .fail }
    return .undecided
  }
}
