internal import Files
internal import Numerics

extension FileNameTime {
  /// A way to match the first tokens: where the next one begins, and the numbers read so far (−1: none).
  private struct Partial: Hashable {
    var position: Int
    var numbers: [Int16]
  }

  /// More ways than this to lay a pattern over a name are not followed: it has too many `*`.
  private static let partialLimit = 20_000

  /// The different instants that the pattern finds in a name.
  func instants(in name: [UInt8], path: String) throws(Failure) -> Set<Int64> {
    let blank = [Int16](repeating: -1, count: Field.allCases.count)
    var partials = name.indices.filter { isFree(at: $0, beside: tokens.first, in: name) }
      .map { Partial(position: $0, numbers: blank) }
    for token in tokens {
      switch token {
      case .literal(let bytes):
        partials = partials.compactMap { partial in
          guard name[partial.position...].starts(with: bytes) else { return nil }
          return Partial(position: partial.position + bytes.count, numbers: partial.numbers)
        }
      case .field(let field):
        partials = partials.compactMap { partial in
          guard let number = FileNameTime.number(in: name, at: partial.position, field) else { return nil }
          var next = Partial(position: partial.position + field.width, numbers: partial.numbers)
          next.numbers[field.rawValue] = number
          return next
        }
      case .anything:
        var first: [[Int16]: Int] = [:]
        for partial in partials {
          first[partial.numbers] = min(first[partial.numbers] ?? .max, partial.position)
        }
        partials = []
        for (numbers, start) in first {
          guard partials.count + name.count <= FileNameTime.partialLimit else {
            throw Failure(
              .usage, "the file-name pattern '\(pattern.prefix(80))' fits a name in too many ways",
              path: path,
              advice: "Use fewer *")
          }
          partials += (start...name.count).map { Partial(position: $0, numbers: numbers) }
        }
      }
    }
    let ends = partials.filter { isFree(at: $0.position, beside: tokens.last, in: name) }
    return Set(ends.compactMap { FileNameTime.instant($0.numbers) })
  }

  /// Whether a match may begin or end at a position: a field there must not be part of a longer number.
  private func isFree(at position: Int, beside token: Token?, in name: [UInt8]) -> Bool {
    guard case .field? = token, position > 0, position < name.count else { return true }
    return !(FileNameTime.isDigit(name[position - 1]) && FileNameTime.isDigit(name[position]))
  }

  private static func number(in name: [UInt8], at position: Int, _ field: Field) -> Int16? {
    guard position + field.width <= name.count else { return nil }
    var value = 0
    for byte in name[position..<(position + field.width)] {
      guard isDigit(byte) else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return field.range.contains(value) ? Int16(value) : nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  /// The instant of a date's numbers; nil where there is no such day.
  private static func instant(_ numbers: [Int16]) -> Int64? {
    func number(_ field: Field) -> Int? {
      let value = Int(numbers[field.rawValue])
      return value < 0 ? nil : value
    }
    guard let year = number(.year) else { return nil }
    var month = number(.month) ?? 1
    var day = number(.day) ?? 1
    if let dekad = number(.dekad) { (month, day) = ((dekad - 1) / 3 + 1, (dekad - 1) % 3 * 10 + 1) }
    var count = CivilDay.number(year: year, month: month, day: day)
    guard CivilDay.date(of: count) == (year, month, day) else { return nil }
    if let dayOfYear = number(.dayOfYear) {
      count += dayOfYear - 1
      guard CivilDay.date(of: count).year == year else { return nil }
    }
    let seconds = (number(.hour) ?? 0) * 3600 + (number(.minute) ?? 0) * 60 + (number(.second) ?? 0)
    return Int64(count) * CivilDay.length + Int64(seconds) * UTC.second
  }
}
