import Glibc

/// The instants of a series of pairs, as whole cells of its typical step, and what follows from them alone.
///
/// Made once per set of pairs and shared by every autocorrelation fit: which lags can be seen, how many pairs
/// of samples lie at each, and, for every candidate decay, how much a mean over just these instants feels the
/// memory of the process. Gaps count because lags are differences of instants, not of indices.
struct SampledTimes: Sendable {
  /// The cell of every sample, ascending, the first 0.
  let positions: [Int]
  /// The lags, in cells, at which the autocorrelation is looked at: from 1, about 15 % apart.
  let lags: [Int]
  /// For every lag, how many pairs of samples lie at it.
  let lagCounts: [Double]
  /// For every lag, its weight in the fit: the share of samples that see it times the lags it stands for.
  let weights: [Double]
  /// The candidate decays φ per cell whose memory is short against the span.
  let decays: [Double]
  /// For every candidate, `memory(of:)`.
  let memories: [Double]
  /// φ^lag, candidate by candidate.
  let powers: [Double]
  /// The distinct distances between neighbours, and for every sample which of them precedes it.
  let gaps: Gaps
  /// The sample in each cell, −1 where there is none.
  private let sampleInCell: [Int32]

  /// The distances between neighbouring samples: few distinct ones, so that powers are looked up.
  struct Gaps: Sendable {
    let values: [Int]
    let kinds: [Int32]

    init(_ positions: [Int]) {
      var values: [Int] = []
      var known: [Int: Int32] = [:]
      var kinds = [Int32](repeating: 0, count: positions.count)
      for i in positions.indices.dropFirst() {
        let gap = positions[i] - positions[i - 1]
        if let kind = known[gap] {
          kinds[i] = kind
        } else {
          kinds[i] = Int32(truncatingIfNeeded: values.count)
          known[gap] = kinds[i]
          values.append(gap)
        }
      }
      self.values = values
      self.kinds = kinds
    }
  }

  /// The number of samples.
  var count: Int { positions.count }

  /// Lays ascending instants (µs, at least one) on cells as long as the lower quartile of their steps.
  init(times: [Int64]) {
    let positions = Self.cells(of: times)
    self.positions = positions
    let span = (positions.last ?? 0) + 1
    var table = [Int32](repeating: -1, count: span)
    for i in positions.indices.reversed() { table[positions[i]] = Int32(truncatingIfNeeded: i) }
    sampleInCell = table
    let gaps = Gaps(positions)
    self.gaps = gaps

    var lags: [Int] = []
    var counts: [Double] = []
    var weights: [Double] = []
    let fewest = max(3, positions.count / 50)
    let ladder = Self.ladder(upTo: min(max(3, span / 4), span - 1))
    for rung in ladder.indices {
      let lag = ladder[rung]
      var seen = 0
      for position in positions {
        guard position + lag < span else { break }
        if table[position + lag] >= 0 { seen += 1 }
      }
      guard seen >= fewest else { continue }
      let below = max(0, rung - 1)
      let above = min(ladder.count - 1, rung + 1)
      let width = Double(ladder[above] - ladder[below]) / Double(max(1, above - below))
      lags.append(lag)
      counts.append(Double(seen))
      weights.append(max(1, width) * Double(seen) / Double(positions.count))
    }
    self.lags = lags
    lagCounts = counts
    self.weights = weights
    let decays = Self.candidates.filter { -1 / log($0) < Double(span) / 3 }
    self.decays = decays
    memories = stride(from: 0, to: decays.count, by: 8).flatMap { start in
      let lanes = Self.memory(of: Self.lanes(decays, from: start), gaps)
      return (0..<min(8, decays.count - start)).map { lanes[$0] }
    }
    powers = decays.flatMap { decay in
      let logarithm = log(decay)
      return lags.map { exp(Double($0) * logarithm) }
    }
  }

  /// Five weak decays, then thirty whose distance from 1 shrinks evenly in ratio from 0.5 to 0.003.
  private static let candidates: [Double] =
    [0.05, 0.15, 0.25, 0.35, 0.45] + (0..<30).map { 1 - 0.5 * pow(0.006, Double($0) / 29) }

