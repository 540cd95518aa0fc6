/// Values in the type a netCDF file stores them in, so that fill values and limits can be compared exactly.
public enum NetCDFArray: Hashable, Sendable {
  /// Signed bytes.
  case int8([Int8])
  /// Unsigned bytes.
  case uint8([UInt8])
  /// 8-bit characters.
  case char([UInt8])
  /// 16-bit integers.
  case int16([Int16])
  /// Unsigned 16-bit integers.
  case uint16([UInt16])
  /// 32-bit integers.
  case int32([Int32])
  /// Unsigned 32-bit integers.
  case uint32([UInt32])
  /// 64-bit integers.
  case int64([Int64])
  /// Unsigned 64-bit integers.
  case uint64([UInt64])
  /// 32-bit numbers.
  case float([Float])
  /// 64-bit numbers.
  case double([Double])
  /// Strings.
  case string([String])

  /// The number of values.
  public var count: Int {
    switch self {
    case .int8(let values): values.count
    case .uint8(let values), .char(let values): values.count
    case .int16(let values): values.count
    case .uint16(let values): values.count
    case .int32(let values): values.count
    case .uint32(let values): values.count
    case .int64(let values): values.count
    case .uint64(let values): values.count
    case .float(let values): values.count
    case .double(let values): values.count
    case .string(let values): values.count
    }
  }

  /// The netCDF type of the values.
  public var type: NetCDFType {
    switch self {
    case .int8: .int8
    case .uint8: .uint8
    case .char: .char
    case .int16: .int16
    case .uint16: .uint16
    case .int32: .int32
    case .uint32: .uint32
    case .int64: .int64
    case .uint64: .uint64
    case .float: .float
    case .double: .double
    case .string: .string
    }
  }

  /// The values as `Double`; nil for text.
  ///
  /// 64-bit integers beyond 2⁵³ are rounded to the nearest.
  public var doubles: [Double]? {
    switch self {
    case .int8(let values): values.map(Double.init)
    case .uint8(let values): values.map(Double.init)
    case .int16(let values): values.map(Double.init)
    case .uint16(let values): values.map(Double.init)
    case .int32(let values): values.map(Double.init)
    case .uint32(let values): values.map(Double.init)
    case .int64(let values): values.map(Double.init)
    case .uint64(let values): values.map(Double.init)
    case .float(let values): values.map(Double.init)
    case .double(let values): values
    case .char, .string: nil
    }
  }
}

extension NetCDFArray {
  /// The values at the given positions, in their order; every position is below `count` (checked).
  public func selecting(_ positions: some Sequence<Int32>) -> NetCDFArray {
    switch self {
    case .int8(let values): .int8(positions.map { values[Int($0)] })
    case .uint8(let values): .uint8(positions.map { values[Int($0)] })
    case .char(let values): .char(positions.map { values[Int($0)] })
    case .int16(let values): .int16(positions.map { values[Int($0)] })
    case .uint16(let values): .uint16(positions.map { values[Int($0)] })
    case .int32(let values): .int32(positions.map { values[Int($0)] })
    case .uint32(let values): .uint32(positions.map { values[Int($0)] })
    case .int64(let values): .int64(positions.map { values[Int($0)] })
    case .uint64(let values): .uint64(positions.map { values[Int($0)] })
    case .float(let values): .float(positions.map { values[Int($0)] })
    case .double(let values): .double(positions.map { values[Int($0)] })
    case .string(let values): .string(positions.map { values[Int($0)] })
    }
  }

  /// Signed integers taken for the unsigned ones of the same bits (CF's `_Unsigned`); others unchanged.
  public var asUnsigned: NetCDFArray {
    switch self {
    case .int8(let values): .uint8(values.map { UInt8(bitPattern: $0) })
    case .int16(let values): .uint16(values.map { UInt16(bitPattern: $0) })
    case .int32(let values): .uint32(values.map { UInt32(bitPattern: $0) })
    case .int64(let values): .uint64(values.map { UInt64(bitPattern: $0) })
    default: self
    }
  }
}

/// The value of a netCDF attribute.
public enum NetCDFAttribute: Hashable, Sendable {
  /// Characters (NC_CHAR), trailing NUL characters removed.
  case text(String)
  /// Numbers, or strings (NC_STRING), in the stored type.
  case values(NetCDFArray)
  /// A value of a user-defined type, which is not read.
  case unsupported(NetCDFType)

  /// The text of a character attribute or of a single string; nil otherwise.
  public var text: String? {
    switch self {
    case .text(let text): text
    case .values(.string(let strings)) where strings.count == 1: strings[0]
    default: nil
    }
  }

  /// The numbers; nil for text.
  public var numbers: [Double]? {
    guard case .values(let array) = self else { return nil }
    return array.doubles
  }

  /// One number; nil for text and for lists.
  public var number: Double? {
    guard let numbers, numbers.count == 1 else { return nil }
    return numbers[0]
  }

  /// A list of 64-bit numbers as an attribute.
  public static func numbers(_ values: Double...) -> NetCDFAttribute { .values(.double(values)) }
}

extension NetCDFArray {
  /// Adds the values of another array of the same type at the end (checked).
  public mutating func append(_ other: NetCDFArray) {
    switch (self, other) {
    case (.int8(var mine), .int8(let more)):
      self = .int8([])
      mine += more
      self = .int8(mine)
    case (.uint8(var mine), .uint8(let more)):
      self = .uint8([])
      mine += more
      self = .uint8(mine)
    case (.char(var mine), .char(let more)):
      self = .char([])
      mine += more
      self = .char(mine)
    case (.int16(var mine), .int16(let more)):
      self = .int16([])
      mine += more
      self = .int16(mine)
    case (.uint16(var mine), .uint16(let more)):
      self = .uint16([])
      mine += more
      self = .uint16(mine)
    case (.int32(var mine), .int32(let more)):
      self = .int32([])
      mine += more
      self = .int32(mine)
    case (.uint32(var mine), .uint32(let more)):
      self = .uint32([])
      mine += more
      self = .uint32(mine)
    case (.int64(var mine), .int64(let more)):
      self = .int64([])
      mine += more
      self = .int64(mine)
    case (.uint64(var mine), .uint64(let more)):
      self = .uint64([])
      mine += more
      self = .uint64(mine)
    case (.float(var mine), .float(let more)):
      self = .float([])
      mine += more
      self = .float(mine)
    case (.double(var mine), .double(let more)):
      self = .double([])
      mine += more
      self = .double(mine)
    case (.string(var mine), .string(let more)):
      self = .string([])
      mine += more
      self = .string(mine)
    default: preconditionFailure("values of one type are joined")
    }
  }
}
