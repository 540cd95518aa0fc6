/// A dimension of a netCDF file.
public struct NetCDFDimension: Hashable, Sendable {
  /// The name without its group.
  public var name: String
  /// The current length.
  public var length: Int
  /// Whether records can be added.
  public var isUnlimited: Bool
  /// The library's number, unique in one file: two groups may hold dimensions of one name.
  let id: Int32
}

/// A variable of a netCDF file: its declaration, not its values.
public struct NetCDFVariable: Hashable, Sendable {
  /// The name without its group.
  public var name: String
  /// The name with its groups: `Soil_Moisture_Retrieval_Data_AM/soil_moisture`, without a leading slash.
  public var path: String
  /// The stored type.
  public var type: NetCDFType
  /// The dimensions, slowest first; empty for a scalar.
  public var dimensions: [NetCDFDimension]
  /// The attributes by name.
  public var attributes: [String: NetCDFAttribute]

  let group: Int32
  let id: Int32

  /// The lengths of the dimensions, slowest first.
  public var shape: [Int] { dimensions.map(\.length) }

  /// The number of values; nil where the product of the declared lengths overflows.
  public var count: Int? { NetCDFVariable.product(shape) }

  /// The text of an attribute; nil where it is absent or numeric.
  public func text(_ attribute: String) -> String? { attributes[attribute]?.text }

  /// The product of lengths; nil on overflow or where one is negative.
  static func product(_ lengths: [Int]) -> Int? {
    var product = 1
    for length in lengths {
      let (next, overflow) = product.multipliedReportingOverflow(by: length)
      if overflow || length < 0 { return nil }
      product = next
    }
    return product
  }
}

/// A group of a netCDF file; the root group has an empty path.
public struct NetCDFGroup: Hashable, Sendable {
  /// The names joined by `/`, without a leading slash.
  public var path: String
  /// The attributes by name; those of the root are the file's global attributes.
  public var attributes: [String: NetCDFAttribute]
  /// The dimensions declared here.
  public var dimensions: [NetCDFDimension]
}