  /// Lags from 1 on, each about 15 % above the last.
  private static func ladder(upTo longest: Int) -> [Int] {
    var ladder: [Int] = []
    var lag = 1
    while lag <= longest {
      ladder.append(lag)
      lag = max(lag + 1, Int((Double(lag) * 1.15).rounded()))
    }
    return ladder
  }

  private static func cells(of times: [Int64]) -> [Int] {
    guard times.count > 1 else { return times.map { _ in 0 } }
    let start = Double(times[0])
    let offsets = times.map { Double($0) - start }
    var steps = zip(offsets.dropFirst(), offsets).map { $0 - $1 }
    steps.sort()
    // A span of very many cells is coarsened: memory stays bounded whatever the instants are.
    let most = Double(max(1 << 16, 16 * times.count))
    let step = max(1, steps[steps.count / 4], offsets[offsets.count - 1] / most)
    return offsets.map { Int(($0 / step).rounded()) }
  }

  private static func lanes(_ values: [Double], from start: Int) -> SIMD8<Double> {
    var lanes = SIMD8<Double>(repeating: 0)
    for k in 0..<min(8, values.count - start) { lanes[k] = values[start + k] }
    return lanes
  }

  /// (1/n) Σ over ordered pairs i≠j of φ^|ti−tj|: for a mean over these instants, τ = 1 + c·memory(φ).
  ///
  /// - Complexity: O(n) for eight decays at once, exact for an exponential.
  func memory(of decays: SIMD8<Double>) -> SIMD8<Double> { Self.memory(of: decays, gaps) }

  private static func memory(of decays: SIMD8<Double>, _ gaps: Gaps) -> SIMD8<Double> {
    let powers = gaps.values.map { gap in
      var power = SIMD8<Double>(repeating: 0)
      for k in 0..<8 { power[k] = pow(decays[k], Double(gap)) }
      return power
    }
    let n = gaps.kinds.count
    var reach = SIMD8<Double>(repeating: 0)
    var total = SIMD8<Double>(repeating: 0)
    let kinds = gaps.kinds.span
    let table = powers.span
    for i in 1..<max(1, n) {
      reach = (reach + 1) * table[Int(kinds[i])]
      total += reach
    }
    return total * (2 / Double(n))
  }

  /// The mean product, at every lag, of a centred series with itself.
  func autocovariance(_ x: [Double]) -> [Double] {
    let n = count
    let x = x.span
    let positions = positions.span
    let table = sampleInCell.span
    return lags.indices.map { l in
      let lag = lags[l]
      var sum = 0.0
      for i in 0..<n {
        let cell = positions[i] + lag
        guard cell < table.count else { break }
        let j = Int(table[cell])
        if j >= 0 { sum += x[i] * x[j] }
      }
      return sum / lagCounts[l]
    }
  }

  /// At every lag the mean products of two centred series: x with x, y with y, and (x with y + y with x)/2.
  func autocovariances(_ x: [Double], _ y: [Double]) -> (xx: [Double], yy: [Double], xy: [Double]) {
    let n = count
    let x = x.span
    let y = y.span
    let positions = positions.span
    let table = sampleInCell.span
    var xx: [Double] = []
    var yy: [Double] = []
    var xy: [Double] = []
    for l in lags.indices {
      let lag = lags[l]
      var a = 0.0
      var b = 0.0
      var c = 0.0
      for i in 0..<n {
        let cell = positions[i] + lag
        guard cell < table.count else { break }
        let j = Int(table[cell])
        guard j >= 0 else { continue }
        a += x[i] * x[j]
        b += y[i] * y[j]
        c += x[i] * y[j] + y[i] * x[j]
      }
      xx.append(a / lagCounts[l])
      yy.append(b / lagCounts[l])
      xy.append(c / 2 / lagCounts[l])
    }
    return (xx, yy, xy)
  }
}
