import Files
import Foundation
import Grids
import Products

/// A file of maps made up for a test: three steps of a grid of 4 × 5 cells unless changed.
struct InventedStack {
  enum Axis: Hashable, Sendable { case time, row, column, layer }

  enum Storage: Hashable, Sendable {
    /// Chunks of one step and some rows and columns.
    case chunked, contiguous
    /// netCDF's classic format.
    case classic
  }

  /// A variable beside soil moisture.
  struct Extra {
    var name: String
    var axes: [Axis]
    var type = NetCDFType.float
    var attributes: [String: NetCDFAttribute] = [:]
    var value: (_ step: Int, _ row: Int, _ column: Int) -> Double
  }

  var axes: [Axis] = [.time, .row, .column]
  var storage = Storage.chunked
  var latitudes: [Double] = [10, 11, 12, 13]
  var longitudes: [Double] = [-2, -1, 0, 1, 2]
  var times: [Double] = [0, 1, 2]
  var timeUnits: String? = "days since 2017-01-01"
  /// The number of soil layers, where there is that axis; all but the last hold 0.9.
  var layers = 2
  var names = ["time", "lat", "lon", "layer"]
  /// Whether one-dimensional coordinates are written; two-dimensional ones may stand among `extra`.
  var hasCoordinates = true
  var group = ""
  var type = NetCDFType.float
  var attributes: [String: NetCDFAttribute] = ["units": .text("m3 m-3")]
  /// Soil moisture in stored numbers.
  var value: (_ step: Int, _ row: Int, _ column: Int) -> Double = { step, row, column in
    0.01 * Double(step) + 0.1 * Double(row) + 0.02 * Double(column) + 0.05
  }
  var extra: [Extra] = []

  func length(_ axis: Axis) -> Int {
    switch axis {
    case .time: times.count
    case .row: latitudes.count
    case .column: longitudes.count
    case .layer: layers
    }
  }

  private func name(_ axis: Axis) -> String {
    switch axis {
    case .time: names[0]
    case .row: names[1]
    case .column: names[2]
    case .layer: names[3]
    }
  }

  /// The numbers of a variable in storage order.
  private func numbers(_ axes: [Axis], _ value: (Int, Int, Int) -> Double) -> [Double] {
    let lengths = axes.map(length)
    return (0..<lengths.reduce(1, *)).map { flat in
      var rest = flat
      var index: [Axis: Int] = [:]
      for (axis, length) in zip(axes, lengths).reversed() {
        index[axis] = rest % length
        rest /= length
      }
      if let layer = index[.layer], layer < layers - 1 { return 0.9 }
      return value(index[.time] ?? 0, index[.row] ?? 0, index[.column] ?? 0)
    }
  }

  private var variables: [ClassicFile.Variable] {
    var list: [ClassicFile.Variable] = []
    func add(
      _ name: String, _ axes: [Axis], _ type: NetCDFType, _ attributes: [String: NetCDFAttribute],
      _ value: (Int, Int, Int) -> Double
    ) {
      list.append(
        ClassicFile.Variable(
          name: group + name, dimensions: axes.map { axis in self.name(axis) }, type: type,
          attributes: attributes, values: numbers(axes, value)))
    }
    if hasCoordinates {
      add(names[1], [.row], .double, ["units": .text("degrees_north")]) { _, row, _ in latitudes[row] }
      add(names[2], [.column], .double, ["units": .text("degrees_east")]) { _, _, column in
        longitudes[column]
      }
    }
    if let timeUnits {
      add(names[0], [.time], .double, ["units": .text(timeUnits)]) { step, _, _ in times[step] }
    }
    add("sm", axes, type, attributes, value)
    for item in extra { add(item.name, item.axes, item.type, item.attributes, item.value) }
    return list
  }

  /// Writes the file.
  func write(to path: String) throws {
    let dimensions = [Axis.time, .row, .column, .layer].map { (name($0), length($0)) }
    if storage == .classic { return try ClassicFile.write(variables, dimensions, to: path) }
    let writer = try NetCDFWriter(writing: path)
    var made: [String: NetCDFWriter.Dimension] = [:]
    for (name, length) in dimensions { made[name] = try writer.dimension(name, length: length) }
    for item in variables {
      let axes = item.dimensions.compactMap { made[$0] }
      let lengths = item.dimensions.compactMap { name in dimensions.first { $0.0 == name }?.1 }
      let chunks = lengths.map { min($0, 2) }
      let storage =
        self.storage == .chunked && !axes.isEmpty
        ? NetCDFWriter.Storage(chunks: chunks) : NetCDFWriter.Storage(deflate: 0)
      let variable = try writer.variable(item.name, item.type, axes, storage: storage)
      for (key, value) in item.attributes.sorted(by: { $0.key < $1.key }) {
        try writer.attribute(key, value, of: variable)
      }
      try writer.write(item.array, to: variable)
    }
    try writer.finish()
  }

  /// Writes the file into a folder of its own and opens it.
  func source(
    name: String = "file.nc", _ change: (inout ProductDescription) -> Void = { _ in }
  ) throws -> ProductSource {
    let path = try InventedFile.scratch().appending(path: name).path
    try write(to: path)
    return try InventedStack.open([path], group: group, change)
  }

