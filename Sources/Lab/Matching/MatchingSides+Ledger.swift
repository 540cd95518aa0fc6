internal import Files
internal import Grids
internal import Products

extension MatchingSides {
  /// Enters the balances of one product at one sensor and returns the positions of the pairs inside the period.
  func account(
    for link: MatchLink, record: ProductRecord, product: MatchingSide, station: MatchingSide,
    subject: LedgerSubject, into ledger: inout Ledger
  ) -> [Int] {
    let words = experiment.matching.rule.reasons
    let times = product.series.times
    func isInside(_ index: Int) -> Bool { experiment.period?.contains(times[index]) ?? true }
    let inside = link.product.indices.filter { isInside(link.product[$0]) }
    let used = link.stationValuesUsed(by: inside)
    let usedAnywhere = link.stationValuesUsed(by: link.station.indices)

    ledger.enter(
      .productSamples, subject, read: record.stepsRead, kept: record.series.count, excluded: record.excluded)
    if let means = product.means {
      enter(.productMeans, means, "window with a product mean", subject, into: &ledger)
    }
    if let means = station.means {
      enter(.stationMeans, means, "window with a station mean", subject, into: &ledger)
    }

    let outside = times.indices.count { !isInside($0) }
    let oneSided = link.oneSided.count(where: isInside)
    var unmatched = Tally()
    unmatched.add("outside the period", outside)
    unmatched.add("only one of the two bracketing station samples", oneSided)
    unmatched.add(words.productUnmatched, times.count - outside - oneSided - inside.count)
    ledger.enter(.productMatching, subject, read: times.count, kept: inside.count, excluded: unmatched)

    var unused = Tally()
    unused.add(words.stationOutside, usedAnywhere - used)
    unused.add(words.stationUnmatched, station.series.count - usedAnywhere)
    ledger.enter(.stationMatching, subject, read: station.series.count, kept: used, excluded: unused)

    var few = Tally()
    let minimum = experiment.minimumPairs
    if inside.count < minimum { few.add("fewer than \(minimum) pairs", inside.count) }
    ledger.enter(
      .pairs, subject, read: inside.count, kept: inside.count < minimum ? 0 : inside.count, excluded: few)
    let uses = inside.reduce(0) { $0 + link.station[$1].count }
    ledger.note(subject, "station sample used by more than one product value", uses - used)
    ledger.note(
      subject, "two station samples equally near, later taken",
      link.ties.count { isInside(link.product[$0]) })
    if experiment.matching.rule == .bracket {
      ledger.note(
        subject, "station sample at the product's very time, taken alone",
        inside.count { link.station[$0].count == 1 })
    }
    return inside
  }

  private func enter(
    _ stage: LedgerStage, _ means: WindowMeans, _ note: String, _ subject: LedgerSubject,
    into ledger: inout Ledger
  ) {
    ledger.enter(
      stage, subject, read: means.read, kept: means.used, excluded: means.excluded,
      produced: means.series.count)
    ledger.note(subject, note, means.series.count)
  }
}

extension MatchingRule {
  /// Why a value of either side is in no pair.
  fileprivate var reasons: (productUnmatched: String, stationOutside: String, stationUnmatched: String) {
    switch self {
    case .nearest, .overpass:
      (
        "no station sample within the window", "nearest to product values outside the period only",
        "not the nearest to any product value"
      )
    case .bracket:
      (
        "no station sample within the window", "next to product values outside the period only",
        "not next to any product value"
      )
    case .daily, .threeDaily, .dekad, .month:
      ("no station mean of that window", "outside the period", "no product mean of that window")
    }
  }
}
