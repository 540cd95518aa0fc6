public import Files

/// How the date of a map is read from its file's name, for stacks of one file a day, dekad or month.
///
/// In the pattern `yyyy` is the year, `MM` the month, `dd` the day, `DDD` the day of the year, `kk` the dekad of the
/// year (01–36; they begin on the 1st, 11th and 21st of a month), `HH`, `mm` and `ss` the UTC clock. `*` stands for
/// anything, other characters for themselves; `'…'` quotes characters that would mean something, `''` is a quote.
public struct FileNameTime: Hashable, Sendable {
  /// The shortest span that the pattern tells apart; an instant is the beginning of one.
  public enum Step: String, Hashable, Sendable {
    /// A calendar month.
    case month
    /// A third of a month.
    case dekad
    /// A day.
    case day
    /// An hour, minute or second.
    case clock
  }

  enum Field: Int, CaseIterable {
    case year, month, day, dayOfYear, dekad, hour, minute, second
  }

  enum Token: Hashable, Sendable {
    case field(Field)
    case literal([UInt8])
    case anything
  }

  /// The pattern as written.
  public let pattern: String
  /// The shortest span that the pattern tells apart.
  public let step: Step
  let tokens: [Token]

  /// Reads a pattern.
  /// - Throws: `Failure` (usage) for letters in a number that means nothing, a field that stands twice or contradicts
  ///   another, and for a pattern that leaves the month or the year open.
  public init(pattern: String) throws(Failure) {
    self.pattern = pattern
    tokens = try FileNameTime.tokens(of: pattern)
    var fields: Set<Field> = []
    for case .field(let field) in tokens {
      guard fields.insert(field).inserted else {
        throw FileNameTime.refusal(pattern, "names the \(field.word) twice", "Write * for the second date")
      }
    }
    func refuse(where isWrong: Bool, _ reason: String, _ advice: String? = nil) throws(Failure) {
      if isWrong { throw FileNameTime.refusal(pattern, reason, advice) }
    }
    let ways = [Field.month, .dayOfYear, .dekad].filter(fields.contains)
    try refuse(where: !fields.contains(.year), "has no year", "A day is written yyyyMMdd or yyyyDDD")
    try refuse(
      where: ways.isEmpty, "has no month, day of the year or dekad",
      "Write yyyyMMdd, yyyyDDD, yyyyMM or yyyyDkk")
    try refuse(
      where: ways.count > 1, "tells the date in two ways", "Use one of MM, DDD and kk, and * for the other")
    try refuse(where: fields.contains(.day) && ways != [.month], "has a day without a month (MM)")
    let isDaily = fields.contains(.day) || fields.contains(.dayOfYear)
    try refuse(where: fields.contains(.hour) && !isDaily, "has an hour without a day")
    try refuse(
      where: fields.contains(.minute) && !fields.contains(.hour), "has a minute without an hour (HH)")
    try refuse(
      where: fields.contains(.second) && !fields.contains(.minute), "has a second without a minute (mm)")
    step = fields.contains(.hour) ? .clock : isDaily ? .day : ways == [.dekad] ? .dekad : .month
  }

  /// The instant in a file's name, microseconds UTC: the start of the day, dekad or month where there is no clock.
  ///
  /// Only the last part of a path is looked at, and the pattern may stand anywhere in it; a field at either end of the
  /// pattern is not cut out of a longer number.
  /// - Throws: `Failure` (data) where the pattern does not occur with a valid date of 1900…2100, or occurs with two
  ///   different ones.
  public func instant(in fileName: String) throws(Failure) -> Int64 {
    let name = fileName.split(separator: "/").last.map { Array($0.utf8) } ?? []
    let found = try instants(in: name, path: fileName)
    guard let first = found.min(), let last = found.max() else {
      throw Failure(
        .data, "the file's name holds no date in the pattern '\(pattern)'", path: fileName,
        advice: "A date next to further digits needs them in the pattern: yyyyMMddHHmmss, yyyyMMdd*")
    }
    guard first == last else {
      throw Failure(
        .data,
        "the pattern '\(pattern)' finds both \(UTC.text(first)) and \(UTC.text(last)) in the file's name",
        path: fileName, advice: "Add letters that stand beside the date: \"_\(pattern)\", \"A_\(pattern)*\"")
    }
    return first
  }

