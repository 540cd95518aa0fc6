import Files

/// Which samples of a file belong to which location.
struct SampleGrouping: Sendable {
  /// Where the samples of one location are.
  enum Place {
    /// A rectangular part of the variable.
    case slab(NetCDFSlab)
    /// Scattered positions along the sample dimension, in file order.
    case positions(ArraySlice<Int32>)
  }

  /// The dimension that counts samples: time or observations.
  let dimension: NetCDFDimension
  private let layout: ProductLayout
  /// For ragged arrays: where each location's samples begin in `order` or in the file; one more than locations.
  private let starts: [Int]
  private let order: [Int32]
  private let strays: Int

  /// Reads the index of a ragged array.
  /// - Throws: `Failure` (data) where row sizes are negative or add up to more samples than there are.
  init(
    layout: ProductLayout, locations: Int, variable: NetCDFVariable, file: NetCDFFile
  ) throws(Failure) {
    self.layout = layout
    switch layout {
    case .orthogonal(let locationAxis):
      dimension = variable.dimensions[1 - locationAxis]
      (starts, order, strays) = ([], [], 0)
    case .single:
      dimension = variable.dimensions[0]
      (starts, order, strays) = ([], [], 0)
    case .contiguousRagged(let rowSize):
      dimension = variable.dimensions[0]
      var starts = [0]
      for size in try file.int64Pieces(rowSize) {
        let (end, overflow) = starts[starts.count - 1].addingReportingOverflow(Int(size))
        guard size >= 0, !overflow, end <= dimension.length else {
          throw Failure(
            .data, "the row sizes in \(rowSize.path) do not fit the \(dimension.length) samples",
            path: file.path)
        }
        starts.append(end)
      }
      (self.starts, order) = (starts, [])
      strays = dimension.length - starts[starts.count - 1]
    case .indexedRagged(let index):
      dimension = variable.dimensions[0]
      guard dimension.length <= Int(Int32.max) else {
        throw Failure(.data, "a file with more than \(Int32.max) samples is not read", path: file.path)
      }
      (starts, order, strays) = SampleGrouping.grouped(try file.int64Pieces(index), locations: locations)
    }
  }

  /// The number of samples of a location.
  func count(at location: Int) -> Int {
    switch layout {
    case .orthogonal, .single: dimension.length
    case .contiguousRagged, .indexedRagged: starts[location + 1] - starts[location]
    }
  }

  /// Where the samples of a location are.
  func place(of location: Int) -> Place {
    switch layout {
    case .orthogonal(let axis):
      return .slab(
        NetCDFSlab(
          start: axis == 0 ? [location, 0] : [0, location],
          count: axis == 0 ? [1, dimension.length] : [dimension.length, 1]))
    case .single: return .slab(NetCDFSlab(start: [0], count: [dimension.length]))
    case .contiguousRagged:
      return .slab(NetCDFSlab(start: [starts[location]], count: [count(at: location)]))
    case .indexedRagged: return .positions(order[starts[location]..<starts[location + 1]])
    }
  }

  /// Samples that belong to no location.
  func problems(path: String) -> [Problem] {
    strays > 0 ? [Problem(path: path, reason: "sample of no location, skipped", count: strays)] : []
  }

  /// Positions by location with their file order kept (a counting sort).
  private static func grouped(_ index: [Int64], locations: Int) -> (
    starts: [Int], order: [Int32], strays: Int
  ) {
    var starts = [Int](repeating: 0, count: locations + 1)
    var strays = 0
    for location in index {
      if location >= 0, location < Int64(locations) { starts[Int(location) + 1] += 1 } else { strays += 1 }
    }
    for location in 0..<locations { starts[location + 1] += starts[location] }
    var next = starts
    var order = [Int32](repeating: 0, count: index.count - strays)
    for (position, location) in index.enumerated() where location >= 0 && location < Int64(locations) {
      order[next[Int(location)]] = Int32(position)
      next[Int(location)] += 1
    }
    return (starts, order, strays)
  }
}
