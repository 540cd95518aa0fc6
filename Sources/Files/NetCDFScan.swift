import CNetCDF

/// Reads the structure of an open file: groups, dimensions, variables, attributes; inside the lock.
struct NetCDFScan {
  let file: Int32
  let path: String
  var groups: [NetCDFGroup] = []
  var variables: [NetCDFVariable] = []
  var format = ""
  private var dimensions: [Int32: NetCDFDimension] = [:]

  /// Attributes beyond this many bytes in total are refused: they are held in memory.
  private static let attributeBudget = 64 << 20
  private var attributeBytes = 0

  init(file: Int32, path: String) {
    self.file = file
    self.path = path
  }

  mutating func run() throws(Failure) {
    var code: Int32 = 0
    try check(unsafe nc_inq_format(file, &code), "reading the format")
    format =
      switch code {
      case NC_FORMAT_CLASSIC: "classic"
      case NC_FORMAT_64BIT_OFFSET: "64-bit offset"
      case NC_FORMAT_64BIT_DATA: "64-bit data"
      case NC_FORMAT_NETCDF4_CLASSIC: "netCDF-4 classic"
      default: "netCDF-4"
      }
    try group(file, path: "", depth: 0)
  }

  private func check(_ status: Int32, _ operation: @autoclosure () -> String) throws(Failure) {
    try NetCDFLibrary.check(status, operation(), path: path)
  }

  private mutating func group(_ id: Int32, path groupPath: String, depth: Int) throws(Failure) {
    guard depth <= 64 else { throw Failure(.data, "groups are nested more than 64 deep", path: path) }
    let place = groupPath.isEmpty ? "the file" : "group \(groupPath)"
    let declared = try dimensions(of: id, place: place)
    for dimension in declared { dimensions[dimension.id] = dimension }
    let attributes = try attributes(group: id, variable: NC_GLOBAL, of: place)
    groups.append(NetCDFGroup(path: groupPath, attributes: attributes, dimensions: declared))

    for variable in try unsafe identifiers(
      "listing the variables of \(place)", { unsafe nc_inq_varids(id, $0, $1) })
    {
      variables.append(try self.variable(variable, group: id, groupPath: groupPath))
    }
    for child in try unsafe identifiers("listing the groups of \(place)", { unsafe nc_inq_grps(id, $0, $1) })
    {
      let name = try unsafe self.name("reading a group's name") { unsafe nc_inq_grpname(child, $0) }
      try group(child, path: groupPath.isEmpty ? name : groupPath + "/" + name, depth: depth + 1)
    }
  }

  private func dimensions(of group: Int32, place: String) throws(Failure) -> [NetCDFDimension] {
    let all = try unsafe identifiers("listing the dimensions of \(place)") {
      unsafe nc_inq_dimids(group, $0, $1, 0)
    }
    let unlimited = try unsafe identifiers("listing the unlimited dimensions of \(place)") {
      unsafe nc_inq_unlimdims(group, $0, $1)
    }
    var result: [NetCDFDimension] = []
    for id in all {
      var length = 0
      let name = try unsafe self.name("reading a dimension of \(place)") {
        unsafe nc_inq_dim(group, id, $0, &length)
      }
      guard length >= 0 else { throw Failure(.data, "dimension \(name) is too long", path: path) }
      result.append(NetCDFDimension(name: name, length: length, isUnlimited: unlimited.contains(id), id: id))
    }
    return result
  }

  private mutating func variable(
    _ id: Int32, group: Int32, groupPath: String
  ) throws(Failure) -> NetCDFVariable {
    var code: nc_type = 0
    var rank: Int32 = 0
    var dimensionIds = [Int32](repeating: 0, count: Int(NC_MAX_VAR_DIMS))
    var attributeCount: Int32 = 0
    let name = try unsafe self.name("reading variable \(id)") {
      unsafe nc_inq_var(group, id, $0, &code, &rank, &dimensionIds, &attributeCount)
    }
    var shape: [NetCDFDimension] = []
    for dimension in dimensionIds.prefix(Int(rank)) {
      guard let known = dimensions[dimension] else {
        throw Failure(.data, "variable \(name) uses a dimension that is not declared", path: path)
      }
      shape.append(known)
    }
    return NetCDFVariable(
      name: name, path: groupPath.isEmpty ? name : groupPath + "/" + name,
      type: try type(code, group: group), dimensions: shape,
      attributes: try attributes(group: group, variable: id, of: "variable \(name)"), group: group, id: id)
  }

  private func type(_ code: nc_type, group: Int32) throws(Failure) -> NetCDFType {
    if let known = NetCDFType(code: code) { return known }
    let name = try unsafe self.name("reading a user-defined type") {
      unsafe nc_inq_type(group, code, $0, nil)
    }
    return .other(name)
  }

  private mutating func attributes(
    group: Int32, variable: Int32, of place: String
  ) throws(Failure) -> [String: NetCDFAttribute] {
    var count: Int32 = 0
    try check(unsafe nc_inq_varnatts(group, variable, &count), "counting the attributes of \(place)")
    var result: [String: NetCDFAttribute] = [:]
    for index in 0..<max(0, count) {
      let name = try unsafe self.name("listing the attributes of \(place)") {
        unsafe nc_inq_attname(group, variable, index, $0)
      }
      result[name] = try attribute(name, group: group, variable: variable, of: place)
    }
    return result
  }

  private mutating func attribute(
    _ name: String, group: Int32, variable: Int32, of place: String
  ) throws(Failure) -> NetCDFAttribute {
    let operation = "reading attribute \(name) of \(place)"
    var code: nc_type = 0
    var length = 0
    try check(unsafe nc_inq_att(group, variable, name, &code, &length), operation)
    let type = try type(code, group: group)
    let bytes = NetCDFVariable.product([length, type.byteCount])
    guard let bytes, bytes <= NetCDFScan.attributeBudget - attributeBytes else {
      throw Failure(.data, "\(operation): attributes are too large (\(length) values)", path: path)
    }
    attributeBytes += bytes
    return try NetCDFAttributeReader(group: group, variable: variable, name: name, length: length)
      .read(type, operation, path)
  }

  /// A name from a C call that fills `NC_MAX_NAME + 1` characters.
  private func name(
    _ operation: String, _ call: (UnsafeMutablePointer<CChar>) -> Int32
  ) throws(Failure) -> String {
    var buffer = [CChar](repeating: 0, count: Int(NC_MAX_NAME) + 1)
    let status = unsafe buffer.withUnsafeMutableBufferPointer { pointer in
      unsafe pointer.baseAddress.map { unsafe call($0) } ?? NC_EINVAL
    }
    try check(status, operation)
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Identifiers from a C call that first tells how many there are.
  private func identifiers(
    _ operation: String,
    _ call: (UnsafeMutablePointer<Int32>?, UnsafeMutablePointer<Int32>?) -> Int32
  ) throws(Failure) -> [Int32] {
    var count: Int32 = 0
    try check(unsafe call(&count, nil), operation)
    guard count > 0 else { return [] }
    var result = [Int32](repeating: 0, count: Int(count))
    try check(unsafe call(&count, &result), operation)
    return result
  }
}
