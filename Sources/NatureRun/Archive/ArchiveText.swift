/// Text built as bytes, with numbers in fixed decimals: the same bytes in every locale.
struct ArchiveText: Sendable, Hashable {
  /// The UTF-8 bytes so far.
  private(set) var bytes: [UInt8] = []

  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func append(_ text: ArchiveText) { bytes.append(contentsOf: text.bytes) }

  /// Text with blanks behind it up to a width.
  mutating func append(_ text: String, width: Int) {
    append(text)
    pad(width - text.utf8.count)
  }

  /// A number with a fixed count of decimals, rounded to nearest, blanks before it up to a width.
  mutating func append(_ value: Double, decimals: Int, width: Int = 0) {
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int((abs(value) * Double(scale)).rounded())
    let whole = String(scaled / scale)
    let isNegative = value < 0 && scaled != 0
    pad(width - whole.utf8.count - (isNegative ? 1 : 0) - (decimals > 0 ? decimals + 1 : 0))
    if isNegative { bytes.append(UInt8(ascii: "-")) }
    append(whole)
    if decimals > 0 {
      bytes.append(UInt8(ascii: "."))
      append(digits: scaled % scale, count: decimals)
    }
  }

  /// A whole number with leading zeros.
  mutating func append(digits number: Int, count: Int) {
    var divisor = 1
    for _ in 1..<count { divisor *= 10 }
    while divisor > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }

  private mutating func pad(_ count: Int) {
    if count > 0 { bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: count)) }
  }

  /// The text itself.
  var text: String { String(decoding: bytes, as: UTF8.self) }
}
