import Files

/// How the stored numbers of one variable become values: missing, valid range, scale and offset (CF §2.5.1, §8.1).
///
/// Fill values and limits are compared in the type the file stores; scale and offset are applied once, after. The
/// files of China's meteorological satellites name theirs `Slope`, `Intercept` and `FillValue`: where a variable has the
/// first two and no CF packing, they are taken.
struct Unpacking: Sendable {
  /// What became of one stored number.
  enum State: UInt8, Sendable {
    case valid, fill, notFinite, outsideValidRange
  }

  private let isUnsigned: Bool
  private let fills: [Double]
  private let hasNaNFill: Bool
  private let storedLimits: ClosedRange<Double>?
  private let unpackedLimits: ClosedRange<Double>?
  private let scale: Double
  private let offset: Double

  /// Reads the attributes of a variable.
  ///
  /// - Parameters:
  ///   - fill: stored numbers that mean "missing" besides the file's own.
  ///   - valid: limits in unpacked file units, instead of the file's own.
  /// - Throws: `Failure` (data) for text and user-defined types, and for a scale that is no number or zero.
  init(
    _ variable: NetCDFVariable, fill: [Double] = [], valid: ClosedRange<Double>? = nil, path: String
  ) throws(Failure) {
    guard variable.type.isNumeric else {
      throw Failure(
        .data, "variable \(variable.path) is of type \(variable.type), where numbers are needed", path: path)
    }
    let flag = variable.text("_Unsigned")?.lowercased()
    let isUnsigned = flag == "true"
    self.isUnsigned = isUnsigned
    func numbers(_ name: String) -> [Double] {
      guard case .values(let array) = variable.attributes[name] else { return [] }
      return (isUnsigned ? array.asUnsigned : array).doubles ?? []
    }
    let type = variable.type
    let isForeign = Unpacking.hasForeignPacking(variable)
    let declared = numbers("_FillValue") + (isForeign ? numbers("FillValue") : [])
    let missing = declared + numbers("missing_value") + fill
    let all = declared.isEmpty ? missing + Unpacking.defaultFill(type) : missing
    fills = all.filter { !$0.isNaN }.map { Unpacking.rounded($0, to: type) }
    hasNaNFill = all.contains(where: \.isNaN)

    let names =
      isForeign ? (scale: "Slope", offset: "Intercept") : (scale: "scale_factor", offset: "add_offset")
    scale = try Unpacking.factor(names.scale, of: variable, path: path) ?? 1
    offset = try Unpacking.factor(names.offset, of: variable, path: path) ?? 0
    guard scale != 0 else {
      throw Failure(.data, "the \(names.scale) of variable \(variable.path) is zero", path: path)
    }
    let isPacked = scale != 1 || offset != 0
    if let valid {
      unpackedLimits = nil
      let (scale, offset) = (scale, offset)
      let ends = [valid.lowerBound, valid.upperBound].map { limit in
        guard isPacked else { return Unpacking.rounded(limit, to: type) }
        let stored = (limit - offset) / scale
        return type.isInteger ? stored.rounded() : Unpacking.rounded(stored, to: type)
      }
      storedLimits = min(ends[0], ends[1])...max(ends[0], ends[1])
    } else {
      let declared = Unpacking.limits(numbers)
      // A range in the unpacked type is a range of unpacked values (netCDF User Guide, "Attribute Conventions").
      let isOfFractions = ["valid_range", "valid_min", "valid_max"].contains { name in
        guard case .values(let array) = variable.attributes[name] else { return false }
        return !array.type.isInteger
      }
      let isUnpacked = isPacked && type.isInteger && isOfFractions
      unpackedLimits = isUnpacked ? declared : nil
      storedLimits =
        isUnpacked
        ? nil
        : declared.map {
          Unpacking.rounded($0.lowerBound, to: type)...Unpacking.rounded($0.upperBound, to: type)
        }
    }
  }

  /// Values and states of stored numbers; the value of a sample that is not valid is the stored number.
  func unpack(_ array: NetCDFArray) -> (values: [Double], states: [State]) {
    guard var values = (isUnsigned ? array.asUnsigned : array).doubles else { return ([], []) }
    var states = [State](repeating: .valid, count: values.count)
    for index in values.indices {
      let stored = values[index]
      if stored.isNaN {
        states[index] = hasNaNFill ? .fill : .notFinite
      } else if fills.contains(stored) {
        states[index] = .fill
      } else if !stored.isFinite {
        states[index] = .notFinite
      } else if let storedLimits, !storedLimits.contains(stored) {
        states[index] = .outsideValidRange
      } else {
        let value = stored * scale + offset
        if let unpackedLimits, !unpackedLimits.contains(value) {
          states[index] = .outsideValidRange
        } else if value.isFinite {
          values[index] = value
        } else {
          states[index] = .notFinite
        }
      }
    }
    return (values, states)
  }

  /// A limit or fill value as the stored type would hold it: 0.02 becomes the `Float` nearest to it.
  private static func rounded(_ value: Double, to type: NetCDFType) -> Double {
    type == .float ? Double(Float(value)) : value
  }

  private static func limits(_ numbers: (String) -> [Double]) -> ClosedRange<Double>? {
    var low = -Double.infinity
    var high = Double.infinity
    let range = numbers("valid_range")
    if range.count == 2 { (low, high) = (range[0], range[1]) }
    if let first = numbers("valid_min").first { low = first }
    if let first = numbers("valid_max").first { high = first }
    if low.isNaN { low = -.infinity }
    if high.isNaN { high = .infinity }
    guard low <= high, low > -.infinity || high < .infinity else { return nil }
    return low...high
  }

  /// Whether a variable's packing is that of NSMC's files (FY-3 data format: value = number × Slope + Intercept).
  private static func hasForeignPacking(_ variable: NetCDFVariable) -> Bool {
    func has(_ name: String) -> Bool { variable.attributes[name] != nil }
    return has("Slope") && has("Intercept") && !has("scale_factor") && !has("add_offset")
  }

  private static func factor(
    _ name: String, of variable: NetCDFVariable, path: String
  ) throws(Failure) -> Double? {
    guard let attribute = variable.attributes[name] else { return nil }
    guard let number = attribute.number, number.isFinite else {
      throw Failure(.data, "the \(name) of variable \(variable.path) is not one finite number", path: path)
    }
    return number
  }

  /// netCDF's own fill value for what was never written; bytes have none.
  private static func defaultFill(_ type: NetCDFType) -> [Double] {
    switch type {
    case .int16: [-32_767]
    case .uint16: [65_535]
    case .int32: [-2_147_483_647]
    case .uint32: [4_294_967_295]
    case .int64: [-0x1p63]
    case .uint64: [0x1p64]
    case .float, .double: [9.9692099683868690e+36]
    default: []
    }
  }
}
