internal import Synchronization

/// The quality flags of one sample as a set: the order in which a file joins them has no meaning.
///
/// The documented codes G, U, M, C01–C03 and D01–D10 are bits; other codes are kept by reference to a table.
public struct FlagSet: Hashable, Sendable, CustomStringConvertible {
  /// The documented codes in alphabetical order; the position is the bit.
  static let codes = [
    "C01", "C02", "C03", "D01", "D02", "D03", "D04", "D05", "D06", "D07", "D08", "D09", "D10", "G", "M", "U",
  ]
  private static let meanings = [
    "below 0", "above 0.6 m³ m⁻³", "above saturation", "soil below 0 °C", "air below 0 °C",
    "modelled soil below 0 °C", "rise without rain", "rise without modelled rain", "spike", "negative jump",
    "positive jump", "low plateau", "saturated plateau", "good", "missing", "unchecked",
  ]

  private(set) var bits: UInt32
  private(set) var others: UInt16

  /// The set of no flags.
  public init() {
    bits = 0
    others = 0
  }

  init(bits: UInt32, others: UInt16 = 0) {
    self.bits = bits
    self.others = others
  }

  /// A set of codes; unknown codes are kept as they are.
  public init(_ codes: [String]) {
    self.init()
    var unknown: Set<String> = []
    for code in codes where !code.isEmpty {
      if let bit = FlagSet.codes.firstIndex(of: code) {
        bits |= 1 << UInt32(bit)
      } else {
        unknown.insert(code)
      }
    }
    others = UnknownFlags.table.number(of: unknown) ?? UnknownFlags.overflow
  }

  /// A set from text such as `D08,C02`.
  public init(text: String) { self.init(text.split(separator: ",").map(String.init)) }

  /// The codes in alphabetical order.
  public var codes: [String] {
    var result = FlagSet.codes.enumerated().filter { bits & 1 << UInt32($0.offset) != 0 }.map(\.element)
    if others != 0 {
      result += UnknownFlags.table.codes(others)
      result.sort()
    }
    return result
  }

  /// The canonical text: codes in alphabetical order joined by commas, such as `C02,D10`.
  public var description: String { codes.joined(separator: ",") }

  /// Whether there are no flags.
  public var isEmpty: Bool { bits == 0 && others == 0 }

  /// Whether every flag of this set is in another.
  public func isSubset(of other: FlagSet) -> Bool {
    guard bits & ~other.bits == 0 else { return false }
    return others == 0 || others == other.others || Set(codes).isSubset(of: other.codes)
  }

  /// What a documented code means in a few words; nil for other codes.
  public static func meaning(of code: String) -> String? {
    codes.firstIndex(of: code).map { meanings[$0] }
  }

  /// C01…C03: the data provider's or ISMN's own remark that the value is out of range.
  static let rangeBits: UInt32 = 0b111
}

/// The sets of undocumented codes met so far by this process, numbered from 1.
///
/// A set costs its text once; the number of sets is limited against hostile files.
final class UnknownFlags: Sendable {
  static let table = UnknownFlags()
  static let overflow = UInt16.max
  private struct State {
    var numbers: [[String]: UInt16] = [:]
    var sets: [[String]] = []
  }
  private let state = Mutex(State())

  /// The number of a set; 0 for the empty set, nil when the table is full.
  func number(of codes: Set<String>) -> UInt16? {
    if codes.isEmpty { return 0 }
    let key = codes.sorted()
    return state.withLock { state in
      if let known = state.numbers[key] { return known }
      guard state.sets.count < 60_000 else { return nil }
      state.sets.append(key)
      let number = UInt16(state.sets.count)
      state.numbers[key] = number
      return number
    }
  }

  func codes(_ number: UInt16) -> [String] {
    state.withLock { state in
      number > 0 && Int(number) <= state.sets.count ? state.sets[Int(number) - 1] : ["?"]
    }
  }
}
