import Files
import Foundation
import Grids
import Products

/// A product file made up for a test: three locations with daily samples unless changed.
struct InventedFile {
  enum Layout: String, CaseIterable, Sendable {
    case orthogonal, timeFirst, indexed, contiguous, single
  }

  var layout = Layout.orthogonal
  var latitudes: [Double] = [10, 20, 30]
  var longitudes: [Double] = [0, 1, 2]
  var identifiers: [Int64]? = [100, 200, 300]
  /// Sample times, the same for every location.
  var times: NetCDFArray = .double([0, 1, 2, 3])
  var timeAttributes: [String: NetCDFAttribute] = ["units": .text("days since 2017-01-01")]
  /// Soil moisture, location by location.
  var values: NetCDFArray = .float([0.1, 0.2, 0.3, 0.4, 0.11, 0.21, 0.31, 0.41, 0.12, 0.22, 0.32, 0.42])
  var valueAttributes: [String: NetCDFAttribute] = ["units": .text("m3 m-3")]
  /// More variables on the same samples.
  var extra: [(name: String, values: NetCDFArray, attributes: [String: NetCDFAttribute])] = []
  var coordinateNames = ("lat", "lon")
  var coordinateAttributes = true

  private var locations: Int { latitudes.count }

  /// Writes the file.
  func write(to path: String) throws {
    let writer = try NetCDFWriter(writing: path)
    let steps = times.count
    let place = layout == .single ? nil : try writer.dimension("locations", length: locations)
    let north = try writer.variable(coordinateNames.0, .double, place.map { [$0] } ?? [])
    let east = try writer.variable(coordinateNames.1, .double, place.map { [$0] } ?? [])
    if coordinateAttributes {
      try writer.attribute("units", "degrees_north", of: north)
      try writer.attribute("standard_name", "longitude", of: east)
    }
    try writer.write(.double(latitudes), to: north)
    try writer.write(.double(longitudes), to: east)
    if let identifiers, let place {
      let variable = try writer.variable("location_id", .int64, [place])
      try writer.write(.int64(identifiers), to: variable)
    }
    let sample: NetCDFWriter.Dimension
    switch layout {
    case .orthogonal, .timeFirst, .single: sample = try writer.dimension("time", length: steps)
    case .indexed, .contiguous: sample = try writer.dimension("obs", length: steps * locations)
    }
    try writeTime(writer, sample)
    try writeIndex(writer, sample, place)
    try column("sm", values, valueAttributes, writer, sample, place)
    for item in extra { try column(item.name, item.values, item.attributes, writer, sample, place) }
    try writer.finish()
  }

  /// Positions location by location in the order the layout stores them.
  private var order: [Int32] {
    let steps = Int32(times.count)
    let locations = Int32(self.locations)
    switch layout {
    case .orthogonal, .contiguous, .single: return Array(0..<steps * locations)
    case .timeFirst, .indexed:
      return (0..<steps).flatMap { step in (0..<locations).map { $0 * steps + step } }
    }
  }

  private func writeTime(_ writer: NetCDFWriter, _ sample: NetCDFWriter.Dimension) throws {
    let variable = try writer.variable("time", times.type, [sample])
    for (name, value) in timeAttributes { try writer.attribute(name, value, of: variable) }
    let steps = Int32(times.count)
    switch layout {
    case .orthogonal, .timeFirst, .single: try writer.write(times, to: variable)
    case .indexed, .contiguous: try writer.write(times.selecting(order.map { $0 % steps }), to: variable)
    }
  }

  private func writeIndex(
    _ writer: NetCDFWriter, _ sample: NetCDFWriter.Dimension, _ place: NetCDFWriter.Dimension?
  ) throws {
    let steps = Int64(times.count)
    if layout == .indexed {
      let index = try writer.variable("locationIndex", .int64, [sample])
      try writer.attribute("instance_dimension", "locations", of: index)
      try writer.write(.int64(order.map { Int64($0) / steps }), to: index)
    } else if layout == .contiguous, let place {
      let size = try writer.variable("row_size", .int64, [place])
      try writer.attribute("sample_dimension", "obs", of: size)
      try writer.write(.int64(latitudes.map { _ in steps }), to: size)
    }
  }

  private func column(
    _ name: String, _ values: NetCDFArray, _ attributes: [String: NetCDFAttribute], _ writer: NetCDFWriter,
    _ sample: NetCDFWriter.Dimension, _ place: NetCDFWriter.Dimension?
  ) throws {
    var dimensions = [sample]
    if let place, layout == .orthogonal { dimensions = [place, sample] }
    if let place, layout == .timeFirst { dimensions = [sample, place] }
    let variable = try writer.variable(name, values.type, dimensions)
    for (key, value) in attributes { try writer.attribute(key, value, of: variable) }
    try writer.write(values.selecting(order), to: variable)
  }

  /// Writes the file into a folder of its own, opens it and removes the folder afterwards.
  func source(_ change: (inout ProductDescription) -> Void = { _ in }) throws -> ProductSource {
    let path = try InventedFile.scratch().appending(path: "file.nc").path
    try write(to: path)
    return try InventedFile.open([path], change)
  }

  static func open(_ paths: [String], _ change: (inout ProductDescription) -> Void = { _ in }) throws
    -> ProductSource
  {
    var description = ProductDescription(variable: "sm")
    change(&description)
    return try ProductSource(name: "test", description: description, files: paths)
  }

  static func scratch() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lab-products-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// The record of the first location.
  func record(_ change: (inout ProductDescription) -> Void = { _ in }) throws -> ProductRecord {
    let source = try source(change)
    guard let cell = source.cells.first else { throw Failure(.data, "no cells") }
    return try source.series(at: cell)
  }
}

/// Runs a step and gives the failure it ends in.
func failure(of step: () throws -> Void) -> Failure? {
  do {
    try step()
    return nil
  } catch {
    return error as? Failure
  }
}
