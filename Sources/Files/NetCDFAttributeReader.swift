import CNetCDF

/// Reads the value of one attribute in its stored type, inside the lock.
struct NetCDFAttributeReader {
  let group: Int32
  let variable: Int32
  let name: String
  let length: Int

  func read(_ type: NetCDFType, _ operation: String, _ path: String) throws(Failure) -> NetCDFAttribute {
    let (g, v, n) = (group, variable, name)
    var status = NC_NOERR
    let value: NetCDFAttribute
    switch type {
    case .char:
      let bytes = unsafe fill(UInt8(0), &status) { unsafe nc_get_att(g, v, n, UnsafeMutableRawPointer($0)) }
      let end = bytes.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
      value = .text(String(decoding: bytes[..<end], as: UTF8.self))
    case .string:
      value = .values(.string(strings(&status)))
    case .int8: value = .values(.int8(unsafe fill(0, &status) { unsafe nc_get_att_schar(g, v, n, $0) }))
    case .uint8: value = .values(.uint8(unsafe fill(0, &status) { unsafe nc_get_att_ubyte(g, v, n, $0) }))
    case .int16: value = .values(.int16(unsafe fill(0, &status) { unsafe nc_get_att_short(g, v, n, $0) }))
    case .uint16: value = .values(.uint16(unsafe fill(0, &status) { unsafe nc_get_att_ushort(g, v, n, $0) }))
    case .int32: value = .values(.int32(unsafe fill(0, &status) { unsafe nc_get_att_int(g, v, n, $0) }))
    case .uint32: value = .values(.uint32(unsafe fill(0, &status) { unsafe nc_get_att_uint(g, v, n, $0) }))
    case .int64:
      value = .values(
        .int64(unsafe fill(0, &status) { unsafe nc_get_att(g, v, n, UnsafeMutableRawPointer($0)) }))
    case .uint64:
      value = .values(
        .uint64(unsafe fill(0, &status) { unsafe nc_get_att(g, v, n, UnsafeMutableRawPointer($0)) }))
    case .float: value = .values(.float(unsafe fill(0, &status) { unsafe nc_get_att_float(g, v, n, $0) }))
    case .double: value = .values(.double(unsafe fill(0, &status) { unsafe nc_get_att_double(g, v, n, $0) }))
    case .other: value = .unsupported(type)
    }
    try NetCDFLibrary.check(status, operation, path: path)
    return value
  }

  private func fill<Element>(
    _ zero: Element, _ status: inout Int32, _ call: (UnsafeMutablePointer<Element>) -> Int32
  ) -> [Element] {
    if length == 0 { return [] }
    var values = [Element](repeating: zero, count: length)
    status = unsafe values.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe call($0) } ?? NC_EINVAL
    }
    return values
  }

  private func strings(_ status: inout Int32) -> [String] {
    if length == 0 { return [] }
    var pointers = unsafe [UnsafeMutablePointer<CChar>?](repeating: nil, count: length)
    status = unsafe nc_get_att_string(group, variable, name, &pointers)
    guard status == NC_NOERR else { return [] }
    let result = unsafe pointers.map { unsafe $0.map { unsafe String(cString: $0) } ?? "" }
    status = unsafe nc_free_string(length, &pointers)
    return result
  }
}
