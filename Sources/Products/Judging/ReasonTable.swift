import Files

/// What became of a sample, as a small number: kept, or why it was left out.
///
/// The numbers up to `firstFlag` have fixed meanings; those above are numbered by a `ReasonTable`.
enum Verdict {
  static let kept: UInt16 = 0
  static let fill: UInt16 = 1
  static let notFinite: UInt16 = 2
  static let outsideValidRange: UInt16 = 3
  static let outsidePhysicalRange: UInt16 = 4
  static let withoutTime: UInt16 = 5
  static let withoutDate: UInt16 = 6
  static let withoutPorosity: UInt16 = 7
  /// There is no sample: a swath that passes a cell by.
  static let none: UInt16 = 8
  /// The first number of the reasons that flags give.
  static let firstFlag: UInt16 = 16

  /// The reason of a fixed number in the words of the tables; nil for those that are no exclusion.
  static func text(_ verdict: UInt16) -> String? {
    switch verdict {
    case fill: "fill value"
    case notFinite: "not finite"
    case outsideValidRange: "outside valid range"
    case outsidePhysicalRange: "outside physical range"
    case withoutTime: "no time stamp"
    case withoutDate: "date not in the real calendar"
    case withoutPorosity: "no porosity here"
    default: nil
    }
  }
}

/// Numbers the reasons that flags give, such as `flag 127`, so that samples carry two bytes instead of text.
struct ReasonTable: Sendable {
  /// What a flag said of a sample that is left out.
  struct Reason: Hashable, Sendable {
    /// The flag variable.
    var name: String
    /// Its value; nil where it is missing; NaN never occurs.
    var value: Double?
    /// Stands for all values beyond the table's limit.
    var isRest = false

    /// The reason in the words of the tables; whole numbers are written without a point.
    var text: String {
      if isRest { return "\(name) other values" }
      guard let value else { return "\(name) missing" }
      return "\(name) \(Int64(exactly: value).map(String.init) ?? "\(value)")"
    }
  }

  /// A flag of so many different values is no flag; the others are counted together.
  private static let limit = 4096

  private var numbers: [Reason: UInt16] = [:]
  /// The reasons in the order of their numbers, from `Verdict.firstFlag`.
  private(set) var reasons: [Reason] = []

  /// The number of a reason.
  mutating func number(_ reason: Reason) -> UInt16 {
    if let known = numbers[reason] { return known }
    if reasons.count >= ReasonTable.limit, !reason.isRest {
      return number(Reason(name: reason.name, value: nil, isRest: true))
    }
    let number = Verdict.firstFlag + UInt16(clamping: reasons.count)
    numbers[reason] = number
    reasons.append(reason)
    return number
  }

  /// The reason of a number in the words of the tables; nil for what is no exclusion.
  func text(_ verdict: UInt16) -> String? {
    guard verdict >= Verdict.firstFlag else { return Verdict.text(verdict) }
    let position = Int(verdict - Verdict.firstFlag)
    return position < reasons.count ? reasons[position].text : nil
  }

  /// Takes over another table's reasons: its numbers, by position from `Verdict.firstFlag`, in this table.
  mutating func adopt(_ other: ReasonTable) -> [UInt16] { other.reasons.map { number($0) } }
}
