public import Grids

/// The values that are to be there: land, not frozen.
///
/// Everything else is no gap.
public struct WantedCells: Hashable, Sendable {
  /// Day × cell.
  public let isWanted: [Bool]

  /// Land on the days it is not frozen.
  ///
  /// - Parameters:
  ///   - record: the record the cells belong to.
  ///   - isLand: one value a cell.
  ///   - isFrozen: day × cell; empty where nothing is known of frost.
  /// - Precondition: both have the record's shape.
  public init(_ record: FieldStack, isLand: [Bool], isFrozen: [Bool] = []) {
    precondition(isLand.count == record.cells, "one value a cell")
    precondition(isFrozen.isEmpty || isFrozen.count == record.values.count, "frost has the record's shape")
    isWanted = record.values.indices.map { position in
      isLand[position % record.cells] && (isFrozen.isEmpty || !isFrozen[position])
    }
  }

  /// The share of the wanted values that are finite; 1 where none is wanted.
  public func coverage(of values: [Float]) -> Double {
    let wanted = isWanted.count { $0 }
    let filled = zip(values, isWanted).count { $0.isFinite && $1 }
    return wanted == 0 ? 1 : Double(filled) / Double(wanted)
  }
}
