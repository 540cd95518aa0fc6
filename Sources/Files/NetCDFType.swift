import CNetCDF

/// The external type of a netCDF variable or attribute.
public enum NetCDFType: Hashable, Sendable, CustomStringConvertible {
  /// A signed byte.
  case int8
  /// An unsigned byte.
  case uint8
  /// One 8-bit character: text, not a number.
  case char
  /// A 16-bit integer.
  case int16
  /// An unsigned 16-bit integer.
  case uint16
  /// A 32-bit integer.
  case int32
  /// An unsigned 32-bit integer.
  case uint32
  /// A 64-bit integer.
  case int64
  /// An unsigned 64-bit integer.
  case uint64
  /// A 32-bit number.
  case float
  /// A 64-bit number.
  case double
  /// A variable-length string (NC_STRING).
  case string
  /// A user-defined type (compound, enumeration, opaque, variable-length), by name; its values are not read.
  case other(String)

  /// Whether the values are numbers of a type this package reads.
  public var isNumeric: Bool {
    switch self {
    case .char, .string, .other: false
    default: true
    }
  }

  /// Whether the values are whole numbers.
  public var isInteger: Bool { isNumeric && self != .float && self != .double }

  /// The size of one value in memory in bytes; 16 for strings (without their characters).
  public var byteCount: Int {
    switch self {
    case .int8, .uint8, .char: 1
    case .int16, .uint16: 2
    case .int32, .uint32, .float: 4
    case .int64, .uint64, .double: 8
    case .string, .other: 16
    }
  }

  /// The name used by CDL (`ncdump`).
  public var description: String {
    switch self {
    case .int8: "byte"
    case .uint8: "ubyte"
    case .char: "char"
    case .int16: "short"
    case .uint16: "ushort"
    case .int32: "int"
    case .uint32: "uint"
    case .int64: "int64"
    case .uint64: "uint64"
    case .float: "float"
    case .double: "double"
    case .string: "string"
    case .other(let name): name
    }
  }

  /// The type for a netCDF type number; nil for user-defined types.
  init?(code: nc_type) {
    switch code {
    case NC_BYTE: self = .int8
    case NC_UBYTE: self = .uint8
    case NC_CHAR: self = .char
    case NC_SHORT: self = .int16
    case NC_USHORT: self = .uint16
    case NC_INT: self = .int32
    case NC_UINT: self = .uint32
    case NC_INT64: self = .int64
    case NC_UINT64: self = .uint64
    case NC_FLOAT: self = .float
    case NC_DOUBLE: self = .double
    case NC_STRING: self = .string
    default: return nil
    }
  }

  /// The netCDF type number; `NC_NAT` for user-defined types.
  var code: nc_type {
    switch self {
    case .int8: NC_BYTE
    case .uint8: NC_UBYTE
    case .char: NC_CHAR
    case .int16: NC_SHORT
    case .uint16: NC_USHORT
    case .int32: NC_INT
    case .uint32: NC_UINT
    case .int64: NC_INT64
    case .uint64: NC_UINT64
    case .float: NC_FLOAT
    case .double: NC_DOUBLE
    case .string: NC_STRING
    case .other: NC_NAT
    }
  }
}
