/// A date, time of day and offset as written in a text, before any calendar is applied.
///
/// `Y-M-D`, then after a blank or `T` optionally `h:m[:s[.f]]` (or `hhmmss`), then optionally `Z`, `UTC`, `GMT`
/// or an offset `+hh:mm`, `+hhmm`, `+h`, as udunits and ISO 8601 have it.
struct DateText {
  private(set) var year = 0
  private(set) var yearDigits = 0
  private(set) var month = 1
  private(set) var day = 1
  /// Microseconds since midnight, below 24 hours (or exactly 24 hours for `24:00`).
  private(set) var timeOfDay: Int64 = 0
  /// The offset from UTC in microseconds, east positive.
  private(set) var offset: Int64 = 0

  private var rest: Substring.UTF8View

  init?(_ text: String) {
    let trimmed = text.drop { $0 == " " }
    rest = trimmed.utf8
    while rest.last == UInt8(ascii: " ") { rest.removeLast() }
    guard readDate() else { return nil }
    if rest.isEmpty { return }
    let separator = skip([UInt8(ascii: "T"), UInt8(ascii: "t")]) || skipBlanks()
    guard separator else {
      if !readOffset() { return nil }
      return
    }
    if startsWithClock {
      guard readClock() else { return nil }
      _ = skipBlanks()
    }
    if !rest.isEmpty, !readOffset() { return nil }
  }

  private mutating func readDate() -> Bool {
    let negative = skip([UInt8(ascii: "-")])
    if !negative { _ = skip([UInt8(ascii: "+")]) }
    guard let (year, digits) = number(upTo: 6) else { return false }
    yearDigits = negative ? 0 : digits
    self.year = negative ? -year : year
    guard skip([UInt8(ascii: "-")]), let (month, _) = number(upTo: 2) else { return false }
    self.month = month
    guard skip([UInt8(ascii: "-")]), let (day, _) = number(upTo: 2) else { return false }
    self.day = day
    return true
  }

  private var startsWithClock: Bool { rest.first.map(DateText.isDigit) ?? false }

  private mutating func readClock() -> Bool {
    guard let (hour, digits) = number(upTo: 6) else { return false }
    var parts = (hour: hour, minute: 0, second: 0)
    var fraction: Int64 = 0
    if digits == 4 || digits == 6 {
      let minutes = digits == 6 ? hour / 100 : hour
      parts = (minutes / 100, minutes % 100, digits == 6 ? hour % 100 : 0)
    } else if digits > 2 {
      return false
    } else if skip([UInt8(ascii: ":")]) {
      guard let (minute, _) = number(upTo: 2) else { return false }
      parts.minute = minute
      if skip([UInt8(ascii: ":")]) {
        guard let (second, _) = number(upTo: 2) else { return false }
        parts.second = second
      }
    }
    if skip([UInt8(ascii: ".")]) {
      guard let value = readFraction() else { return false }
      fraction = value
    }
    guard parts.hour <= 24, parts.minute < 60, parts.second < 60 else { return false }
    let seconds = Int64(parts.hour * 3600 + parts.minute * 60 + parts.second)
    timeOfDay = seconds * UTC.second + fraction
    return timeOfDay <= UTC.day
  }

  /// Decimals of a second in microseconds, rounded; a bare point is zero, as udunits has it.
  private mutating func readFraction() -> Int64? {
    var scale: Int64 = 100_000
    var value: Int64 = 0
    var isFirstBeyond = true
    while let byte = rest.first, DateText.isDigit(byte) {
      let digit = Int64(byte - UInt8(ascii: "0"))
      if scale > 0 {
        value += digit * scale
        scale /= 10
      } else if isFirstBeyond {
        if digit >= 5 { value += 1 }
        isFirstBeyond = false
      }
      rest.removeFirst()
    }
    return value
  }

  private mutating func readOffset() -> Bool {
    let word = String(Substring(rest)).uppercased()
    if ["Z", "UTC", "GMT", "UT", "+UTC"].contains(word) { return true }
    for prefix in ["UTC", "GMT"] where word.hasPrefix(prefix) { rest.removeFirst(prefix.utf8.count) }
    let negative = skip([UInt8(ascii: "-")])
    if !negative { _ = skip([UInt8(ascii: "+")]) }
    guard let (first, digits) = number(upTo: 4) else { return false }
    var hours = first
    var minutes = 0
    if digits > 2 {
      (hours, minutes) = (first / 100, first % 100)
    } else if skip([UInt8(ascii: ":")]) {
      guard let (value, _) = number(upTo: 2) else { return false }
      minutes = value
    }
    guard rest.isEmpty, hours <= 18, minutes < 60 else { return false }
    let magnitude = Int64(hours * 60 + minutes) * 60 * UTC.second
    offset = negative ? -magnitude : magnitude
    return true
  }

  private mutating func number(upTo limit: Int) -> (value: Int, digits: Int)? {
    var value = 0
    var digits = 0
    while let byte = rest.first, DateText.isDigit(byte) {
      digits += 1
      if digits > limit { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
      rest.removeFirst()
    }
    return digits > 0 ? (value, digits) : nil
  }

  private mutating func skip(_ bytes: [UInt8]) -> Bool {
    guard let first = rest.first, bytes.contains(first) else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func skipBlanks() -> Bool {
    var found = false
    while rest.first == UInt8(ascii: " ") {
      rest.removeFirst()
      found = true
    }
    return found
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
