import Files
import Grids

/// A time stamp of a table of values.
///
/// `yyyy-MM-dd HH:mm[:ss]` with `-` or `/` and a blank or `T`, months, days and hours of one digit too (as
/// spreadsheets write them), `yyyyMMddHH`, `yyyyMMddHHmm` and `yyyyMMddHHmmss`; an offset may follow the first.
struct TableTime: Hashable {
  /// What the clock shows, in microseconds since 1970-01-01 00:00 by that clock.
  var clock: Int64
  /// The offset from UTC in microseconds that the stamp states itself, east positive.
  var offset: Int64?
  /// What was done to a clock time that only files know.
  var repair: String?

  enum Outcome: Hashable {
    case time(TableTime)
    case fault(STMFault)
  }

  static func read(_ text: Span<UInt8>) -> Outcome {
    var scan = Scan()
    if scan.countDigits(text) == text.count { return compact(text) }
    guard let year = scan.number(text, digits: 4...4), let mark = scan.mark(text),
      mark == 0x2d || mark == 0x2f,
      let month = scan.number(text, digits: 1...2), scan.mark(text) == mark,
      let day = scan.number(text, digits: 1...2)
    else { return .fault(.notUnderstood) }
    if scan.at == text.count { return .fault(.noClock) }
    if text[scan.at] | 0x20 == 0x74 {
      scan.at += 1
    } else if !scan.skipBlanks(text) {
      return .fault(.notUnderstood)
    }
    guard let hour = scan.number(text, digits: 1...2), scan.mark(text) == 0x3a,
      let minute = scan.number(text, digits: 2...2)
    else { return .fault(.notUnderstood) }
    var second = 0
    var fraction: Int64 = 0
    if scan.at < text.count, text[scan.at] == 0x3a {
      scan.at += 1
      guard let value = scan.number(text, digits: 2...2) else { return .fault(.notUnderstood) }
      second = value
      if scan.at < text.count, text[scan.at] == 0x2e {
        scan.at += 1
        guard let microseconds = scan.fraction(text) else { return .fault(.notUnderstood) }
        fraction = microseconds
      }
    }
    _ = scan.skipBlanks(text)
    var offset: Int64?
    if scan.at < text.count {
      let zone = DecimalText.string(text.extracting(scan.at..<text.count))
      guard let stated = TimeZoneText.offset(zone) else { return .fault(.notUnderstood) }
      offset = stated
    }
    return make(year, month, day, hour, minute, second, fraction: fraction, offset: offset)
  }

  /// A stamp of digits alone.
  private static func compact(_ text: Span<UInt8>) -> Outcome {
    if text.count == 8 { return .fault(.noClock) }
    guard [10, 12, 14].contains(text.count) else { return .fault(.notUnderstood) }
    func part(_ start: Int, _ count: Int) -> Int {
      var value = 0
      for at in start..<start + count { value = value * 10 + Int(text[at] &- 0x30) }
      return value
    }
    return make(
      part(0, 4), part(4, 2), part(6, 2), part(8, 2), text.count > 10 ? part(10, 2) : 0,
      text.count > 12 ? part(12, 2) : 0, fraction: 0, offset: nil)
  }

  private static func make(
    _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int, fraction: Int64,
    offset: Int64?
  ) -> Outcome {
    guard let days = STMTime.day(year: year, month: month, day: day) else { return .fault(.impossibleDate) }
    let midnight = days * UTC.day
    switch STMTime.clock(hour: hour, minute: minute, second: second) {
    case .ordinary(let microseconds):
      return .time(TableTime(clock: midnight + microseconds + fraction, offset: offset))
    case .endOfDay where fraction == 0:
      return .time(TableTime(clock: midnight + UTC.day, offset: offset, repair: STMTime.endOfDayRepair))
    case .leapSecond(let microseconds):
      return .time(
        TableTime(clock: midnight + microseconds, offset: offset, repair: STMTime.leapSecondRepair))
    default: return .fault(.impossibleTime)
    }
  }

  /// A position in a stamp.
  private struct Scan {
    var at = 0

    func countDigits(_ text: Span<UInt8>) -> Int {
      var count = 0
      while count < text.count, text[count] &- 0x30 < 10 { count += 1 }
      return count
    }

    mutating func number(_ text: Span<UInt8>, digits: ClosedRange<Int>) -> Int? {
      var value = 0
      var count = 0
      while at < text.count, text[at] &- 0x30 < 10, count < digits.upperBound {
        value = value * 10 + Int(text[at] &- 0x30)
        at += 1
        count += 1
      }
      return count >= digits.lowerBound ? value : nil
    }

    mutating func mark(_ text: Span<UInt8>) -> UInt8? {
      guard at < text.count else { return nil }
      at += 1
      return text[at - 1]
    }

    mutating func skipBlanks(_ text: Span<UInt8>) -> Bool {
      let start = at
      while at < text.count, STMTokens.isBlank(text[at]) { at += 1 }
      return at > start
    }

    /// Decimals of a second in microseconds; those beyond are dropped.
    mutating func fraction(_ text: Span<UInt8>) -> Int64? {
      var value: Int64 = 0
      var scale: Int64 = 100_000
      let start = at
      while at < text.count, text[at] &- 0x30 < 10 {
        value += Int64(text[at] &- 0x30) * scale
        scale /= 10
        at += 1
      }
      return at > start ? value : nil
    }
  }
}

/// Time zones as fixed offsets: `UTC`, `Z`, `UTC+8`, `GMT-3:30`, `+08:00`, `+0800`.
enum TimeZoneText {
  /// The offset in microseconds, east positive; nil for anything else, names with summer time among it.
  static func offset(_ text: String) -> Int64? {
    var rest = text.uppercased().replacing("\u{2212}", with: "-").filter { $0 != " " }[...]
    if rest == "Z" { return 0 }
    for name in ["UTC", "GMT"] where rest.hasPrefix(name) {
      rest = rest.dropFirst(3)
      if rest.isEmpty { return 0 }
    }
    guard let sign = rest.first, sign == "+" || sign == "-" else { return nil }
    rest = rest.dropFirst()
    let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }) else {
      return nil
    }
    let hours: Int
    let minutes: Int
    switch (parts.count, parts[0].count) {
    case (1, 1...2): (hours, minutes) = (Int(parts[0]) ?? 99, 0)
    case (1, 4): (hours, minutes) = (Int(parts[0].prefix(2)) ?? 99, Int(parts[0].suffix(2)) ?? 99)
    case (2, 1...2) where parts[1].count == 2: (hours, minutes) = (Int(parts[0]) ?? 99, Int(parts[1]) ?? 99)
    default: return nil
    }
    let total = (hours * 60 + minutes) * (sign == "-" ? -1 : 1)
    guard minutes < 60, total >= -12 * 60, total <= 14 * 60 else { return nil }
    return Int64(total) * 60 * UTC.second
  }
}
