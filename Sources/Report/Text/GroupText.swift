internal import Files
internal import Grids
internal import Lab

/// What the groups of a grouping mean, as Markdown.
enum GroupText {
  /// Paragraphs on the kinds of groups that need an explanation; empty for the others.
  static func note(on stratification: Stratification, of experiment: Experiment) -> String {
    stratification.factors.map { kind in
      // Notes on what a product tells hold names from data.
      kind.aspect == nil
        ? GroundText(experiment)(note(on: kind, of: experiment)) : note(on: kind, of: experiment)
    }.joined()
  }

  private static func note(on kind: StratumKind, of experiment: Experiment) -> String {
    if let aspect = kind.aspect {
      var text = "\(opening(aspect)) A value that no group takes is *unknown*.\n\n"
      for product in experiment.products {
        text += "- \(MarkdownText.escape(product.name)): \(groups(of: product, aspect))\n"
      }
      text +=
        kind == .flagCommon
        ? "\nOnly sensors with a value in each of a product's groups enter: its groups are compared at the same places, "
          + "on pairs of different days. A product with fewer than two such groups has no row.\n\n"
        : "\nEach group is scored on its own pairs; the two n say on how many stations and pairs.\n\n"
      return text
    }
    switch kind {
    case .distance:
      return
        "Distance from the station to the centre of the product's cell; a class holds its lower end. *unknown*: no cell "
        + "in reach.\n\n"
    case .cellStations:
      return
        "How many of the scored stations stand in the same cell of the product. *unknown*: no cell in reach.\n\n"
    default: return ""
    }
  }

  private static func opening(_ aspect: SampleAspect) -> String {
    switch aspect {
    case .flag: "How a product says its value came about."
    case .orbit: "The satellite's pass, as the product says it."
    case .dayNight: "Day and night, as the product says it or by the sun."
    case .frozen: "The state of the ground, as the product says it."
    }
  }

  private static func groups(of product: Experiment.ProductChoice, _ aspect: SampleAspect) -> String {
    guard let told = product.description.groups[aspect], !told.groups.isEmpty else {
      return aspect == .dayNight
        ? "by the local solar hour of the product's time at the station, day from 6 to before 18"
        : "does not tell"
    }
    return told.groups.map { group in
      "*\(MarkdownText.escape(group.name))* (\(meaning(group, of: told.variable)))"
    }.joined(separator: ", ")
  }

  private static func meaning(_ group: SampleGroups.Group, of variable: String?) -> String {
    guard let variable else { return "all values" }
    let name = MarkdownText.escape(variable)
    let numbers = group.values.map(CSVRow.format)
    switch group.comparison {
    case .equals: return "\(name) is \(numbers.joined(separator: " or "))"
    case .notEquals where numbers.isEmpty: return "\(name) is anything else"
    case .notEquals: return "\(name) is not \(numbers.joined(separator: " or "))"
    case .bitsSet: return "\(name) has the bits \(numbers.joined(separator: ", "))"
    case .bitsClear: return "\(name) lacks the bits \(numbers.joined(separator: ", "))"
    }
  }
}
