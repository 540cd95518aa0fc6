public import Files
import Grids

/// Where and when a nature run is resolved down to 0.01°: a window of 2° × 2° with columns of its own.
public struct WindowSettings: Sendable, Hashable {
  /// The western and northern edge in degrees, multiples of 0.25; nil for the middle of the region.
  public var west, north: Double?
  /// The first instant and that after the last, midnights in microseconds since 1970 UTC; nil for the run's.
  public var start, end: Int64?

  /// The side in degrees; tests have smaller ones.
  var degrees = 2.0

  /// A window, by default in the region's middle and for the whole run.
  public init(west: Double? = nil, north: Double? = nil, start: Int64? = nil, end: Int64? = nil) {
    self.west = west
    self.north = north
    self.start = start
    self.end = end
  }

  /// The middle of the region from June to August of the first year that has the whole summer after an instant.
  static func firstSummer(after start: Int64) -> WindowSettings {
    let summer = NatureRunSettings.firstSummer(after: start)
    return WindowSettings(start: summer?.lowerBound, end: summer?.upperBound)
  }

  /// Reads `{west: 103, north: 37, from: 2015-06-01, to: 2015-08-31}`, every key optional, or `none`.
  /// - Throws: `Failure` (usage) with file and line.
  static func reading(_ node: YAMLNode, default period: WindowSettings?) throws(Failure) -> WindowSettings? {
    if let word = try? node.text(), word == "none" { return nil }
    let values = try node.map(allowed: ["west", "north", "from", "to"])
    var window = period ?? WindowSettings()
    if let value = values["west"] { window.west = try edge(value) }
    if let value = values["north"] { window.north = try edge(value) }
    guard (window.west == nil) == (window.north == nil) else {
      throw node.failure("the window needs its western and its northern edge, or neither")
    }
    if let value = values["from"] { window.start = try NatureRunSettings.day(value) }
    if let value = values["to"] {
      window.end = try NatureRunSettings.day(value) + UTC.day
      if let start = window.start, let end = window.end, start >= end {
        throw value.failure("the last day lies before the first")
      }
    }
    return window
  }

  private static func edge(_ node: YAMLNode) throws(Failure) -> Double {
    let value = try node.number()
    guard value * 4 == (value * 4).rounded(), abs(value) <= 180 else {
      throw node.failure("the window's edges are multiples of 0.25 degrees")
    }
    return value
  }
}

extension NatureRunSettings {
  /// The window's cells and its days, counted from the run's first; nil where the run has none: the region is smaller
  /// than the window and no place is given, or no day of the window lies in the run.
  /// - Throws: `Failure` (usage) where the window does not lie in the region.
  public func windowSpan() throws(Failure) -> (grid: FineGrid, days: Range<Int>)? {
    guard let window else { return nil }
    let side = Int(window.degrees * Double(FineGrid.perDegree))
    let corner: (row: Int, column: Int)
    if let west = window.west, let north = window.north {
      corner = (
        Int(((grid.north - north) * Double(FineGrid.perDegree)).rounded()),
        Int(((west - grid.west) * Double(FineGrid.perDegree)).rounded())
      )
      guard corner.row >= 0, corner.column >= 0, corner.row + side <= grid.rows,
        corner.column + side <= grid.columns
      else {
        throw Failure(
          .usage, "the window of \(window.degrees) degrees does not lie in the region",
          advice: "Give its western and northern edge, or `window: none`")
      }
    } else {
      guard grid.rows >= side, grid.columns >= side else { return nil }
      // On whole cells of 0.25°.
      corner = ((grid.rows - side) / 2 / 5 * 5, (grid.columns - side) / 2 / 5 * 5)
    }
    let first = max(0, Int(((window.start ?? start) - start) / UTC.day))
    let last = min(days, Int(((window.end ?? end) - start) / UTC.day))
    guard first < last else { return nil }
    return (
      grid.refined(rows: corner.row..<(corner.row + side), columns: corner.column..<(corner.column + side)),
      first..<last
    )
  }
}
