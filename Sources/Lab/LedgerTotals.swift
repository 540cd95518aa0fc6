/// A ledger's counts summed over stations: by stage, product and reason.
struct LedgerTotals {
  private struct Key: Hashable {
    var stage: LedgerStage
    var product: String
    var reason: String
  }
  private var counts: [Key: Int] = [:]
  private var products: [String] = [""]

  mutating func add(_ ledger: Ledger) {
    for line in ledger.lines { add(line) }
  }

  mutating func add(_ line: LedgerLine) {
    let key = Key(stage: line.stage, product: line.subject.product, reason: line.reason)
    counts[key, default: 0] += line.count
    if !products.contains(key.product) { products.append(key.product) }
  }

  /// The sums by stage, product in the experiment's order, then `read`, `kept` and the reasons alphabetically.
  var lines: [LedgerLine] {
    let stages = Dictionary(uniqueKeysWithValues: LedgerStage.allCases.enumerated().map { ($1, $0) })
    func rank(_ reason: String) -> Int { reason == "read" ? 0 : reason == "kept" ? 1 : 2 }
    return counts.sorted { left, right in
      let stageLeft = stages[left.key.stage] ?? 0
      let stageRight = stages[right.key.stage] ?? 0
      if stageLeft != stageRight { return stageLeft < stageRight }
      if left.key.product != right.key.product {
        return (products.firstIndex(of: left.key.product) ?? 0)
          < (products.firstIndex(of: right.key.product) ?? 0)
      }
      let rankLeft = rank(left.key.reason)
      let rankRight = rank(right.key.reason)
      return rankLeft == rankRight ? left.key.reason < right.key.reason : rankLeft < rankRight
    }.map {
      LedgerLine(
        stage: $0.key.stage, subject: LedgerSubject(product: $0.key.product), reason: $0.key.reason,
        count: $0.value)
    }
  }
}
