internal import Files

/// Numbers as a report prints them: a fixed number of decimals, `.` as the decimal mark, whatever the locale.
enum FixedNumber {
  /// What stands where there is no number.
  static let none = "—"

  /// The value with so many decimals, rounded half to even; `—` for `nil` and NaN.
  ///
  /// A value that rounds to zero has no sign. Values beyond 10¹² are printed in their shortest form.
  static func text(_ value: Double?, decimals: Int = 3) -> String {
    guard let value, value.isFinite else { return none }
    var unit = 1.0
    for _ in 0..<decimals { unit *= 10 }
    let scaled = (value * unit).rounded(.toNearestOrEven)
    guard abs(scaled) < 1e15 else { return CSVRow.format(value) }
    let whole = Int64(abs(scaled))
    var digits = String(whole)
    if digits.utf8.count <= decimals {
      digits = String(repeating: "0", count: decimals + 1 - digits.utf8.count) + digits
    }
    let sign = scaled < 0 ? "-" : ""
    if decimals == 0 { return sign + digits }
    return sign + digits.dropLast(decimals) + "." + digits.suffix(decimals)
  }

  /// The value in its shortest form; `—` for `nil` and NaN.
  static func shortest(_ value: Double?) -> String {
    value.map { $0.isFinite ? CSVRow.format($0) : none } ?? none
  }

  /// A count with a narrow space between thousands.
  static func count(_ value: Int) -> String {
    var text = ""
    for (position, digit) in String(value.magnitude).reversed().enumerated() {
      if position > 0, position.isMultiple(of: 3) { text = "\u{202F}" + text }
      text = String(digit) + text
    }
    return value < 0 ? "-" + text : text
  }
}
