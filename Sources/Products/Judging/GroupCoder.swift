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
