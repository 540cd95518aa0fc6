import Glibc

/// Means of fine maps over the cells of another regular grid, by the area of the overlap.
///
/// Only cells that lie wholly inside the region are kept. Areas are those on the sphere; both edges of a cell are
/// parallels and meridians, so that the weights are products of a row's and a column's.
public struct OverlapMean: Sendable {
  /// The side of the other grid's cells in degrees.
  public let degrees: Double
  /// The northern edge of the first row and the western edge of the first column, multiples of the cells' side.
  public let north, west: Double
  /// Rows from north to south and columns from west to east.
  public let rows, columns: Int
  private let fine: FineGrid
  private let rowShares: [[(index: Int, share: Double)]]
  private let columnShares: [[(index: Int, share: Double)]]

  /// The cells of so many degrees that lie wholly inside a region.
  /// - Precondition: a cell is at least 0.001° wide.
  public init(degrees: Double, over fine: FineGrid) {
    precondition(degrees >= 0.001, "cells have a size")
    self.degrees = degrees
    self.fine = fine
    // Rounding must not lose a cell that ends where the region does.
    let first = (
      west: ((fine.west + 180) / degrees - 1e-6).rounded(.up),
      north: ((90 - fine.north) / degrees - 1e-6).rounded(.up)
    )
    let (west, north) = (first.west * degrees - 180, 90 - first.north * degrees)
    self.west = west
    self.north = north
    rows = max(0, Int(((north - fine.south) / degrees + 1e-6).rounded(.down)))
    columns = max(0, Int(((fine.east - west) / degrees + 1e-6).rounded(.down)))
    let perDegree = Double(FineGrid.perDegree)
    rowShares = (0..<rows).map { row in
      let top = north - Double(row) * degrees
      return OverlapMean.shares(
        from: (fine.north - top) * perDegree, to: (fine.north - top + degrees) * perDegree, count: fine.rows
      ) { sin((fine.north - $0 / perDegree) * .pi / 180) - sin((fine.north - $1 / perDegree) * .pi / 180) }
    }
    columnShares = (0..<columns).map { column in
      let left = (west + Double(column) * degrees - fine.west) * perDegree
      return OverlapMean.shares(from: left, to: left + degrees * perDegree, count: fine.columns) { $1 - $0 }
    }
  }

  /// The means of a fine map; NaN cells are left out of them, and a cell of nothing else is NaN.
  /// - Precondition: a value a fine cell.
  public func mean(_ values: [Float]) -> [Float] {
    precondition(values.count == fine.count, "a value a fine cell")
    var result: [Float] = []
    result.reserveCapacity(rows * columns)
    for row in rowShares {
      for column in columnShares {
        var (sum, weight) = (0.0, 0.0)
        for (y, height) in row {
          for (x, width) in column {
            let value = Double(values[y * fine.columns + x])
            guard !value.isNaN else { continue }
            sum += height * width * value
            weight += height * width
          }
        }
        result.append(weight > 0 ? Float(sum / weight) : .nan)
      }
    }
    return result
  }

  /// The cells between two edges, in cells from the region's corner, with the measure of what lies between.
  private static func shares(
    from start: Double, to end: Double, count: Int, measure: (Double, Double) -> Double
  ) -> [(index: Int, share: Double)] {
    let first = max(0, Int((start + 1e-6).rounded(.down)))
    let last = min(count - 1, Int((end - 1e-6).rounded(.down)))
    guard first <= last else { return [] }
    return (first...last).map { index in
      (index, measure(max(start, Double(index)), min(end, Double(index + 1))))
    }
  }
}
