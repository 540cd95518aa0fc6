import Files
import Grids

/// Puts the blocks of a pass together into daily maps, in the order of the days.
///
/// A day is whole when later samples can no longer belong to it: files come in the order of their dates.
struct DayAssembly {
  let window: MapWindow
  /// The position in the window by the position in the set of cells.
  let places: [Int32]
  let rule: DayRule
  let several: SeveralSamples
  let wantsTimes: Bool
  /// The first and last day that are wanted, by their beginnings; nil for all.
  let period: ClosedRange<Int64>?
  /// By how many days samples may come after those of a later day.
  let slack: Int64
  let quantity: Quantity

  private(set) var account = DailyMapAccount()
  private var open: [Int64: DayLayers] = [:]
  /// The latest day of which any sample was read.
  private var newest: Int64?
  /// The next day to be delivered, once one was.
  private var next: Int64?
  private var reasons = ReasonTable()
  private var counts: [UInt16: Int] = [:]
  private var outsidePeriod = 0
  private var watch = RangeWatch()
  private var watched: String?

  init(
    window: MapWindow, places: [Int32], rule: DayRule, several: SeveralSamples, wantsTimes: Bool,
    period: ClosedRange<Int64>?, slack: Int64, quantity: Quantity
  ) {
    (self.window, self.places, self.rule, self.several) = (window, places, rule, several)
    (self.wantsTimes, self.period, self.slack, self.quantity) = (wantsTimes, period, slack, quantity)
    next = period?.lowerBound
  }

  /// Adds the samples of a block and delivers the days that are whole with it.
  /// - Throws: `Failure` (data) where samples belong to a day that was delivered, and as `visit` does.
  mutating func add(_ block: StackBlock, visit: (DailyMap) throws(Failure) -> Void) throws(Failure) {
    let numbers = reasons.adopt(block.reasons)
    var kept = 0
    for (index, verdict) in block.verdicts.enumerated() where verdict != Verdict.none {
      account.read += 1
      if SampleJudge.isInside(verdict) { watch.inside += 1 }
      guard verdict == Verdict.kept else {
        let own = verdict < Verdict.firstFlag ? verdict : numbers[Int(verdict - Verdict.firstFlag)]
        counts[own, default: 0] += 1
        continue
      }
      try keep(block, kept, step: index / block.cells, cell: block.firstCell + index % block.cells)
      kept += 1
    }
    for outside in block.outside {
      watched = watched ?? block.path
      watch.outside(outside.value, stored: outside.stored)
    }
    for problem in block.problems {
      if let known = account.problems.firstIndex(where: { $0.reason == problem.reason }) {
        account.problems[known].count += problem.count
      } else {
        account.problems.append(problem)
      }
    }
    guard block.isLast || block.endsSteps && block.isInOrder, let newest else { return }
    try deliver(before: newest - slack * UTC.day, visit)
  }

  /// Delivers what is left, up to the end of the period.
  mutating func finish(visit: (DailyMap) throws(Failure) -> Void) throws(Failure) {
    if let newest { try deliver(before: newest + UTC.day, visit) }
    if let period { try deliver(before: period.upperBound + UTC.day, visit) }
    for (verdict, count) in counts.sorted(by: { $0.key < $1.key }) {
      account.excluded.add(reasons.text(verdict) ?? "not kept", count)
    }
    account.excluded.add("outside the period", outsidePeriod)
    if let watched { account.problems += watch.problems(path: watched, quantity: quantity) }
  }

  private mutating func keep(_ block: StackBlock, _ kept: Int, step: Int, cell: Int) throws(Failure) {
    let time = block.times[kept]
    let day = rule == .utc ? UTC.startOfDay(time) : block.days[kept]
    if let period, !period.contains(day) {
      outsidePeriod += 1
      return
    }
    if let next, day < next {
      throw Failure(
        .data, "holds samples of \(UTC.dateText(day)) after those of later days were read", path: block.path,
        advice: "Give the files in the order of their dates, and one product at a time")
    }
    if newest.map({ day > $0 }) ?? true { newest = day }
    open[day, default: DayLayers(cells: window.cells)].add(
      block.values[kept], at: time, exact: block.exact.isEmpty ? nil : block.exact[kept],
      cell: Int(places[cell]), place: (block.place.file, block.place.step + step))
  }

  /// Delivers all days before an instant, with the missing ones between them.
  private mutating func deliver(
    before end: Int64, _ visit: (DailyMap) throws(Failure) -> Void
  ) throws(Failure) {
    guard var day = next ?? open.keys.min() else { return }
    while day < end {
      let layers = open.removeValue(forKey: day)
      account.days += 1
      if layers == nil { account.missingDays += 1 }
      let whole = layers ?? DayLayers(cells: window.cells)
      try visit(try whole.map(of: day, several: several, wantsTimes: wantsTimes, account: &account))
      day += UTC.day
    }
    next = day
  }
}
