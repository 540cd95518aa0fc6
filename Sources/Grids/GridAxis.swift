public import Files

/// The cells along one axis of a rectilinear grid: their centres in storage order and the edges between them.
///
/// Edges lie midway between neighbouring centres, the outer ones as far out as the last inner ones.
public struct GridAxis: Hashable, Sendable {
  /// The centres in storage order: latitudes as given, longitudes in −180…180.
  public let centres: [Double]
  /// The edges from south to north or west to east, one more than cells; longitudes unwrapped, may exceed 180.
  let edges: [Double]
  /// Whether storage runs from north to south or east to west.
  let isDescending: Bool
  /// Whether the axis goes round the globe.
  let isCyclic: Bool

  /// The latitudes of rows.
  ///
  /// - Parameter spacing: the distance of neighbours where there is only one row.
  /// - Throws: `Failure` (data) where one is missing or beyond 90, or they are not strictly monotonic.
  public init(latitudes: [Double], spacing: Double? = nil) throws(Failure) {
    guard latitudes.allSatisfy({ abs($0) <= 90 }) else {
      throw Failure(.data, "latitudes are missing or beyond 90 degrees")
    }
    let isDescending = try GridAxis.isDescending(latitudes, "latitudes")
    let sorted = isDescending ? latitudes.reversed() : latitudes
    var edges = GridAxis.edges(sorted, spacing: spacing ?? 180)
    edges[0] = max(-90, edges[0])
    edges[edges.count - 1] = min(90, edges[edges.count - 1])
    centres = latitudes
    self.edges = edges
    self.isDescending = isDescending
    isCyclic = false
  }

  /// The longitudes of columns, 0…360 or −180…180, beginning anywhere.
  ///
  /// - Parameter spacing: the distance of neighbours where there is only one column.
  /// - Throws: `Failure` (data) where one is missing or beyond 360, or they are not strictly monotonic once
  ///   the turn of the circle is undone.
  public init(longitudes: [Double], spacing: Double? = nil) throws(Failure) {
    guard longitudes.allSatisfy({ abs($0) <= 360 }) else {
      throw Failure(.data, "longitudes are missing or beyond 360 degrees")
    }
    var unwrapped = longitudes
    for index in unwrapped.indices.dropFirst() {
      let step = unwrapped[index] - unwrapped[index - 1]
      if abs(step) > 180 { unwrapped[index] -= 360 * (step / 360).rounded() }
    }
    let isDescending = try GridAxis.isDescending(unwrapped, "longitudes")
    let sorted = isDescending ? unwrapped.reversed() : unwrapped
    var edges = GridAxis.edges(sorted, spacing: spacing ?? 360)
    let span = edges[edges.count - 1] - edges[0]
    // A grid that goes round meets itself: half a cell of tolerance, for rounded coordinates.
    let isCyclic = span > 360 - (sorted.count > 1 ? (sorted[1] - sorted[0]) / 2 : 0)
    guard sorted[sorted.count - 1] - sorted[0] <= 360 + 1e-6 else {
      throw Failure(.data, "the longitudes go round the globe more than once")
    }
    if isCyclic {
      let last = sorted[sorted.count - 1]
      edges[0] = GridAxis.snapped((last - 360 + sorted[0]) / 2, spacing: 1)
      edges[edges.count - 1] = edges[0] + 360
    }
    centres = longitudes.map { $0 > 180 ? $0 - 360 : $0 < -180 ? $0 + 360 : $0 }
    self.edges = edges
    self.isDescending = isDescending
    self.isCyclic = isCyclic
  }

  /// The number of cells.
  public var count: Int { centres.count }

  /// The position in storage order of the cell that holds a coordinate, its lower edge included; nil outside.
  ///
  /// The north pole belongs to the row that reaches it; for longitudes any turn of the circle is accepted.
  public func position(of coordinate: Double, isLongitude: Bool) -> Int? {
    guard coordinate.isFinite else { return nil }
    var value = coordinate
    let (first, last) = (edges[0], edges[edges.count - 1])
    if isLongitude {
      value -= 360 * ((value - first) / 360).rounded(.down)
      // Rounding may have left the value a hair below or a full turn above.
      if value < first { value += 360 }
      if value - 360 >= first { value -= 360 }
    } else if value == 90, last == 90 {
      return isDescending ? 0 : count - 1
    }
    guard value >= first, value < last else { return nil }
    var low = 0
    var high = edges.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if edges[middle] <= value { low = middle } else { high = middle }
    }
    return isDescending ? count - 1 - low : low
  }

  /// The lower and the upper edge of a cell in storage order; longitudes unwrapped, may exceed 180.
  func interval(_ position: Int) -> (low: Double, high: Double) {
    let place = isDescending ? count - 1 - position : position
    return (edges[place], edges[place + 1])
  }

  private static func isDescending(_ values: [Double], _ what: String) throws(Failure) -> Bool {
    guard let first = values.first, let last = values.last else {
      throw Failure(.data, "the grid has no \(what)")
    }
    let isDescending = last < first
    for (before, after) in zip(values, values.dropFirst())
    where isDescending ? after >= before : after <= before {
      throw Failure(
        .data, "the \(what) of the grid are not strictly monotonic: \(before) is followed by \(after)")
    }
    return isDescending
  }

  private static func edges(_ sorted: [Double], spacing: Double) -> [Double] {
    guard sorted.count > 1 else { return [sorted[0] - spacing / 2, sorted[0] + spacing / 2] }
    var edges = [Double](repeating: 0, count: sorted.count + 1)
    for index in 1..<sorted.count {
      let step = sorted[index] - sorted[index - 1]
      edges[index] = snapped((sorted[index] + sorted[index - 1]) / 2, spacing: step)
    }
    let last = sorted.count
    edges[0] = snapped(sorted[0] - (sorted[1] - sorted[0]) / 2, spacing: 1)
    edges[last] = snapped(sorted[last - 1] + (sorted[last - 1] - sorted[last - 2]) / 2, spacing: 1)
    return edges
  }

  /// An edge freed from the rounding of 32-bit coordinates: 45.10000038 between 45.05 and 45.15 is 45.1.
  private static func snapped(_ edge: Double, spacing: Double) -> Double {
    let near = (edge * 10_000).rounded() / 10_000
    return spacing > 1e-3 && abs(edge - near) < 1.6e-5 ? near : edge
  }
}
