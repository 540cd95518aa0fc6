import Files
import Glibc

/// What can be wrong with one row; the raw value is the ledger's reason.
enum STMFault: String {
  case notUnderstood = "line not understood"
  case cut = "line cut short"
  case lastCut = "last line cut short"
  case notANumber = "not a number"
  case impossibleDate = "impossible date"
  case impossibleTime = "impossible time"
  case noClock = "date without a time of day"
  case flag = "flag not understood"
  case otherStation = "row of another station"
  case notFinite = "not finite"
  case fill = "fill value"
  case outside = "outside physical range"

  /// Whether the text itself is damaged, not only its value.
  var isDamage: Bool {
    switch self {
    case .notFinite, .fill, .outside, .lastCut: false
    default: true
    }
  }
}

/// Where the parts of a row are.
struct STMRow {
  var date: Range<Int>
  var clock: Range<Int>
  var value: Range<Int>
  var flag: Range<Int>
  var hasProviderFlag: Bool
  /// Whether the coordinates and depths are spelled as in the file's first row.
  var isSamePlace: Bool
}

/// Finds the parts of a row in either layout.
///
/// In CEOP-sep files some 80 bytes between the second date and the value hardly ever change: they are compared
/// with the row before as a block, and split into words only where they differ.
struct STMRowSplitter {
  enum Outcome {
    case blank
    case row(STMRow)
    case fault(STMFault)
  }

  private let isCEOP: Bool
  private let names: [UInt8]
  private let valueWord: Int
  /// The bytes of the last CEOP row from its fifth word to the end of the word before the value.
  private var middle: [UInt8] = []
  private var firstPlace: [UInt8] = []
  private var isFirstPlace = true

  init(_ head: STMHead) {
    names = head.names
    switch head.layout {
    case .ceop(let shift):
      isCEOP = true
      valueWord = 12 + shift
    case .headerValues:
      isCEOP = false
      valueWord = 2
    }
  }

  mutating func split(_ line: Span<UInt8>) -> Outcome {
    if isCEOP { return repeatedCEOP(line).map { .row($0) } ?? ceop(line) }
    return headerValues(line)
  }

  private func headerValues(_ line: Span<UInt8>) -> Outcome {
    var at = 0
    let date = nextWord(line, &at)
    if date.isEmpty { return .blank }
    guard STMTime.hasDateShape(line.extracting(date)) else { return .fault(.notUnderstood) }
    let clock = nextWord(line, &at)
    let value = nextWord(line, &at)
    let flag = nextWord(line, &at)
    guard !flag.isEmpty else { return .fault(.cut) }
    let provider = nextWord(line, &at)
    return .row(
      STMRow(
        date: date, clock: clock, value: value, flag: flag, hasProviderFlag: !provider.isEmpty,
        isSamePlace: true))
  }

  /// A CEOP row whose middle repeats the row before, and whose two dates are equal.
  private func repeatedCEOP(_ line: Span<UInt8>) -> STMRow? {
    let end = 34 + middle.count
    guard !middle.isEmpty, line.count > end, isBlank(line[end]), line[10] == 0x20, line[16] == 0x20,
      line[33] == 0x20, line.equal(at: 17, line.extracting(0..<16)), line.equal(at: 34, middle.span),
      STMTime.hasDateShape(line.extracting(0..<10))
    else { return nil }
    var at = end
    let value = nextWord(line, &at)
    let flag = nextWord(line, &at)
    guard !flag.isEmpty else { return nil }
    return STMRow(
      date: 0..<10, clock: 11..<16, value: value, flag: flag, hasProviderFlag: !nextWord(line, &at).isEmpty,
      isSamePlace: isFirstPlace)
  }

  /// Any CEOP row, word by word.
  private mutating func ceop(_ line: Span<UInt8>) -> Outcome {
    let words = STMTokens(line)
    if words.count == 0 { return .blank }
    guard STMTime.hasDateShape(line.extracting(words[0])) else { return .fault(.notUnderstood) }
    guard words.count > valueWord + 1 else { return .fault(.cut) }
    guard STMHead.names(line, words, shift: valueWord - 12) == names else { return .fault(.otherStation) }
    var place: [UInt8] = []
    for word in valueWord - 5..<valueWord {
      for at in words[word] { place.append(line[at]) }
      place.append(0x20)
    }
    if firstPlace.isEmpty { firstPlace = place }
    isFirstPlace = place == firstPlace
    middle = []
    if words[4].lowerBound == 34 {
      for at in 34..<words[valueWord - 1].upperBound { middle.append(line[at]) }
    }
    return .row(
      STMRow(
        date: words[0], clock: words[1], value: words[valueWord], flag: words[valueWord + 1],
        hasProviderFlag: words.count > valueWord + 2, isSamePlace: isFirstPlace))
  }

  private func isBlank(_ byte: UInt8) -> Bool { STMTokens.isBlank(byte) }

  private func nextWord(_ line: Span<UInt8>, _ at: inout Int) -> Range<Int> {
    while at < line.count, isBlank(line[at]) { at += 1 }
    let start = at
    while at < line.count, !isBlank(line[at]) { at += 1 }
    return start..<at
  }
}

extension Span<UInt8> {
  /// Whether the bytes from a position on begin with others.
  fileprivate func equal(at start: Int, _ other: Span<UInt8>) -> Bool {
    guard start + other.count <= count else { return false }
    return unsafe extracting(start..<start + other.count).withUnsafeBytes { first in
      unsafe other.withUnsafeBytes { second in
        guard let one = first.baseAddress, let two = second.baseAddress else { return true }
        return unsafe memcmp(one, two, second.count) == 0
      }
    }
  }
}
