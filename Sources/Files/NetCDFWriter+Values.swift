import CNetCDF

extension NetCDFWriter {
  /// Writes an attribute of a variable, or a global one; text is stored as characters in UTF-8.
  /// - Throws: `Failure` (data) where the name is not allowed or the disk is full.
  public func attribute(
    _ name: String, _ value: NetCDFAttribute, of variable: Variable? = nil
  ) throws(Failure) {
    let target = variable?.id ?? NC_GLOBAL
    let group = variable?.group ?? id
    let operation = "writing attribute \(name)" + (variable.map { " of \($0.name)" } ?? "")
    switch value {
    case .text(let text):
      try call(operation) { _ in unsafe nc_put_att_text(group, target, name, text.utf8.count, text) }
    case .values(.string(let strings)):
      try unsafe CStrings.with(strings) { pointers throws(Failure) in
        try call(operation) { _ in unsafe nc_put_att_string(group, target, name, strings.count, pointers) }
      }
    case .values(let array):
      let type = array.type.code
      try unsafe array.withBytes { bytes throws(Failure) in
        try call(operation) { _ in unsafe nc_put_att(group, target, name, type, array.count, bytes) }
      }
    case .unsupported:
      preconditionFailure("attributes of user-defined types are not written")
    }
  }

  /// Writes a text attribute of a variable, or a global one.
  public func attribute(_ name: String, _ text: String, of variable: Variable? = nil) throws(Failure) {
    try attribute(name, .text(text), of: variable)
  }

  /// Writes all values, or one part of them, in the variable's own type; an unlimited dimension grows.
  ///
  /// - Parameter part: needed where a dimension is unlimited.
  /// - Throws: `Failure` (data) where the disk is full or the part lies outside the declared lengths.
  public func write(
    _ values: NetCDFArray, to variable: Variable, at part: NetCDFSlab? = nil
  ) throws(Failure) {
    precondition(values.type == variable.type, "values are written in the variable's own type")
    let slab = part ?? whole(variable)
    precondition(slab.start.count == variable.dimensions.count, "a part has one index per dimension")
    precondition(NetCDFVariable.product(slab.count) == values.count, "as many values as the part holds")
    if values.count == 0 { return }
    let start = slab.start.isEmpty ? [0] : slab.start
    let count = slab.count.isEmpty ? [1] : slab.count
    let operation = "writing variable \(variable.name)"
    if case .string(let strings) = values {
      try unsafe CStrings.with(strings) { pointers throws(Failure) in
        try call(operation) { _ in
          unsafe nc_put_vara_string(variable.group, variable.id, start, count, pointers)
        }
      }
    } else {
      try unsafe values.withBytes { bytes throws(Failure) in
        try call(operation) { _ in unsafe nc_put_vara(variable.group, variable.id, start, count, bytes) }
      }
    }
  }

  private func whole(_ variable: Variable) -> NetCDFSlab {
    let lengths = variable.dimensions.map { dimension in
      guard case .some(.some(let length)) = dimensionLengths[dimension.id] else {
        preconditionFailure("a variable along an unlimited dimension is written part by part")
      }
      return length
    }
    return NetCDFSlab(start: lengths.map { _ in 0 }, count: lengths)
  }
}

extension NetCDFArray {
  /// Calls `body` with the address of the first value; nil where there are none; not for strings.
  func withBytes(_ body: (UnsafeRawPointer?) throws(Failure) -> Void) throws(Failure) {
    switch self {
    case .int8(let values): try unsafe NetCDFArray.bytes(values, body)
    case .uint8(let values), .char(let values): try unsafe NetCDFArray.bytes(values, body)
    case .int16(let values): try unsafe NetCDFArray.bytes(values, body)
    case .uint16(let values): try unsafe NetCDFArray.bytes(values, body)
    case .int32(let values): try unsafe NetCDFArray.bytes(values, body)
    case .uint32(let values): try unsafe NetCDFArray.bytes(values, body)
    case .int64(let values): try unsafe NetCDFArray.bytes(values, body)
    case .uint64(let values): try unsafe NetCDFArray.bytes(values, body)
    case .float(let values): try unsafe NetCDFArray.bytes(values, body)
    case .double(let values): try unsafe NetCDFArray.bytes(values, body)
    case .string: preconditionFailure("strings have no flat bytes")
    }
  }

  private static func bytes<Element>(
    _ values: [Element], _ body: (UnsafeRawPointer?) throws(Failure) -> Void
  ) throws(Failure) {
    try unsafe values.withUnsafeBufferPointer { buffer throws(Failure) in
      try unsafe body(UnsafeRawPointer(buffer.baseAddress))
    }
  }
}

/// Strings laid out for C: one block of bytes and an array of addresses into it.
private enum CStrings {
  typealias Pointers = UnsafeMutablePointer<UnsafePointer<CChar>?>

  /// Calls `body` with the addresses; characters after a NUL are lost, as C has it.
  static func with(_ strings: [String], _ body: (Pointers?) throws(Failure) -> Void) throws(Failure) {
    var block: [CChar] = []
    var offsets: [Int] = []
    for string in strings {
      offsets.append(block.count)
      for byte in string.utf8 { block.append(CChar(bitPattern: byte)) }
      block.append(0)
    }
    try unsafe block.withUnsafeBufferPointer { bytes throws(Failure) in
      var pointers = unsafe offsets.map { offset in unsafe bytes.baseAddress.map { unsafe $0 + offset } }
      try unsafe pointers.withUnsafeMutableBufferPointer { buffer throws(Failure) in
        try unsafe body(buffer.baseAddress)
      }
    }
  }
}
