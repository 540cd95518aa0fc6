import Glibc
import Numerics

extension BlockBootstrap {
  /// What the serial dependence of a metric's influence series asks of its bootstrap.
  struct Memory: Sendable {
    /// How many independent pairs carry as much information.
    let effective: Double
    /// Consecutive pairs in a block.
    let blockLength: Int
    private let longRun: LowFrequencyVariance
    private let count: Int

    /// Fits a centred series; nil where it does not vary.
    init?(_ influence: [Double], at times: SampledTimes) {
      count = times.count
      let n = Double(count)
      let variance = influence.reduce(0) { $0 + $1 * $1 } / n
      guard variance > 0, variance.isFinite else { return nil }
      let decay = SerialDecay(
        correlations: times.autocovariance(influence).map { $0 / variance }, at: times)
      let memory = times.memory(of: SIMD8(decay.decay, 0, 0, 0, 0, 0, 0, 0))[0]
      let remembered = Remembered(decay: decay, memory: memory, squareMemory: 0)
      effective = min(n, n / max(1, remembered.time))
      // The decay per pair that has the same memory as the decay per cell has over these times.
      let perPair = memory / (2 + memory)
      let slope = 2 * decay.persistence * perPair / ((1 - perPair) * (1 - perPair)) / remembered.time
      let best = cbrt(1.5 * slope * slope * n)
      blockLength = max(1, min(Int(best.rounded()), count / 3))
      longRun = LowFrequencyVariance(influence, remembered, at: times)
    }

    /// The standard error of the mean of the influence series, memory counted.
    var standardError: Double { (longRun.value / Double(count)).squareRoot() }

    /// The degrees of freedom of that standard error.
    var degreesOfFreedom: Int { longRun.degreesOfFreedom }

    /// The basic interval of a pivot from its replicates, stretched to the long-run variance.
    ///
    /// Nil where more than one replicate in twenty is missing or the replicates do not vary. Where the pivot's
    /// own replicates are not on the influence's scale, `contributionMeans` gives the stretch.
    func ends(
      _ estimate: Double, _ replicates: [Double], of wanted: Int, level: Double,
      contributionMeans: [Double]? = nil
    ) -> (lower: Double, upper: Double)? {
      guard let (low, high) = Self.percentiles(of: replicates, of: wanted, level: level),
        let stretch = stretch(contributionMeans ?? replicates, level: level)
      else { return nil }
      return (estimate - stretch * (high - estimate), estimate - stretch * (low - estimate))
    }

    /// The percentile interval of replicates as they are; nil where more than one in twenty is missing.
    static func percentiles(
      of replicates: [Double], of wanted: Int, level: Double
    ) -> (lower: Double, upper: Double)? {
      guard replicates.count * 20 >= wanted * 19, !replicates.isEmpty else { return nil }
      let probability = (1 + level) / 2
      let sorted = Ascending.sorted(replicates)
      return (quantile(ofSorted: sorted, 1 - probability), quantile(ofSorted: sorted, probability))
    }

    /// What replicates must be stretched by to have the long-run variance, with Student's t for its freedom.
    ///
    /// - Parameter measured: the influence series' means in the replicates, or numbers that move as these do. A few
    ///   wild ones would inflate the spread measured here, and intervals would collapse.
    /// - Returns: nil where they do not vary.
    func stretch(_ measured: [Double], level: Double) -> Double? {
      let centre = measured.reduce(0, +) / Double(measured.count)
      let spread = measured.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(measured.count)
      guard spread > 0 else { return nil }
      let probability = (1 + level) / 2
      let freedom = Double(longRun.degreesOfFreedom)
      return (longRun.value / Double(count) / spread).squareRoot()
        * StudentT.quantile(probability, degreesOfFreedom: freedom) / Normal.quantile(probability)
    }
  }

  /// Sums over circular runs of a fixed length, so that a replicate costs one addition per block.
  struct BlockSums<Term: SIMD>: Sendable where Term.Scalar == Double, Term: Sendable {
    private let whole: [Term]
    private let last: [Term]
    private let wholeCount: Int
    private let count: Int

    /// Runs of `length` terms; the last run of a replicate is cut so that it has as many terms as there are.
    init(_ terms: [Term], length: Int) {
      count = terms.count
      wholeCount = (terms.count - 1) / length
      whole = Self.runs(terms, length)
      last = Self.runs(terms, terms.count - wholeCount * length)
    }

    /// The mean of the terms of one replicate.
    func mean(from stream: inout RandomStream) -> Term {
      let whole = whole.span
      var sum = last[stream.index(below: count)]
      for _ in 0..<wholeCount { sum += whole[stream.index(below: count)] }
      return sum / Double(count)
    }

    /// The sum of the terms of a replicate whose runs begin at these positions, the one to be cut first.
    func sum(at starts: Span<Int32>) -> Term {
      let whole = whole.span
      var sum = last[Int(starts[0])]
      for block in 1..<max(1, starts.count) { sum += whole[Int(starts[block])] }
      return sum
    }

    private static func runs(_ terms: [Term], _ length: Int) -> [Term] {
      let n = terms.count
      var sum = Term(repeating: 0)
      var runs: [Term] = []
      runs.reserveCapacity(n)
      for i in 0..<length { sum += terms[i % n] }
      for start in 0..<n {
        runs.append(sum)
        sum += terms[(start + length) % n] - terms[start]
      }
      return runs
    }
  }
}
