/// Numbers in ASCII text, correctly rounded whatever the locale.
public enum DecimalText {
  /// 10⁰…10²², the powers of ten a `Double` holds exactly.
  private static let powers: InlineArray<23, Double> = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
  ]

  /// The value of `[+-]digits[.digits][e[+-]digits]`, or of `nan`, `inf`, `infinity` in any case; nil for
  /// anything else (hexadecimal, decimal comma, blanks, trailing text).
  ///
  /// Rounded to nearest as `strtod` does: up to 15 digits and a power of ten up to 22 are exact in one
  /// operation (Clinger 1990, "How to read floating point numbers accurately"); others go through the
  /// standard library. Too large gives infinity, too small zero.
  public static func double(_ text: Span<UInt8>) -> Double? {
    var at = 0
    var isNegative = false
    if at < text.count, text[at] == 0x2d || text[at] == 0x2b {
      isNegative = text[at] == 0x2d
      at += 1
    }
    var mantissa: UInt64 = 0
    var digits = 0
    var kept = 0
    var scale = 0
    while at < text.count {
      let digit = text[at] &- 0x30
      guard digit < 10 else { break }
      digits += 1
      if kept > 0 || digit > 0 { kept += 1 }
      if kept <= 15 { mantissa = mantissa * 10 + UInt64(digit) }
      at += 1
    }
    if at < text.count, text[at] == 0x2e {
      at += 1
      while at < text.count {
        let digit = text[at] &- 0x30
        guard digit < 10 else { break }
        digits += 1
        scale -= 1
        if kept > 0 || digit > 0 { kept += 1 }
        if kept <= 15 { mantissa = mantissa * 10 + UInt64(digit) }
        at += 1
      }
    }
    guard digits > 0 else { return special(text, from: at) }
    if at == text.count, kept <= 15, scale >= -22 {
      let value = Double(mantissa) / powers[-scale]
      return isNegative ? -value : value
    }
    guard exponentIsWellFormed(text, from: at) else { return nil }
    return Double(string(text))
  }

  private static func exponentIsWellFormed(_ text: Span<UInt8>, from start: Int) -> Bool {
    var at = start
    if at == text.count { return true }
    guard text[at] | 0x20 == 0x65 else { return false }
    at += 1
    if at < text.count, text[at] == 0x2d || text[at] == 0x2b { at += 1 }
    guard at < text.count else { return false }
    while at < text.count {
      guard text[at] &- 0x30 < 10 else { return false }
      at += 1
    }
    return true
  }

  private static func special(_ text: Span<UInt8>, from start: Int) -> Double? {
    guard start < text.count, text.count - start <= 8 else { return nil }
    switch string(text.extracting(start..<text.count)).lowercased() {
    case "nan": return .nan
    case "inf", "infinity": return text[0] == 0x2d ? -.infinity : .infinity
    default: return nil
    }
  }

  /// The text of some bytes; what is not UTF-8 is replaced.
  public static func string(_ text: Span<UInt8>) -> String {
    unsafe text.withUnsafeBufferPointer { bytes in unsafe String(decoding: bytes, as: UTF8.self) }
  }
}
