import Grids

/// A product that is made of the land's state itself: a model's analysis, rain from many satellites, a camera's maps.
protocol StateProduct: Sendable {
  /// The folder of the stack below `observations/`.
  var folder: String { get }
  /// The catalogue entries that read it; none where the catalogue knows no such product.
  var entries: [String] { get }
  /// Looks at the state at the end of a step and hands out the files that are complete.
  mutating func observe(_ state: LandState) -> [MapFile]
  /// Hands out what is left at the end of the run.
  mutating func finish() -> [MapFile]
}

extension StateProduct {
  /// Nothing is left of products that end with the UTC day.
  mutating func finish() -> [MapFile] { [] }
}

extension LandState {
  /// The UTC day the step belongs to, counted from 1970: a step that ends at midnight ends its day.
  var day: Int64 { UTC.startOfDay(time - 1) / UTC.day }

  /// Whether the step is its day's last.
  var endsDay: Bool { time == UTC.startOfDay(time) }
}
