internal import Files

/// A sensor or station that a scored unit is the mean of.
struct UnitMember: Sendable {
  /// What it is, without a product.
  var subject: LedgerSubject
  /// Its level above the members' common one, m³ m⁻³, removed before the mean is taken; nil where it is not used.
  var offset: Double?
  /// Its accepted samples.
  var samples: Int
  /// The root mean square change of the unit's mean where it is left out, m³ m⁻³; nil for a single member.
  var leaveOneOut: Double?
  /// Why it is not used; nil when it is.
  var excluded: String?

  /// The root mean square of the members' `leaveOneOut`; NaN where none has one.
  static func spread(of members: [UnitMember]) -> Double {
    let changes = members.compactMap(\.leaveOneOut)
    guard !changes.isEmpty else { return .nan }
    return (changes.reduce(0) { $0 + $1 * $1 } / Double(changes.count)).squareRoot()
  }
}

/// `members.csv`: what each unit is the mean of, written where stations or cells are scored.
///
/// `leave_one_out` says how much the mean hangs on one member.
final class MembersFile {
  private let stream: AtomicTextStream

  init(path: String) throws(Failure) {
    stream = try AtomicTextStream(path: path)
    try stream.write(
      "network,station,sensor,member_network,member_station,member_sensor,depth_from,depth_to,samples,offset,"
        + "leave_one_out,status\n")
  }

  func append(_ members: [UnitMember], of unit: ScoredSensor) throws(Failure) {
    for member in members {
      var row = CSVRow()
      row.append(unit.network)
      row.append(unit.station)
      row.append(unit.sensor)
      row.append(member.subject.network)
      row.append(member.subject.station)
      row.append(member.subject.sensor)
      row.append(member.subject.depth?.lowerBound)
      row.append(member.subject.depth?.upperBound)
      row.append(member.samples)
      row.append(member.offset)
      row.append(member.leaveOneOut)
      row.append(member.excluded ?? "used")
      try stream.write(row.line)
    }
  }

  func commit() throws(Failure) { try stream.commit() }
}
