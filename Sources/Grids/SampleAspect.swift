/// What a product may say of a sample besides its value; each is a stratum of the same name.
public enum SampleAspect: String, CaseIterable, Hashable, Sendable {
  /// How the value came about, such as `observed` or `filled`.
  case flag
  /// The satellite's pass: `ascending` or `descending`.
  case orbit
  /// `day` or `night`, as the product says it.
  case dayNight = "day-night"
  /// `frozen` or `thawed`, as the product says it.
  case frozen
}

/// How the groups of one aspect are told apart, sample by sample.
public struct SampleGroups: Hashable, Sendable {
  /// One group: its name, and what the variable must be.
  public struct Group: Hashable, Sendable {
    /// The name in tables, such as `filled`.
    public var name: String
    /// How the stored number is compared.
    public var comparison: FlagRule.Comparison
    /// The values, or the one mask of the bit rules.
    public var values: [Double]

    /// Creates a group.
    public init(name: String, _ comparison: FlagRule.Comparison, _ values: [Double]) {
      self.name = name
      self.comparison = comparison
      self.values = values
    }
  }

  /// The code of a sample that no group takes: it is `unknown` in tables.
  public static let unknown: UInt8 = .max

  /// The variable that tells; nil where all samples of the product are of the one group.
  public var variable: String?
  /// The groups in the order they are tried; the first that fits is taken.
  ///
  /// At most 250.
  public var groups: [Group]

  /// The group of samples where the variable is missing, such as `filled` where it holds what was observed.
  ///
  /// It may be one of `groups`; nil leaves them unknown.
  public var missing: String?

  /// The names by code, in order.
  public var names: [String] {
    let names = groups.map(\.name)
    guard let missing, !names.contains(missing) else { return names }
    return names + [missing]
  }

  /// The code of a sample where the variable is missing: its fill value, or no number.
  public var codeOfMissing: UInt8 {
    guard let missing, let code = names.firstIndex(of: missing) else { return SampleGroups.unknown }
    return UInt8(clamping: code)
  }

  /// Creates groups that a variable tells apart.
  public init(variable: String?, groups: [Group], missing: String? = nil) {
    self.variable = variable
    self.groups = groups
    self.missing = missing
  }

  /// All samples belong to one group.
  public static func constant(_ name: String) -> SampleGroups {
    SampleGroups(variable: nil, groups: [Group(name: name, .equals, [])])
  }

  /// The code of a number: the position of the first group that fits, or `unknown`; NaN is a missing number.
  public func code(_ value: Double) -> UInt8 {
    if variable == nil { return 0 }
    if value.isNaN { return codeOfMissing }
    for (code, group) in groups.enumerated()
    where FlagRule(variable: "", group.comparison, group.values).keeps(value) {
      return UInt8(clamping: code)
    }
    return SampleGroups.unknown
  }
}
