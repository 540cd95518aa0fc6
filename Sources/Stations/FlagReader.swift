import Files

/// Reads the flag word of a row; undocumented codes are looked up once per spelling.
struct FlagReader {
  /// More different undocumented spellings than this in one file are noise, not flags.
  private static let unknownAllowed = 64
  private var known: [[UInt8]: FlagSet] = [:]

  init() {}

  /// The flags of a word such as `G` or `D05,C02,D10`; nil when it cannot be a list of codes.
  mutating func flags(_ word: Span<UInt8>) -> FlagSet? {
    var bits: UInt32 = 0
    var at = 0
    while at < word.count {
      let left = word.count - at
      let code = word[at]
      var length = 1
      switch code {
      case 0x2c:
        at += 1
        continue
      case 0x47: bits |= 1 << 13
      case 0x4d: bits |= 1 << 14
      case 0x55: bits |= 1 << 15
      case 0x43 where left >= 3 && word[at + 1] == 0x30 && word[at + 2] >= 0x31 && word[at + 2] <= 0x33:
        bits |= 1 << UInt32(word[at + 2] - 0x31)
        length = 3
      case 0x44 where left >= 3 && word[at + 1] == 0x30 && word[at + 2] >= 0x31 && word[at + 2] <= 0x39:
        bits |= 1 << UInt32(word[at + 2] - 0x31 + 3)
        length = 3
      case 0x44 where left >= 3 && word[at + 1] == 0x31 && word[at + 2] == 0x30:
        bits |= 1 << 12
        length = 3
      default: return undocumented(word)
      }
      at += length
      if at < word.count, word[at] != 0x2c { return undocumented(word) }
    }
    return bits == 0 ? nil : FlagSet(bits: bits)
  }

  private mutating func undocumented(_ word: Span<UInt8>) -> FlagSet? {
    guard word.count <= 64 else { return nil }
    let bytes = unsafe word.withUnsafeBufferPointer { unsafe Array($0) }
    if let set = known[bytes] { return set }
    guard known.count < FlagReader.unknownAllowed, !bytes.contains(where: { $0 < 0x20 || $0 == 0x7f }) else {
      return nil
    }
    let set = FlagSet(text: DecimalText.string(word))
    guard set.others != UnknownFlags.overflow else { return nil }
    known[bytes] = set
    return set
  }
}
