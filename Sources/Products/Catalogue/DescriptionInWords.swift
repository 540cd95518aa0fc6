internal import Files
public import Grids

extension ProductDescription {
  /// The description in words: a keyword of a line and what is to be said, in the order a reader asks.
  public var inWords: [(key: String, text: String)] {
    var lines: [(key: String, text: String)] = []
    func add(_ key: String, _ text: String?) { if let text { lines.append((key, text)) } }
    add("source", source)
    for reference in references { add("cite", reference) }
    add("verified", verified?.inWords)
    add("quantity", quantity.inWords)
    add("variable", variable)
    add("units", units.map { "\($0), whatever the file says" } ?? "as the file says")
    add(
      "missing",
      fill.isEmpty
        ? "what the file declares"
        : fill.map(CSVRow.format).joined(separator: ", ") + ", and what the file declares")
    add(
      "valid",
      valid.map {
        "\(CSVRow.format($0.lowerBound)) to \(CSVRow.format($0.upperBound)) in these units, ends included"
      } ?? "what the file declares")
    if flags.isEmpty { add("kept", "every sample, whatever its quality flags") }
    for flag in flags { add("kept", "where \(flag.inWords)") }
    add("time", time.inWords)
    if let exactTime {
      add("exact", exactTime == time ? "the same" : "with `time: exact`, \(exactTime.inWords)")
    }
    add("layer", layerDepth.map { "\(CSVRow.format($0)) m thick" })
    add("cells", grid.inWords)
    for (dimension, position) in select.sorted(by: { $0.key < $1.key }) {
      add("select", "position \(position), counted from 0, along \(dimension)")
    }
    add("porosity", porosity.map { "\($0.variable) of \($0.file), in m3 m-3" })
    for aspect in SampleAspect.allCases {
      if let group = groups[aspect] { add("stratum", "\(aspect.rawValue): \(group.inWords)") }
    }
    return lines
  }
}

extension ProductDescription.Verification {
  /// What it means, for people.
  public var inWords: String {
    switch self {
    case .file: "on a real file"
    case .documentation: "after the producer's documents, not on a file of ours"
    case .assumed: "not: assumed after a kindred product"
    }
  }
}

extension Quantity {
  fileprivate var inWords: String {
    switch self {
    case .soilMoisture: "soil moisture, scored in m3 m-3"
    case .precipitation: "precipitation, in mm a day"
    }
  }
}

extension GridRule {
  fileprivate var inWords: String {
    switch self {
    case .coordinates: "where the file's own latitudes and longitudes say"
    case .ease2(let kilometres): "EASE-Grid 2.0, \(kilometres) km, global, by row and column"
    case .ease1(let resolution):
      "the first EASE-Grid, \(resolution.rawValue) km, global cylindrical, by row and column"
    case .regular(let degrees, let west):
      "a global grid of \(CSVRow.format(degrees)) degrees whose first column begins at "
        + (west == -180 ? "180 W" : "\(CSVRow.format(west)) degrees east")
    }
  }
}

extension FlagRule {
  fileprivate var inWords: String {
    let list = values.map(CSVRow.format).joined(separator: " or ")
    return switch comparison {
    case .equals: "\(variable) is \(list)"
    case .notEquals: "\(variable) is not \(list)"
    case .bitsSet: "all bits of \(list) are set in \(variable)"
    case .bitsClear: "no bit of \(list) is set in \(variable)"
    }
  }
}

extension TimeRule {
  fileprivate var inWords: String {
    switch self {
    case .axis: return "the file's own time axis"
    case .variable(let name, let units, let fill):
      var text = "variable \(name)"
      if let units { text += ", \(units)" }
      if !fill.isEmpty { text += ", missing where \(fill.map(CSVRow.format).joined(separator: " or "))" }
      return text
    case .sum(let terms, let since):
      return terms.map { "\($0.variable) (\($0.unit))" }.joined(separator: " + ") + " since \(since)"
    case .overpass(let hour, let day):
      let minutes = Int((hour * 60).rounded())
      let clock = "\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
      return "\(clock) local solar time of the day of \(day.inWords)"
    case .fileName(let name): return "the date in the file's name, \(name.pattern)"
    case .centre(let rule): return "the middle of each interval (CF bounds) of \(rule.inWords)"
    }
  }
}

extension SampleGroups {
  fileprivate var inWords: String {
    guard let variable else { return "every sample is \(groups.first?.name ?? "")" }
    var parts = groups.map { group in
      group.comparison == .notEquals && group.values.isEmpty
        ? "otherwise \(group.name)"
        : "\(group.name) where \(FlagRule(variable: variable, group.comparison, group.values).inWords)"
    }
    if let missing {
      let rest = groups.last?.comparison == .notEquals ? 1 : 0
      parts.insert("\(missing) where \(variable) is missing", at: parts.count - rest)
    }
    return parts.joined(separator: ", ")
  }
}
