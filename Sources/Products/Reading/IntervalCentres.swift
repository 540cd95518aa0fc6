import Files
import Grids

/// The middles of the intervals that a file's time stamps stand for, by the stored number of the stamp.
///
/// Source: CF conventions §7.1, `bounds`: a variable with one more dimension, of length 2. Its units and calendar are
/// those of the stamps unless it has its own.
struct IntervalCentres: Sendable {
  private let centres: [Double: Int64]

  /// Reads the bounds of a time variable.
  /// - Throws: `Failure` (data) where it has none, or they are no intervals of it.
  init(of axis: NetCDFVariable, units: CFTimeUnits, in file: NetCDFFile) throws(Failure) {
    guard let bounds = IntervalCentres.bounds(of: axis, in: file) else {
      throw Failure(
        .data, "the time variable \(axis.path) has no bounds that give each of its stamps an interval",
        path: file.path, advice: "Leave `bounds: centre` out of the description")
    }
    guard let stamps = try file.pieces(axis).doubles, let ends = try file.pieces(bounds).doubles,
      ends.count == 2 * stamps.count
    else {
      throw Failure(.data, "the bounds \(bounds.path) hold no numbers", path: file.path)
    }
    var own = units
    if let text = bounds.text("units") {
      own = try CFTimeUnits(units: text, calendar: bounds.text("calendar") ?? axis.text("calendar"))
    }
    var centres: [Double: Int64] = [:]
    for (index, stamp) in stamps.enumerated() {
      guard case .instant(let first) = own.instant(ends[2 * index]),
        case .instant(let second) = own.instant(ends[2 * index + 1])
      else { continue }
      // Both lie within years 1 to 9999: neither the difference nor the sum can overflow.
      centres[stamp] = first + (second - first) / 2
    }
    self.centres = centres
  }

  /// The middle of the interval of a stored stamp; nil where it has none.
  func centre(of stamp: Double) -> Int64? { centres[stamp] }

  /// The variable that holds the intervals of a time variable; nil where there is none that fits.
  static func bounds(of axis: NetCDFVariable, in file: NetCDFFile) -> NetCDFVariable? {
    let group = axis.path.dropLast(axis.name.count)
    guard let name = axis.text("bounds"), let bounds = file.variable(group + name) ?? file.variable(name),
      bounds.type.isNumeric, bounds.shape.last == 2, let count = axis.count, bounds.count == 2 * count,
      bounds.shape.dropLast() == axis.shape[...]
    else { return nil }
    return bounds
  }
}
