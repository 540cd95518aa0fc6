import Files
import Numerics

/// The places of a line's first words, split at blanks and tabs.
struct STMTokens {
  static let capacity = 24
  private var starts = InlineArray<24, Int>(repeating: 0)
  private var ends = InlineArray<24, Int>(repeating: 0)
  private(set) var count = 0

  /// Splits a line; words beyond the capacity stay unsplit.
  init(_ line: Span<UInt8>) {
    var at = 0
    while count < STMTokens.capacity {
      while at < line.count, STMTokens.isBlank(line[at]) { at += 1 }
      guard at < line.count else { return }
      starts[count] = at
      while at < line.count, !STMTokens.isBlank(line[at]) { at += 1 }
      ends[count] = at
      count += 1
    }
  }

  subscript(index: Int) -> Range<Int> { starts[index]..<ends[index] }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

/// Dates and times as `.stm` files write them.
enum STMTime {
  /// What is said of a row whose clock stood at 24:00.
  static let endOfDayRepair = "24:00 read as the next day's 00:00"
  /// What is said of a row with a 60th second.
  static let leapSecondRepair = "60th second read as the 59th"

  /// A clock time, possibly one that only files know.
  enum Clock {
    case ordinary(microseconds: Int64)
    /// `24:00`: the next day's start.
    case endOfDay
    /// A 60th second, set back to the 59th.
    case leapSecond(microseconds: Int64)
    case impossible
    case notATime
  }

  /// Whether bytes have the shape `dddd/dd/dd`.
  static func hasDateShape(_ text: Span<UInt8>) -> Bool {
    guard text.count == 10, text[4] == 0x2f, text[7] == 0x2f else { return false }
    for at in 0..<10 where at != 4 && at != 7 {
      guard text[at] &- 0x30 < 10 else { return false }
    }
    return true
  }

  /// Days since 1970-01-01 of a text of date shape; nil for a day that does not exist or lies outside 1800…2199.
  static func day(_ text: Span<UInt8>) -> Int64? {
    day(year: number(text, 0) * 100 + number(text, 2), month: number(text, 5), day: number(text, 8))
  }

  /// Days since 1970-01-01 of a date; nil for a day that does not exist or lies outside 1800…2199.
  static func day(year: Int, month: Int, day: Int) -> Int64? {
    guard year >= 1800, year < 2200, month >= 1, month <= 12, day >= 1, day <= length(month, year) else {
      return nil
    }
    return Int64(CivilDay.number(year: year, month: month, day: day))
  }

  /// A clock time `HH:MM` or `HH:MM:SS`.
  static func clock(_ text: Span<UInt8>) -> Clock {
    guard text.count == 5 || text.count == 8, text[2] == 0x3a else { return .notATime }
    for at in 0..<text.count where at % 3 != 2 {
      guard text[at] &- 0x30 < 10 else { return .notATime }
    }
    let hour = number(text, 0)
    let minute = number(text, 3)
    var second = 0
    if text.count == 8 {
      guard text[5] == 0x3a else { return .notATime }
      second = number(text, 6)
    }
    return clock(hour: hour, minute: minute, second: second)
  }

  /// A clock time from its parts.
  static func clock(hour: Int, minute: Int, second: Int) -> Clock {
    if hour == 24, minute == 0, second == 0 { return .endOfDay }
    guard hour < 24, minute < 60, second <= 60 else { return .impossible }
    let whole = Int64(hour * 3600 + minute * 60)
    if second == 60 { return .leapSecond(microseconds: (whole + 59) * 1_000_000) }
    return .ordinary(microseconds: (whole + Int64(second)) * 1_000_000)
  }

  private static func number(_ text: Span<UInt8>, _ at: Int) -> Int {
    Int(text[at] &- 0x30) * 10 + Int(text[at + 1] &- 0x30)
  }

  private static func length(_ month: Int, _ year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}
