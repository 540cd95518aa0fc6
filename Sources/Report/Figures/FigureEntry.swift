internal import Files

/// A figure that can be asked for by its name.
struct FigureEntry {
  /// The name: letters, digits, `_` and hyphens; also the file's.
  var name: String
  /// What it shows, one sentence, plain text; it may hold names from data.
  var sentence: String
  /// Whether a run's report draws it.
  var isStandard: Bool
  /// Further figures of the same kind with running numbers, listed as one line: the last of them.
  var last: Int?
  /// Why a figure is not there where `make` gives none.
  var reason: String
  /// Lays the figure out; `nil` where there is nothing to draw.
  var make: (_ name: String, _ desk: FigureDesk, _ setting: String) throws(Failure) -> Figure?

  /// Whether a name is this entry's or one of its numbered family.
  func has(_ asked: String) -> Bool {
    guard let last else { return asked == name }
    guard asked.hasPrefix(name + "-"), let number = Int(asked.dropFirst(name.count + 1)) else { return false }
    return (1...max(1, last)).contains(number) && asked == "\(name)-\(number)"
  }
}
