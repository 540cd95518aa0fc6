import Files
import Grids
import Synchronization

/// One open file of a product: where its locations are and how to read the samples of one of them.
///
/// Safe to share between threads. Opening reads the coordinates; samples are read on demand.
final class ProductFile: Sendable {
  let file: NetCDFFile
  let variable: NetCDFVariable
  let layout: ProductLayout
  let locations: LocationTable
  /// What makes the product's quantity of unpacked numbers.
  let conversion: Conversion
  let unpacking: Unpacking
  let flags: [FlagColumn]
  /// The variable of each aspect in the order of `GroupCoder`; nil for those that hold for all samples.
  let groups: [GroupColumn?]
  private let groupProblems: [Problem]
  let time: TimeReader

  private let samples: SampleGrouping
  private let shared = Mutex<[String: NetCDFArray]>([:])
  private let axis = Mutex<SampleTimes?>(nil)

  /// A flag rule with the variable it looks at.
  struct FlagColumn: Sendable {
    let rule: FlagRule
    let variable: NetCDFVariable
    let unpacking: Unpacking
  }

  /// A variable that tells samples apart.
  struct GroupColumn: Sendable {
    let variable: NetCDFVariable
    let unpacking: Unpacking
  }

  /// Variables of at most this many bytes are kept in memory where every location would read them whole.
  private static let sharedBudget = 128 << 20
  /// Decompressed chunks the library may keep per variable that is read row by row.
  private static let chunkBudget = 48 << 20

  /// Opens a file and finds everything the description asks for.
  /// - Throws: `Failure` (data) naming what is missing or cannot be used.
  init(path: String, description: ProductDescription, byteBudget: Int) throws(Failure) {
    file = try NetCDFFile(reading: path, byteBudget: byteBudget)
    variable = try file.requiredVariable(description.variable)
    unpacking = try Unpacking(variable, fill: description.fill, valid: description.valid, path: path)
    let search = CoordinateSearch(file: file, variable: variable)
    let latitude = try search.latitude()
    let longitude = try search.longitude()
    layout = try ProductLayout(of: variable, latitude: latitude, longitude: longitude, in: file)
    conversion = try Conversion(of: variable, description: description, path: path)
    locations = try LocationTable(file: file, latitude: latitude, longitude: longitude)
    samples = try SampleGrouping(layout: layout, locations: locations.count, variable: variable, file: file)
    var columns: [FlagColumn] = []
    for rule in description.flags {
      let flag = try search.named(rule.variable)
      columns.append(
        FlagColumn(rule: rule, variable: flag, unpacking: try Unpacking(flag, path: path)))
    }
    flags = columns
    var groups: [GroupColumn?] = []
    let coder = GroupCoder(description)
    for rule in coder.rules {
      guard let name = rule.variable, let variable = search.optional(name) else {
        groups.append(nil)
        continue
      }
      groups.append(GroupColumn(variable: variable, unpacking: try Unpacking(variable, path: path)))
    }
    self.groups = groups
    groupProblems = coder.problems(path: path) { search.optional($0) != nil }
    time = try TimeReader(description.time, search: search, samples: samples.dimension)
    for other in [variable] + columns.map(\.variable) + time.variables + groups.compactMap({ $0?.variable }) {
      try checkShape(other)
    }
    keepChunks()
  }

  /// Problems of the file as a whole: coordinates, sample indices and groups that cannot be used.
  var problems: [Problem] {
    locations.problems + time.problems + samples.problems(path: file.path) + groupProblems
  }

  /// The number of samples of a location.
  func count(at location: Int) -> Int { samples.count(at: location) }

  /// The stored numbers of a variable for one location, in the order of the file.
  func column(_ variable: NetCDFVariable, at location: Int) throws(Failure) -> NetCDFArray {
    if variable.dimensions.count == 1, self.variable.dimensions.count == 2 { return try whole(variable) }
    switch samples.place(of: location) {
    case .slab(let slab): return try file.pieces(variable, slab)
    case .positions(let positions):
      guard let first = positions.min(), let last = positions.max() else {
        return try file.raw(variable, NetCDFSlab(start: [0], count: [0]))
      }
      if (variable.count ?? .max) <= ProductFile.sharedBudget / max(8, variable.type.byteCount) {
        return try whole(variable).selecting(positions)
      }
      let part = try file.pieces(variable, NetCDFSlab(start: [Int(first)], count: [Int(last - first) + 1]))
      return part.selecting(positions.map { $0 - first })
    }
  }

  /// The instants of the samples of one location.
  func times(at location: Int) throws(Failure) -> SampleTimes {
    let isShared = variable.dimensions.count == 2 && time.variables.allSatisfy { $0.dimensions.count == 1 }
    guard isShared else {
      return time.adjusted(
        try time.read { variable throws(Failure) in try column(variable, at: location) },
        longitude: locations.longitudes[location])
    }
    let axis = try axis.withLock { stored throws(Failure) -> SampleTimes in
      if let stored { return stored }
      let times = try time.read { variable throws(Failure) in try file.pieces(variable) }
      stored = times
      return times
    }
    return time.adjusted(axis, longitude: locations.longitudes[location])
  }

  private func whole(_ variable: NetCDFVariable) throws(Failure) -> NetCDFArray {
    try shared.withLock { kept throws(Failure) -> NetCDFArray in
      if let values = kept[variable.path] { return values }
      let values = try file.pieces(variable)
      kept[variable.path] = values
      return values
    }
  }

  /// A flag or time variable lies on the same samples as soil moisture, or on the shared time axis.
  private func checkShape(_ other: NetCDFVariable) throws(Failure) {
    if other.dimensions == variable.dimensions || other.dimensions == [samples.dimension] { return }
    let shape = other.dimensions.map(\.name).joined(separator: ", ")
    let wanted = variable.dimensions.map(\.name).joined(separator: ", ")
    throw Failure(
      .data,
      "variable \(other.path) has dimensions (\(shape)), which do not fit \(variable.path) (\(wanted))",
      path: file.path)
  }

  private func keepChunks() {
    guard variable.dimensions.count == 2 else { return }
    let others = flags.map(\.variable) + time.variables + groups.compactMap { $0?.variable }
    for variable in [variable] + others where variable.dimensions.count == 2 {
      let bytes = (variable.count ?? 0).multipliedReportingOverflow(by: variable.type.byteCount)
      if !bytes.overflow, bytes.partialValue > 4 << 20 {
        file.keepChunks(of: variable, bytes: min(bytes.partialValue, ProductFile.chunkBudget))
      }
    }
  }
}
