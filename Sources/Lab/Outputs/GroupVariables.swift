internal import Files
internal import Grids

/// The variables of `matchups.nc` that say what a product says of each pair's value, one an aspect (CF flags).
///
/// Products name their groups each on its own; in the file one list of names serves all, so that one number means one
/// name. An aspect that no product tells has no variable; where this product does not tell, or tells of no group, the
/// value is the fill value.
struct GroupVariables {
  private struct Aspect {
    var aspect: SampleAspect
    var variable: NetCDFWriter.Variable
    /// For each product the file's number of each of its codes; `nil` where it does not tell.
    var numbers: [[Int16]?]
  }
  private static let unknown: Int16 = -1
  private let aspects: [Aspect]

  /// The variables' names, for `ancillary_variables`.
  var names: [String] { aspects.map(\.variable.name) }

  /// Declares a variable for each aspect that some product tells.
  init(
    in writer: NetCDFWriter, along dimension: NetCDFWriter.Dimension, storage: NetCDFWriter.Storage,
    experiment: Experiment
  ) throws(Failure) {
    var aspects: [Aspect] = []
    for aspect in SampleAspect.allCases {
      let names = GroupOrder.names(of: aspect, in: experiment)
      guard !names.isEmpty else { continue }
      // More names than a byte counts are hardly ever there, but must not wrap round.
      let isNarrow = names.count <= Int(Int8.max)
      let variable = try writer.variable(
        GroupVariables.name(of: aspect), isNarrow ? .int8 : .int16, [dimension],
        fill: GroupVariables.array([GroupVariables.unknown], isNarrow: isNarrow), storage: storage)
      let values = names.indices.map { Int16(clamping: $0) }
      try writer.attribute("long_name", GroupVariables.title(aspect), of: variable)
      try writer.attribute(
        "flag_values", .values(GroupVariables.array(values, isNarrow: isNarrow)), of: variable)
      try writer.attribute("flag_meanings", GroupVariables.words(names).joined(separator: " "), of: variable)
      try writer.attribute(GroupVariables.namesAttribute, .values(.string(names)), of: variable)
      aspects.append(
        Aspect(
          aspect: aspect, variable: variable,
          numbers: experiment.products.map { product in
            product.description.groups[aspect]?.names.map { name in
              Int16(clamping: names.firstIndex(of: name) ?? Int(GroupVariables.unknown))
            }
          }))
    }
    self.aspects = aspects
  }

  /// Writes the groups of a product's pairs.
  func write(
    _ pairs: MatchUps, product: Int, to writer: NetCDFWriter, at part: NetCDFSlab
  ) throws(Failure) {
    for aspect in aspects {
      let numbers = aspect.numbers[product] ?? []
      let codes = pairs.groups[aspect.aspect] ?? []
      let values = (0..<pairs.count).map { position in
        guard codes.indices.contains(position), numbers.indices.contains(Int(codes[position])) else {
          return GroupVariables.unknown
        }
        return numbers[Int(codes[position])]
      }
      try writer.write(
        GroupVariables.array(values, isNarrow: aspect.variable.type == .int8), to: aspect.variable, at: part)
    }
  }

  /// The variable of an aspect.
  static func name(of aspect: SampleAspect) -> String { aspect.rawValue.replacing("-", with: "_") }

  /// The attribute with the groups' own names, which CF's `flag_meanings` may have to change.
  static let namesAttribute = "flag_names"

  private static func array(_ values: [Int16], isNarrow: Bool) -> NetCDFArray {
    isNarrow ? .int8(values.map { Int8(clamping: $0) }) : .int16(values)
  }

  private static func title(_ aspect: SampleAspect) -> String {
    switch aspect {
    case .flag: "how the product's value came about"
    case .orbit: "pass of the satellite"
    case .dayNight: "day or night, as the product says it"
    case .frozen: "state of the ground, as the product says it"
    }
  }

  /// The names as CF asks: words of letters, digits and `_ - . + @`, each once.
  private static func words(_ names: [String]) -> [String] {
    var words: [String] = []
    for name in names {
      let word = String(
        name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.+@".contains($0)) ? $0 : "_" })
      words.append(words.contains(word) || word.isEmpty ? "\(word)_\(words.count)" : word)
    }
    return words
  }
}