  // MARK: - Reading the pattern

  private static func tokens(of pattern: String) throws(Failure) -> [Token] {
    let bytes = Array(pattern.utf8)
    var tokens: [Token] = []
    func add(_ literal: some Sequence<UInt8>) {
      if case .literal(let before)? = tokens.last {
        tokens[tokens.count - 1] = .literal(before + Array(literal))
      } else {
        tokens.append(.literal(Array(literal)))
      }
    }
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      let run = bytes[position...].prefix { $0 == byte }.count
      switch byte {
      case UInt8(ascii: "'"):
        if run >= 2 {
          add([byte])
          position += 2
          continue
        }
        guard let end = bytes[(position + 1)...].firstIndex(of: byte) else {
          throw refusal(pattern, "has a quote that is not closed")
        }
        add(bytes[(position + 1)..<end])
        position = end + 1
        continue
      case UInt8(ascii: "*"):
        if tokens.last != .anything { tokens.append(.anything) }
      case UInt8(ascii: "/"):
        throw refusal(pattern, "has a slash", "Only the last part of a path is looked at, not its folders")
      default:
        // A lone D is the letter in names such as 2011D27.
        guard let letters = Field.letters[byte], !(byte == UInt8(ascii: "D") && run == 1) else {
          add(bytes[position..<(position + run)])
          break
        }
        guard let (_, field) = letters.first(where: { $0.count == run }) else {
          let text = String(decoding: bytes[position..<(position + run)], as: UTF8.self)
          let known = letters.map { String(repeating: Character(UnicodeScalar(byte)), count: $0.count) }
          throw refusal(
            pattern, "has '\(text)', which is no field",
            "The field is \(known.joined(separator: ", ")); quote letters that stand for themselves: \"'\(text)'…\""
          )
        }
        tokens.append(.field(field))
      }
      position += run
    }
    guard bytes.count <= 255 else { throw refusal(pattern, "is longer than a file's name may be") }
    return tokens
  }

  private static func refusal(_ pattern: String, _ reason: String, _ advice: String? = nil) -> Failure {
    Failure(.usage, "the file-name pattern '\(pattern.prefix(80))' \(reason)", advice: advice)
  }
}

extension FileNameTime.Field {
  /// The pattern's letters: how many of each make which field.
  static let letters: [UInt8: [(count: Int, field: FileNameTime.Field)]] = [
    UInt8(ascii: "y"): [(4, .year)], UInt8(ascii: "M"): [(2, .month)], UInt8(ascii: "d"): [(2, .day)],
    UInt8(ascii: "D"): [(3, .dayOfYear)], UInt8(ascii: "k"): [(2, .dekad)], UInt8(ascii: "H"): [(2, .hour)],
    UInt8(ascii: "m"): [(2, .minute)], UInt8(ascii: "s"): [(2, .second)],
  ]

  /// How many digits it has.
  var width: Int { self == .year ? 4 : self == .dayOfYear ? 3 : 2 }

  /// The numbers it may hold, before the calendar has its say.
  var range: ClosedRange<Int> {
    switch self {
    case .year: 1900...2100
    case .month: 1...12
    case .day: 1...31
    case .dayOfYear: 1...366
    case .dekad: 1...36
    case .hour: 0...23
    case .minute, .second: 0...59
    }
  }

  /// The word for it in messages.
  var word: String {
    switch self {
    case .dayOfYear: "day of the year"
    default: "\(self)"
    }
  }
}
