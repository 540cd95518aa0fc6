import Files

/// What a netCDF file holds, as far as it concerns soil moisture: the answer of `lab inspect`.
public struct ProductInspection: Codable, Hashable, Sendable {
  /// A variable's declaration.
  public struct Variable: Codable, Hashable, Sendable {
    /// The name with its groups.
    public var path: String
    /// The stored type in CDL's words.
    public var type: String
    /// The dimensions, slowest first: `locations 14`, `time 730`.
    public var dimensions: [String]
    /// The units attribute.
    public var units: String?
    /// The long name.
    public var longName: String?
  }

  /// A box in degrees.
  public struct Box: Codable, Hashable, Sendable {
    /// The smallest latitude.
    public var south: Double
    /// The largest latitude.
    public var north: Double
    /// The smallest longitude as in the file.
    public var west: Double
    /// The largest longitude as in the file.
    public var east: Double
  }

  /// A time axis, or the stamps of all samples.
  public struct TimeAxis: Codable, Hashable, Sendable {
    /// The time variable.
    public var variable: String
    /// Its units.
    public var units: String
    /// Its calendar.
    public var calendar: String
    /// How many stamps there are.
    public var count: Int
    /// How many of them are no instant: missing, not finite, no date of the real calendar.
    public var missing: Int
    /// The first instant in ISO 8601.
    public var first: String?
    /// The last instant in ISO 8601.
    public var last: String?
    /// Whether no stamp is before its predecessor; ragged arrays promise no order.
    public var isSorted: Bool
    /// The median step between neighbours in time, in hours.
    public var medianStepHours: Double?
  }

  /// How often a value or reason occurs.
  public struct Count: Codable, Hashable, Sendable {
    /// The value or reason.
    public var label: String
    /// The number of samples.
    public var count: Int
  }

  /// A quality variable.
  public struct Flag: Codable, Hashable, Sendable {
    /// The variable.
    public var variable: String
    /// The samples by value, the smallest value first; at most 64 values, then `others`.
    public var samples: [Count]
  }

  /// The numbers of the soil-moisture variable after unpacking, in the file's units.
  public struct Values: Codable, Hashable, Sendable {
    /// The number of samples.
    public var count: Int
    /// The samples that are present.
    public var valid: Int
    /// The others by reason.
    public var excluded: [Count]
    /// The smallest valid value.
    public var minimum: Double?
    /// The largest valid value.
    public var maximum: Double?
  }

  /// The file.
  public var path: String
  /// The file format, such as `netCDF-4` or `classic`.
  public var format: String
  /// How the data are arranged: one of CF's series layouts, `maps`, or `unknown`.
  public var layout: String
  /// The soil-moisture variable: the description's, or the likeliest.
  public var variable: String?
  /// All variables that may be soil moisture, the likeliest first.
  public var candidates: [String]
  /// All variables.
  public var variables: [Variable]
  /// The number of locations of a series file.
  public var locations: Int?
  /// The grid of a file of maps: `latitude 720 × longitude 1440, latitude descending`.
  public var grid: String?
  /// Where the locations or grid cells lie.
  public var box: Box?
  /// When the samples are.
  public var time: TimeAxis?
  /// The soil-moisture values.
  public var values: Values?
  /// The quality variables.
  public var flags: [Flag]
  /// What is wrong with the file, or what a description has to say.
  public var problems: [String]
}

extension ProductInspection {
  /// The inspection as lines of text.
  public var lines: [String] {
    var lines = ["\(path): \(format), \(layout)"]
    if let variable {
      let others = candidates.filter { $0 != variable }
      lines.append(
        "soil moisture: \(variable)" + (others.isEmpty ? "" : " (or \(others.joined(separator: ", ")))"))
    }
    if let locations { lines.append("locations: \(locations)") }
    if let grid { lines.append("grid: \(grid)") }
    if let box {
      lines.append("latitude \(box.south) to \(box.north), longitude \(box.west) to \(box.east)")
    }
    if let time {
      lines.append("time: \(time.variable), \(time.units), calendar \(time.calendar)")
      let step = time.medianStepHours.map { ", median step \($0) h" } ?? ""
      let order = time.isSorted ? "in order" : "not in order"
      lines.append(
        "  \(time.first ?? "-") to \(time.last ?? "-"), \(time.count) stamps, \(time.missing) missing, \(order)\(step)"
      )
    }
    if let values {
      let range = values.minimum.flatMap { low in values.maximum.map { ", \(low) to \($0)" } } ?? ""
      lines.append("samples: \(values.count), valid \(values.valid)\(range)")
      for item in values.excluded { lines.append("  \(item.label): \(item.count)") }
    }
    for flag in flags {
      lines.append("flag \(flag.variable):")
      for item in flag.samples { lines.append("  \(item.label): \(item.count)") }
    }
    lines.append("variables:")
    for variable in variables {
      let shape = variable.dimensions.joined(separator: ", ")
      let units = variable.units.map { " [\($0)]" } ?? ""
      let name = variable.longName.map { " \($0)" } ?? ""
      lines.append("  \(variable.type) \(variable.path)(\(shape))\(units)\(name)".singleLine)
    }
    for problem in problems { lines.append("problem: \(problem)") }
    return lines.map(\.singleLine)
  }
}
