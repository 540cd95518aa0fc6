internal import Grids

/// What cells and their blocks are called: by their place, in letters and digits that any file name bears.
enum CellName {
  /// A cell by its centre: `N34.1250E102.3750`, four decimals (about 10 m).
  static func cell(_ point: GeographicPoint) -> String {
    part(point.latitude, "N", "S", digits: 2) + part(point.longitude, "E", "W", digits: 3)
  }

  /// The block of so many whole degrees that holds a place, by its southern and western edge: `N34E102`.
  static func block(_ point: GeographicPoint, degrees: Int) -> String {
    func edge(_ value: Double) -> Int { Int((value / Double(degrees)).rounded(.down)) * degrees }
    let east = point.longitude >= 180 ? point.longitude - 360 : point.longitude
    return whole(edge(point.latitude), "N", "S", digits: 2) + whole(edge(east), "E", "W", digits: 3)
  }

  private static func part(_ value: Double, _ plus: String, _ minus: String, digits: Int) -> String {
    let scaled = Int((value.magnitude * 10_000).rounded())
    let sign = value < 0 && scaled > 0 ? minus : plus
    return sign + padded(scaled / 10_000, digits) + "." + padded(scaled % 10_000, 4)
  }

  private static func whole(_ value: Int, _ plus: String, _ minus: String, digits: Int) -> String {
    (value < 0 ? minus : plus) + padded(Int(value.magnitude), digits)
  }

  private static func padded(_ value: Int, _ digits: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
