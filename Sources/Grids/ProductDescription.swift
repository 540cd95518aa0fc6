/// How to read soil moisture from a product's files: what the files themselves do not say, or say wrongly.
///
/// All keys but `variable` may be left to the files' own CF attributes.
public struct ProductDescription: Hashable, Sendable {
  /// How sure we are that the description fits the product's files.
  public enum Verification: String, CaseIterable, Sendable {
    /// Checked on a real file.
    case file
    /// Taken from the producer's documentation.
    case documentation
    /// Assumed from a kindred product.
    case assumed
  }

  /// The key in the catalogue; nil for a description written out in an experiment.
  public var name: String?
  /// What the product is, in one line.
  public var title: String?
  /// Who provides the files, and where.
  public var source: String?
  /// What to cite.
  public var references: [String] = []
  /// How sure we are of the entry; nil for a user's own description.
  public var verified: Verification?
  /// The soil-moisture variable with its group path where it has one: `Group/soil_moisture`.
  public var variable: String
  /// The units, instead of the file's attribute.
  public var units: String?
  /// Stored numbers that mean "missing", besides the file's own `_FillValue` and `missing_value`.
  public var fill: [Double] = []
  /// The smallest and the largest valid value in the file's units, ends included, compared in the stored type.
  public var valid: ClosedRange<Double>?
  /// The quality rules; a sample is kept where all of them hold.
  public var flags: [FlagRule] = []
  /// Where the time stamps come from.
  public var time: TimeRule = .axis
  /// The per-sample time stamps, where the product has them and `time` is not already that.
  public var exactTime: TimeRule?
  /// The thickness of the layer in metres, for products in kg m⁻² or metres of water.
  public var layerDepth: Double?
  /// What the values are.
  public var quantity = Quantity.soilMoisture
  /// Where the cells of maps are, where not the file's coordinates say.
  public var grid = GridRule.coordinates
  /// The position along further dimensions of a map by the dimension's name, such as a soil layer's.
  public var select: [String: Int] = [:]
  /// A map of porosity, for products in percent of saturation.
  public var porosity: PorosityRule?
  /// How samples are told apart by the product's own flags.
  public var groups: [SampleAspect: SampleGroups] = [:]

  /// Creates a description of a variable; everything else is left to the files.
  public init(variable: String) { self.variable = variable }
}

/// A rule on a quality variable: the sample is kept where it holds.
public struct FlagRule: Hashable, Sendable {
  /// How the flag is compared.
  public enum Comparison: String, CaseIterable, Sendable {
    /// The flag is one of the values.
    case equals
    /// The flag is none of the values.
    case notEquals = "not-equals"
    /// All bits of the mask are set.
    case bitsSet = "bits-set"
    /// No bit of the mask is set.
    case bitsClear = "bits-clear"
  }

  /// The flag variable, by full path or beside the soil-moisture variable.
  public var variable: String
  /// How it is compared.
  public var comparison: Comparison
  /// The values, or the one mask of the bit rules, as stored.
  public var values: [Double]

  /// Creates a rule; the bit rules take one whole number as mask.
  public init(variable: String, _ comparison: Comparison, _ values: [Double]) {
    self.variable = variable
    self.comparison = comparison
    self.values = values
  }

  /// Whether a sample with this flag is kept; a flag that is no whole number fails the bit rules.
  public func keeps(_ flag: Double) -> Bool {
    switch comparison {
    case .equals: return values.contains(flag)
    case .notEquals: return !values.contains(flag)
    case .bitsSet, .bitsClear:
      guard let bits = Int64(exactly: flag), let mask = values.first.flatMap({ Int64(exactly: $0) }) else {
        return false
      }
      return comparison == .bitsSet ? bits & mask == mask : bits & mask == 0
    }
  }
}

/// Where a product's time stamps come from.
public enum TimeRule: Hashable, Sendable {
  /// The file's own time axis.
  case axis
  /// A stamp of its own for each sample, or another axis: a variable, its units where the file has none or
  /// wrong ones, and stored numbers that mean "missing".
  case variable(String, units: String?, fill: [Double])
  /// Several variables added up from a common start, such as days + seconds + microseconds.
  case sum([TimeTerm], since: String)
  /// The satellite crosses at this local solar time, in hours, on the local day that another rule gives.
  ///
  /// UTC is the start of that day's label plus local time minus longitude/15 h, so it may fall on a neighbouring
  /// UTC day (METHODS 0.5). The rule of the day is never an overpass itself.
  indirect case overpass(localSolarHour: Double, day: TimeRule)
  /// The date stands in the file's name; for stacks of images.
  case fileName(FileNameTime)
  /// The middle of the interval that CF's `bounds` give each stamp of a time variable or of the file's axis.
  ///
  /// For means whose stamps stand at the end or the beginning of what they are the mean of.
  indirect case centre(of: TimeRule)
}

/// One addend of `TimeRule.sum`.
public struct TimeTerm: Hashable, Sendable {
  /// The variable, by full path or beside the soil-moisture variable.
  public var variable: String
  /// The unit of its numbers, such as `days`, `seconds` or `microseconds`.
  public var unit: String

  /// Creates an addend.
  public init(variable: String, unit: String) {
    self.variable = variable
    self.unit = unit
  }
}
