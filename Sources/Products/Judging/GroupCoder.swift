import Files
import Grids

/// A description's groups in a fixed order, and how a variable's stored numbers become codes.
struct GroupCoder: Sendable {
  /// The aspects the description tells apart, in the order of `SampleAspect.allCases`.
  let aspects: [SampleAspect]
  /// The rule of each.
  let rules: [SampleGroups]

  init(_ description: ProductDescription) {
    let aspects = SampleAspect.allCases.filter { description.groups[$0] != nil }
    self.aspects = aspects
    rules = aspects.compactMap { description.groups[$0] }
  }

  /// The code of samples for which a rule reads nothing: that of its one group, or unknown where its variable is
  /// not in the file.
  static func code(withoutVariable rule: SampleGroups) -> UInt8 {
    rule.variable == nil ? rule.code(0) : SampleGroups.unknown
  }

  /// What a file says of groups whose variable it has not.
  ///
  /// They are no reason to refuse the file: cell files are often made with some of a product's variables only, and
  /// the samples are unknown in that stratum, not wrong.
  func problems(path: String, isThere: (_ name: String) -> Bool) -> [Problem] {
    zip(aspects, rules).compactMap { aspect, rule in
      guard let name = rule.variable, !isThere(name) else { return nil }
      return Problem(
        path: path, reason: "has no variable '\(name)': the groups of \(aspect.rawValue) are unknown")
    }
  }

  /// The codes of a variable's unpacked numbers; a missing number has the rule's own.
  static func codes(_ rule: SampleGroups, _ values: [Double], _ states: [Unpacking.State]) -> [UInt8] {
    var run = (value: Double.nan, code: SampleGroups.unknown)
    return values.indices.map { index in
      if states[index] == .fill || states[index] == .notFinite { return rule.codeOfMissing }
      if values[index] != run.value { run = (values[index], rule.code(values[index])) }
      return run.code
    }
  }
}
