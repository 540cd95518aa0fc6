public import Files

/// Where in the life of a datum something was counted.
public enum LedgerStage: String, CaseIterable, Sendable {
  /// Sensor files of an archive.
  case sensors
  /// Rows of a sensor's file.
  case stationSamples = "station samples"
  /// Sensors that look for a product's cell.
  case productCells = "product cells"
  /// Accepted samples that are averaged over the sensors of a station or the stations of a cell.
  case upscaling
  /// Time steps of a product at a station's cell.
  case productSamples = "product samples"
  /// Valid product samples that are averaged over windows; only with rules that average.
  case productMeans = "product means"
  /// Accepted station samples that are averaged over windows; only with rules that average.
  case stationMeans = "station means"
  /// Valid product values, or the windows' means, that look for a station value.
  case productMatching = "product matching"
  /// Accepted station samples, or the windows' means, that wait for a product value.
  case stationMatching = "station matching"
  /// Match-ups.
  case pairs
  /// Counts that exclude nothing: ties, reuse.
  case note
}

/// What a ledger line is about; empty where it does not apply.
public struct LedgerSubject: Hashable, Sendable {
  /// The product's name.
  public var product = ""
  /// The network.
  public var network = ""
  /// The station.
  public var station = ""
  /// The sensor: the instrument part of its file's name.
  public var sensor = ""
  /// The sensor's layer in metres, which tells apart an instrument at several depths.
  public var depth: ClosedRange<Double>?
}

/// One balance: everything read is kept or excluded for a reason.
public struct LedgerAccount: Hashable, Sendable {
  /// Where it was counted.
  public var stage: LedgerStage
  /// What it is about.
  public var subject: LedgerSubject
  /// How many items were there.
  public var read: Int
  /// How many went on.
  public var kept: Int
  /// How many did not, by reason.
  public var excluded: Tally
  /// How many new items were made of what was kept, where that is not one of each: the windows' means.
  public var produced: Int?

  /// How many items the next stage reads.
  var passedOn: Int { produced ?? kept }

  /// Whether everything read is accounted for.
  ///
  /// Nothing is made of nothing, and nothing is kept without use.
  public var balances: Bool {
    kept >= 0 && read == kept + excluded.total && passedOn >= 0 && (passedOn == 0) == (kept == 0)
  }
}

/// One line of `exclusions.csv`.
public struct LedgerLine: Hashable, Sendable {
  /// Where it was counted.
  public var stage: LedgerStage
  /// What it is about.
  public var subject: LedgerSubject
  /// `read`, `kept`, or why items were excluded; on a `note` what was counted.
  public var reason: String
  /// How many.
  public var count: Int
}

/// Everything read = everything scored + everything excluded, by reason and count.
///
/// Within one stage and subject, `read` = `kept` + the sum of the other reasons; what one stage keeps, the next one
/// reads. `notes` exclude nothing. A run whose ledger does not add up fails itself.
public struct Ledger: Hashable, Sendable {
  /// The balances, in the order of the work.
  public private(set) var accounts: [LedgerAccount] = []
  /// Lines that name single excluded items of an account already counted in it.
  public private(set) var notes: [LedgerLine] = []

  /// An empty ledger.
  public init() {}

  /// Enters a balance.
  ///
  /// `produced` is given where the next stage reads something else than what was kept.
  public mutating func enter(
    _ stage: LedgerStage, _ subject: LedgerSubject, read: Int, kept: Int, excluded: Tally,
    produced: Int? = nil
  ) {
    accounts.append(
      LedgerAccount(
        stage: stage, subject: subject, read: read, kept: kept, excluded: excluded, produced: produced))
  }

  /// Enters a count that excludes nothing; zero is not entered.
  public mutating func note(_ subject: LedgerSubject, _ what: String, _ count: Int) {
    if count > 0 { notes.append(LedgerLine(stage: .note, subject: subject, reason: what, count: count)) }
  }

  /// Appends another ledger's lines.
  public mutating func append(_ other: Ledger) {
    accounts += other.accounts
    notes += other.notes
  }

  /// The lines of `exclusions.csv`: each account's `read`, `kept` and reasons, then the notes.
  public var lines: [LedgerLine] {
    var lines: [LedgerLine] = []
    for account in accounts {
      lines.append(line(account, "read", account.read))
      lines.append(line(account, "kept", account.kept))
      for (reason, count) in account.excluded.sorted { lines.append(line(account, reason, count)) }
    }
    return lines + notes
  }

  /// Checks every balance, and that each stage reads what the one before it kept.
  /// - Throws: `Failure` (internal) naming the first account that does not add up.
  public func verify() throws(Failure) {
    var passedOn: [LedgerStage: [LedgerSubject: Int]] = [:]
    for account in accounts {
      guard account.balances else { throw imbalance(account, "does not add up") }
      passedOn[account.stage, default: [:]][account.subject] = account.passedOn
    }
    for account in accounts {
      let subject = account.subject
      var sensor = subject
      sensor.product = ""
      let source: Int?
      switch account.stage {
      case .productMeans: source = passedOn[.productSamples]?[subject]
      case .stationMeans: source = passedOn[.upscaling]?[sensor] ?? passedOn[.stationSamples]?[sensor]
      case .productMatching:
        source = passedOn[.productMeans]?[subject] ?? passedOn[.productSamples]?[subject]
      case .stationMatching:
        source =
          passedOn[.stationMeans]?[subject] ?? passedOn[.upscaling]?[sensor]
          ?? passedOn[.stationSamples]?[sensor]
      case .pairs: source = passedOn[.productMatching]?[subject]
      default: continue
      }
      guard source == account.read else {
        throw imbalance(account, "does not start where the stage before it ended")
      }
    }
  }

  private func line(_ account: LedgerAccount, _ reason: String, _ count: Int) -> LedgerLine {
    LedgerLine(stage: account.stage, subject: account.subject, reason: reason, count: count)
  }

  private func imbalance(_ account: LedgerAccount, _ what: String) -> Failure {
    let subject = account.subject
    let name = [subject.product, subject.network, subject.station, subject.sensor].filter { !$0.isEmpty }
    return Failure(
      .internalFault,
      "the ledger \(what): \(account.stage.rawValue) of \(name.joined(separator: " ")): read \(account.read), "
        + "kept \(account.kept), excluded \(account.excluded.total)",
      advice: "This is a defect of lab; please report it with the experiment")
  }
}
