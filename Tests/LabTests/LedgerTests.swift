import Files
import Testing

@testable import Lab

@Suite("The ledger's own check")
struct LedgerTests {
  private let sensor = LedgerSubject(network: "N", station: "S", sensor: "P", depth: 0.05...0.05)
  private var pair: LedgerSubject {
    var subject = sensor
    subject.product = "X"
    return subject
  }

  /// The accounts of one product at one sensor, with one number changed.
  private func ledger(
    kept: Int = 90, excluded: Int = 10, matchingRead: Int = 50, pairsRead: Int = 30, stationRead: Int = 90
  ) -> Ledger {
    var ledger = Ledger()
    func tally(_ count: Int) -> Tally {
      var tally = Tally()
      tally.add("reason", count)
      return tally
    }
    ledger.enter(.stationSamples, sensor, read: 100, kept: kept, excluded: tally(excluded))
    ledger.enter(.productSamples, pair, read: 60, kept: 50, excluded: tally(10))
    ledger.enter(.productMatching, pair, read: matchingRead, kept: 30, excluded: tally(matchingRead - 30))
    ledger.enter(.stationMatching, pair, read: stationRead, kept: 30, excluded: tally(stationRead - 30))
    ledger.enter(.pairs, pair, read: pairsRead, kept: pairsRead, excluded: tally(0))
    ledger.note(pair, "reused", 1000)
    return ledger
  }

  @Test func aSoundLedgerPassesWhateverItsNotes() throws {
    try ledger().verify()
    try Ledger().verify()
  }

  @Test("a ledger that does not add up ends the run with exit code 70")
  func mutations() {
    let mutants = [
      ledger(kept: 89), ledger(kept: 91), ledger(excluded: 11), ledger(kept: -1, excluded: 101),
      ledger(matchingRead: 49), ledger(matchingRead: 51), ledger(pairsRead: 29), ledger(stationRead: 89),
    ]
    for mutant in mutants {
      let failure = #expect(throws: Failure.self) { try mutant.verify() }
      #expect(failure?.kind == .internalFault && failure?.exitCode == 70)
      #expect(failure?.reason.contains("the ledger does") == true)
      #expect(failure?.reason.contains("N S P") == true, "\(failure?.reason ?? "")")
    }
  }

  /// The accounts of a rule that averages, with one number changed.
  private func means(
    productRead: Int = 50, productWindows: Int = 9, stationRead: Int = 90, stationKept: Int = 80,
    stationWindows: Int = 8, productMatching: Int = 9, stationMatching: Int = 8
  ) -> Ledger {
    var ledger = Ledger()
    func tally(_ count: Int) -> Tally {
      var tally = Tally()
      tally.add("reason", count)
      return tally
    }
    ledger.enter(.stationSamples, sensor, read: 100, kept: 90, excluded: tally(10))
    ledger.enter(.productSamples, pair, read: 60, kept: 50, excluded: tally(10))
    ledger.enter(
      .productMeans, pair, read: productRead, kept: productRead, excluded: tally(0), produced: productWindows)
    ledger.enter(
      .stationMeans, pair, read: stationRead, kept: stationKept, excluded: tally(stationRead - stationKept),
      produced: stationWindows)
    ledger.enter(.productMatching, pair, read: productMatching, kept: 7, excluded: tally(productMatching - 7))
    ledger.enter(.stationMatching, pair, read: stationMatching, kept: 7, excluded: tally(stationMatching - 7))
    ledger.enter(.pairs, pair, read: 7, kept: 7, excluded: tally(0))
    return ledger
  }

  @Test("means start from samples, matching from the windows that have one")
  func chainOfMeans() throws {
    try means().verify()
    let mutants = [
      means(productRead: 49), means(stationRead: 91), means(productMatching: 10), means(stationMatching: 90),
      means(productWindows: 0, productMatching: 0), means(stationWindows: 0), means(stationKept: 0),
      means(productWindows: -1), means(stationWindows: 9),
    ]
    for (index, mutant) in mutants.enumerated() {
      let failure = #expect(throws: Failure.self, "\(index)") { try mutant.verify() }
      #expect(failure?.kind == .internalFault && failure?.exitCode == 70)
    }
  }

  @Test func anAccountWithoutTheStageBeforeItIsFound() {
    var ledger = Ledger()
    ledger.enter(.pairs, pair, read: 0, kept: 0, excluded: Tally())
    #expect(throws: Failure.self) { try ledger.verify() }
  }
}
