/// The false discovery rate of a family of tests.
public enum FalseDiscovery {
  /// Benjamini–Hochberg adjusted p-values: rejecting those below q keeps the expected share of false rejections
  /// below q.
  ///
  /// For the i-th smallest of m: the least of p₍ⱼ₎·m/j over j ≥ i, at most 1. A nil or NaN is no test: it stays nil,
  /// and m does not count it. Equal p-values have equal adjusted ones; the order is kept.
  ///
  /// - Source: Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57, 289–300; R's `p.adjust(method = "BH")`.
  public static func adjusted(_ p: [Double?]) -> [Double?] {
    let tests = p.indices.compactMap { i in
      p[i].flatMap { $0.isNaN ? nil : (index: i, p: $0) }
    }.sorted { ($0.p, $0.index) < ($1.p, $1.index) }
    var adjusted = [Double?](repeating: nil, count: p.count)
    var least = 1.0
    for rank in tests.indices.reversed() {
      least = min(least, tests[rank].p * Double(tests.count) / Double(rank + 1))
      adjusted[tests[rank].index] = least
    }
    return adjusted
  }
}
