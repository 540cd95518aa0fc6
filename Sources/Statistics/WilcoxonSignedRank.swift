internal import Numerics

/// The paired Wilcoxon signed-rank test, as papers print it beside a mean difference.
///
/// It takes the pairs (usually station values) as independent, which stations of a network are not:
/// ``ClusteredMean`` does not.
///
/// Differences are ranked by magnitude, ties sharing their mean rank. Up to 25 of them, without ties and zeros, the
/// two-sided p-value is exact: twice the smaller tail, at most 1. Beyond, and with ties or zeros, it is that of
/// the normal approximation, the variance reduced for ties, without correction for continuity.
///
/// - Source: Wilcoxon (1945), Biometrics 1, 80–83; Pratt (1959), J. Am. Stat. Assoc. 54, 655–667; Cureton (1967), ibid. 62,
///   1068–1069 (the moments with zeros). SciPy's `wilcoxon` gives the same numbers.
public struct WilcoxonSignedRank: Hashable, Sendable {
  /// What is done with differences of zero.
  public enum Zeros: Hashable, Sendable {
    /// They are left out before ranking (Wilcoxon; SciPy's `wilcox`, its default).
    case leftOut
    /// They are ranked with the others and their ranks left out (Pratt).
    case ranked
  }

  /// The number of differences, zeros included.
  public let count: Int
  /// The sum of the ranks of positive differences.
  public let positiveRanks: Double
  /// The sum of the ranks of negative differences.
  public let negativeRanks: Double
  /// Whether `p` is exact.
  public let isExact: Bool
  /// The two-sided p-value; `noData` without differences, `noVariance` where all are zero, `degenerate` where one is
  /// not finite.
  public let p: MetricValue

  /// The largest number of differences with an exact p-value.
  public static let mostExact = 25

  /// Tests that differences are symmetric about zero.
  public init(_ differences: [Double], zeros: Zeros = .leftOut) {
    count = differences.count
    let kept = zeros == .leftOut ? differences.filter { $0 != 0 } : differences
    guard differences.allSatisfy(\.isFinite), kept.contains(where: { $0 != 0 }) else {
      (positiveRanks, negativeRanks, isExact) = (0, 0, false)
      let finite = differences.allSatisfy(\.isFinite)
      p = MetricValue(differences.isEmpty ? .noData : finite ? .noVariance : .degenerate)
      return
    }
    let magnitudes = kept.map(\.magnitude)
    let ranks = averageRanks(magnitudes)
    var (positive, negative) = (0.0, 0.0)
    for (difference, rank) in zip(kept, ranks) {
      if difference > 0 { positive += rank }
      if difference < 0 { negative += rank }
    }
    positiveRanks = positive
    negativeRanks = negative
    let ties = Self.ties(magnitudes)
    let zeroCount = Double(kept.count { $0 == 0 })
    isExact = differences.allSatisfy { $0 != 0 } && ties == 0 && kept.count <= Self.mostExact
    if isExact {
      p = MetricValue(Self.exact(min(positive, negative), count: kept.count))
    } else {
      let n = Double(kept.count)
      let mean = (n * (n + 1) - zeroCount * (zeroCount + 1)) / 4
      let squares =
        n * (n + 1) * (2 * n + 1) - zeroCount * (zeroCount + 1) * (2 * zeroCount + 1) - ties / 2
      let z = (min(positive, negative) - mean) / (squares / 24).squareRoot()
      p = MetricValue(min(1, 2 * Normal.cumulative(z)))
    }
  }

  /// Σ(t³ − t) over groups of equal magnitudes; zeros are no tie, their own variance is taken off instead.
  private static func ties(_ magnitudes: [Double]) -> Double {
    let sorted = Ascending.sorted(magnitudes.filter { $0 > 0 })
    var sum = 0.0
    var start = 0
    for end in 1..<max(1, sorted.count + 1) where end == sorted.count || sorted[end] != sorted[start] {
      let size = Double(end - start)
      sum += size * (size * size - 1)
      start = end
    }
    return sum
  }

  /// Twice P(W ≤ w) over all 2ⁿ signs, at most 1.
  private static func exact(_ statistic: Double, count n: Int) -> Double {
    var ways = [Double](repeating: 0, count: n * (n + 1) / 2 + 1)
    ways[0] = 1
    for rank in 1...max(1, n) {
      for sum in stride(from: ways.count - 1, through: rank, by: -1) { ways[sum] += ways[sum - rank] }
    }
    var tail = 0.0
    for sum in 0...min(ways.count - 1, Int(statistic)) { tail += ways[sum] }
    for _ in 0..<n { tail /= 2 }
    return min(1, 2 * tail)
  }
}

/// The paired t test, as papers print it beside a mean difference.
///
/// It takes the pairs as independent and the mean of their differences as normal.
public struct PairedT: Hashable, Sendable {
  /// The number of differences.
  public let count: Int
  /// Their mean over its standard error; like `p` without number where there is none.
  public let t: MetricValue
  /// The two-sided p-value with count − 1 degrees of freedom; `noData` without differences, `tooFew` with one,
  /// `noVariance` where all are equal, `degenerate` where one is not finite.
  public let p: MetricValue

  /// Tests that differences have mean zero.
  public init(_ differences: [Double]) {
    count = differences.count
    let n = Double(differences.count)
    func status() -> Status? {
      if differences.isEmpty { return .noData }
      if !differences.allSatisfy(\.isFinite) { return .degenerate }
      if differences.count < 2 { return .tooFew }
      return differences.allSatisfy { $0 == differences[0] } ? .noVariance : nil
    }
    if let status = status() {
      t = MetricValue(status)
      p = MetricValue(status)
      return
    }
    let mean = differences.reduce(0, +) / n
    let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    let t = mean / (variance / n).squareRoot()
    self.t = MetricValue(t)
    p = MetricValue(StudentT.twoSided(t, degreesOfFreedom: n - 1))
  }
}