  static func open(
    _ paths: [String], group: String = "", _ change: (inout ProductDescription) -> Void = { _ in }
  ) throws -> ProductSource {
    try InventedFile.open(paths) {
      $0.variable = group + "sm"
      change(&$0)
    }
  }

  /// The record at a place.
  func record(
    _ latitude: Double, _ longitude: Double, _ change: (inout ProductDescription) -> Void = { _ in }
  ) throws -> ProductRecord {
    try InventedStack.record(try source(change), latitude, longitude)
  }

  static func record(
    _ source: ProductSource, _ latitude: Double, _ longitude: Double, jobs: Int = 2
  ) throws -> ProductRecord {
    let place = GeographicPoint(latitude: latitude, longitude: longitude)
    guard let cell = try source.cells(for: [place], within: 100, needsData: false)[0] else {
      throw Failure(.data, "no cell")
    }
    try source.prepare([cell], jobs: jobs, scratch: FileManager.default.temporaryDirectory.path)
    return try source.series(at: cell)
  }
}

extension ProductRecord {
  /// Everything but the problems, which name files.
  var samples: ProductRecord {
    var record = self
    record.problems = []
    return record
  }

  /// The values rounded to 32 bits.
  var floats: [Float] { series.values.map { Float($0) } }
}

/// Writes netCDF's classic format (CDF-2), which the package itself only reads.
enum ClassicFile {
  struct Variable {
    var name: String
    var dimensions: [String]
    var type: NetCDFType
    var attributes: [String: NetCDFAttribute]
    var values: [Double]

    /// The values in the stored type.
    var array: NetCDFArray {
      switch type {
      case .int8: .int8(values.map { Int8($0) })
      case .uint8: .uint8(values.map { UInt8($0) })
      case .char: .char(values.map { UInt8($0) })
      case .int16: .int16(values.map { Int16($0) })
      case .uint16: .uint16(values.map { UInt16($0) })
      case .int32: .int32(values.map { Int32($0) })
      case .double: .double(values)
      case .string: .string(values.map { "\($0)" })
      default: .float(values.map { Float($0) })
      }
    }
  }

  static func write(_ variables: [Variable], _ dimensions: [(String, Int)], to path: String) throws {
    var offsets = [Int64](repeating: 0, count: variables.count)
    var header = Data()
    // Twice: the offsets depend on the length of the header, not on their values.
    for _ in 0..<2 {
      header = self.header(variables, dimensions, offsets)
      var next = Int64(header.count)
      for (index, variable) in variables.enumerated() {
        offsets[index] = next
        next += Int64(bytes(variable.array).count)
      }
    }
    for variable in variables { header += bytes(variable.array) }
    try header.write(to: URL(filePath: path))
  }

  private static func header(_ variables: [Variable], _ dimensions: [(String, Int)], _ offsets: [Int64])
    -> Data
  {
    var data = Data("CDF\u{2}".utf8)
    func add(_ number: Int) { withUnsafeBytes(of: Int32(number).bigEndian) { data += $0 } }
    func add(_ text: String) {
      add(text.utf8.count)
      data += padded(Data(text.utf8))
    }
    add(0)
    add(10)
    add(dimensions.count)
    for (name, length) in dimensions {
      add(name)
      add(length)
    }
    add(0)
    add(0)
    add(11)
    add(variables.count)
    for (variable, offset) in zip(variables, offsets) {
      add(variable.name)
      add(variable.dimensions.count)
      for name in variable.dimensions { add(dimensions.firstIndex { $0.0 == name } ?? -1) }
      add(variable.attributes.isEmpty ? 0 : 12)
      add(variable.attributes.count)
      for (key, value) in variable.attributes.sorted(by: { $0.key < $1.key }) {
        add(key)
        let text = value.text
        let array = text.map { NetCDFArray.char(Array($0.utf8)) } ?? array(value)
        add(code(array.type))
        add(array.count)
        data += bytes(array)
      }
      add(code(variable.type))
      add(bytes(variable.array).count)
      withUnsafeBytes(of: offset.bigEndian) { data += $0 }
    }
    return data
  }

  private static func array(_ attribute: NetCDFAttribute) -> NetCDFArray {
    guard case .values(let array) = attribute else { return .char([]) }
    return array
  }

  private static func code(_ type: NetCDFType) -> Int {
    switch type {
    case .int8: 1
    case .char: 2
    case .int16: 3
    case .int32: 4
    case .float: 5
    default: 6
    }
  }

  private static func padded(_ data: Data) -> Data {
    data + Data(repeating: 0, count: (4 - data.count % 4) % 4)
  }

  private static func bytes(_ array: NetCDFArray) -> Data {
    var data = Data()
    func add<Number: FixedWidthInteger>(_ numbers: [Number]) {
      for number in numbers { withUnsafeBytes(of: number.bigEndian) { data += $0 } }
    }
    switch array {
    case .int8(let values): add(values)
    case .char(let values): add(values)
    case .int16(let values): add(values)
    case .int32(let values): add(values)
    case .float(let values): add(values.map(\.bitPattern))
    case .double(let values): add(values.map(\.bitPattern))
    default: break
    }
    return padded(data)
  }
}
