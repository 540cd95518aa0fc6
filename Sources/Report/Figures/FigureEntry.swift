internal import Files

/// A figure, or a numbered family of figures, that can be asked for by its name.
struct FigureEntry {
  /// What a figure is made for.
  struct Request {
    /// The file name without its ending.
    var name: String
    /// The number in a family, from 1.
    var number = 1
    /// The run's tables and pairs.
    var desk: FigureDesk
  }

  /// The name: letters, digits, `_` and hyphens. A family's figures are `name-1`, `name-2` …
  var name: String
  /// What it shows, one sentence of plain text; it may hold names from data.
  var sentence: String
  /// Whether a run's report draws it.
  var isStandard = false
  /// How many figures a family has; `nil` for a single figure.
  var family: Int?
  /// Why there is no figure where `make` gives none.
  var reason = "there are no pairs"
  /// Lays the figure out; `nil` where there is nothing to draw.
  var make: (_ request: Request) throws(Failure) -> Figure?

  /// The number of the figure that a name asks for; `nil` where it is none of this entry's.
  func number(of asked: String) -> Int? {
    guard let family else { return asked == name ? 1 : nil }
    guard asked.hasPrefix(name + "-"), let number = Int(asked.dropFirst(name.utf8.count + 1)), number > 0,
      number <= family, asked == "\(name)-\(number)"
    else { return nil }
    return number
  }
}
