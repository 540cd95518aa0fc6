import Files

/// Which dimension of a variable plays which part in maps: row, column or time.
///
/// A part that a variable does not have is shared by all: a mask without time holds at every step.
struct AxisMap: Hashable, Sendable {
  /// The position of the rows among the dimensions.
  var row: Int?
  /// The position of the columns.
  var column: Int?
  /// The position of the time steps.
  var time: Int?
  /// The index along each dimension where reading begins; dimensions without a part stay there.
  var start: [Int]

  /// Whether the numbers differ from cell to cell.
  var isPerCell: Bool { row != nil || column != nil }

  /// The part of a variable that holds these steps, rows and columns.
  func slab(steps: Range<Int>, rows: Range<Int>, columns: Range<Int>) -> NetCDFSlab {
    var slab = NetCDFSlab(start: start, count: start.map { _ in 1 })
    for (axis, range) in [(time, steps), (row, rows), (column, columns)] {
      guard let axis else { continue }
      slab.start[axis] = range.lowerBound
      slab.count[axis] = range.count
    }
    return slab
  }

  /// How far apart neighbours along an axis are in a part of these counts; 0 for an axis that is not there.
  func stride(_ axis: Int?, in counts: [Int]) -> Int {
    guard let axis else { return 0 }
    return counts[(axis + 1)...].reduce(1, *)
  }
}

/// Whether dimensions of two variables of one file are the same.
enum DimensionMatch {
  /// Plain HDF5 has no names for dimensions: the library invents `phony_dim_3`, anew in every group.
  static func isPhony(_ dimension: NetCDFDimension) -> Bool { dimension.name.hasPrefix("phony_dim_") }

  /// Same name and length, or same length where a name is invented.
  static func isSame(_ first: NetCDFDimension, _ second: NetCDFDimension) -> Bool {
    first.length == second.length && (first.name == second.name || isPhony(first) || isPhony(second))
  }

  /// For each dimension of a variable the position of the same one in `dimensions`, each used once; nil where
  /// there is none.
  ///
  /// Names that are there are believed first; positions in `avoiding` are taken only where nothing else fits.
  static func positions(
    of variable: NetCDFVariable, in dimensions: [NetCDFDimension], avoiding: Set<Int> = []
  ) -> [Int?] {
    var used: Set<Int> = []
    var result = [Int?](repeating: nil, count: variable.dimensions.count)
    let rounds: [(Int, NetCDFDimension, NetCDFDimension) -> Bool] = [
      { _, mine, other in !isPhony(mine) && mine.name == other.name && mine.length == other.length },
      { position, mine, other in !avoiding.contains(position) && isSame(mine, other) },
      { _, mine, other in isSame(mine, other) },
    ]
    for fits in rounds {
      for (index, mine) in variable.dimensions.enumerated() where result[index] == nil {
        let found = dimensions.indices.first { !used.contains($0) && fits($0, mine, dimensions[$0]) }
        if let found {
          used.insert(found)
          result[index] = found
        }
      }
    }
    return result
  }

  /// `time 1, lat 720, lon 1440`.
  static func shape(_ variable: NetCDFVariable) -> String {
    variable.dimensions.map { "\($0.name) \($0.length)" }.joined(separator: ", ")
  }
}
