internal import Numerics

extension PairedComparison {
  /// The differences of a metric at all stations of one network, replicated on shared blocks of time.
  ///
  /// Circular blocks of calendar time are drawn once for the network and applied to each of its stations, so that
  /// what they have in common, the same rain missed on the same day, stays in common in each replicate. A block
  /// is as long as the longest that a station of the network asks for. A station's replicates are then brought
  /// to its own difference and its own standard error, which short blocks understate; so replicate k of one
  /// station may be averaged with replicate k of another, and the spread of the averages is that of the mean
  /// over these stations (``ClusteredMean/init(theseStations:weighting:level:)``).
  ///
  /// A station has no replicates where it has no standard error, or where its metric is undefined in more than one
  /// replicate in twenty.
  ///
  /// - Parameters:
  ///   - stations: the comparisons at the stations of one network; their order does not matter.
  ///   - metric: which metric.
  ///   - seed: the run's seed.
  ///   - labels: what is compared, such as products, network, stratum; the metric is added.
  ///   - replicates: how many.
  /// - Returns: one difference a station, in their order.
  /// - Precondition: at least one replicate.
  /// - Source: Politis and Romano (1992), circular blocks; Gruber et al. (2020), §4, on dependence in space.
  public static func together(
    _ stations: [PairedComparison], metric: Metric, seed: UInt64, labels: [String], replicates: Int = 1000
  ) -> [PairedDifference] {
    precondition(replicates > 0, "a bootstrap resamples at least once")
    let evaluated = stations.map { $0.evaluated(metric) }
    let calendar = SharedCalendar(
      zip(stations, evaluated).compactMap { station, one in
        one.memory.map { (station.samples.times, $0.blockLength) }
      })
    guard let calendar else { return evaluated.map(\.difference) }
    var stream = RandomStream(seed: seed, labels: labels + [metric.rawValue, "shared blocks"])
    let starts = calendar.draws(replicates, from: &stream)
    return zip(stations, evaluated).map { station, one in
      guard let estimate = one.difference.estimate, let standardError = one.difference.standardError
      else { return one.difference }
      let values = calendar.replicates(
        starts, station.samples.times, DifferenceSums(station.samples, for: metric))
      var difference = one.difference
      difference.replicates = calibrated(values, to: estimate, standardError) ?? []
      return difference
    }
  }

  /// Replicates brought to a mean and a standard deviation, the few undefined ones put on the mean.
  private static func calibrated(
    _ values: [Double?], to estimate: Double, _ standardError: Double
  ) -> [Double]? {
    let defined = values.compactMap { $0 }.filter(\.isFinite)
    guard defined.count * 20 >= values.count * 19, !defined.isEmpty else { return nil }
    let centre = defined.reduce(0, +) / Double(defined.count)
    let spread = defined.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(defined.count)
    guard spread > 0 else { return nil }
    let stretch = standardError / spread.squareRoot()
    return values.map { value in
      guard let value, value.isFinite else { return estimate }
      return estimate + stretch * (value - centre)
    }
  }
}

/// Calendar time in equal cells, the last followed by the first, and blocks of them to be drawn.
struct SharedCalendar {
  private let first: Int64
  /// The length of a cell, µs.
  private let step: Double
  private let cells: Int
  /// The cells of a block.
  private let length: Int

  /// Spans all series, in cells of the shortest typical step, with the longest block any of them asks for.
  ///
  /// Nil without series. The typical step of a series is the lower quartile of its steps.
  init?(_ series: [(times: [Int64], blockLength: Int)]) {
    var (low, high) = (Int64.max, Int64.min)
    var shortest = Double.infinity
    var longest = 1.0
    var most = 0
    for (times, blockLength) in series {
      guard let start = times.first, let end = times.last, times.count > 1 else { continue }
      low = min(low, start)
      high = max(high, end)
      var steps = zip(times.dropFirst(), times).map { Double($0) - Double($1) }
      steps.sort()
      let typical = steps[steps.count / 4]
      shortest = min(shortest, typical)
      longest = max(longest, typical * Double(blockLength))
      most = max(most, times.count)
    }
    guard low < high else { return nil }
    let span = Double(high) - Double(low)
    // A span of very many cells is coarsened: memory stays bounded whatever the instants are.
    step = max(1, shortest, span / Double(max(1 << 15, 16 * most)))
    first = low
    cells = Int((span / step).rounded()) + 1
    length = max(1, min(Int((longest / step).rounded()), cells / 3))
  }

  /// The blocks of one replicate.
  private var blocks: Int { (cells - 1) / length + 1 }

  /// The starts of all blocks of all replicates.
  func draws(_ replicates: Int, from stream: inout RandomStream) -> [Int32] {
    (0..<replicates * blocks).map { _ in Int32(truncatingIfNeeded: stream.index(below: cells)) }
  }

  /// The difference in each replicate at one station; nil where no sample was drawn or a metric is undefined.
  func replicates(_ starts: [Int32], _ times: [Int64], _ sums: DifferenceSums) -> [Double?] {
    // Lane 6 counts the samples, so that a replicate's sums become means.
    var terms = [SIMD16<Double>](repeating: SIMD16(repeating: 0), count: cells)
    for i in times.indices {
      let cell = min(cells - 1, Int(((Double(times[i]) - Double(first)) / step).rounded()))
      var term = SIMD16(lowHalf: sums.a.terms[i], highHalf: sums.b.terms[i])
      term[6] = 1
      terms[cell] += term
    }
    let runs = BlockBootstrap.BlockSums(terms, length: length)
    let starts = starts.span
    return stride(from: 0, to: starts.count, by: blocks).map { k in
      let sum = runs.sum(at: starts.extracting(k..<k + blocks))
      guard sum[6] > 0 else { return nil }
      let mean = sum / sum[6]
      return sums.difference(mean.lowHalf, mean.highHalf)
    }
  }
}
