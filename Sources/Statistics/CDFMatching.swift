import Numerics

/// The piecewise linear map that gives a source the cumulative distribution of a reference.
///
/// Percentiles of both sides are paired at 100 equal steps of probability, or at max(1, ⌊n/20⌋) where there are
/// fewer than 2000 pairs; percentiles that repeat are spread out; the outermost percentile of the reference is
/// replaced by a straight line through the samples beyond the next one, which tames outliers. The map goes on
/// straight beyond its ends. With fewer than 40 pairs there is one step, and the map is ordinary least squares
/// (which falls where the sides are anticorrelated; with two steps or more it never falls).
/// - Source: pytesmo 0.18.1, `scaling.cdf_match` with its defaults; edges after Moesinger et al. (2020).
public struct CDFMatching: Rescaling, Hashable {
  /// The source's values at the steps, rising strictly.
  public let sourcePercentiles: [Double]
  /// The reference's values at the steps.
  public let referencePercentiles: [Double]
  private let curve: PiecewiseLinear

  /// Fits the map to pairs.
  ///
  /// No pairs: `noData`; fewer than 3: `tooFew`; a side that does not vary: `noVariance`; a distribution so
  /// lumpy that its percentiles cannot be told apart: `degenerate`.
  /// - Precondition: equal lengths; finite values by the caller's promise.
  public static func fit(source: [Double], reference: [Double]) -> Result<CDFMatching, Status> {
    precondition(source.count == reference.count, "pairs have two sides of one length")
    if source.isEmpty { return .failure(.noData) }
    if source.count < 3 { return .failure(.tooFew) }
    let moments = Moments(product: source, reference: reference)
    guard moments.correlation.value != nil else { return .failure(moments.correlation.status) }
    let steps = source.count < 2000 ? max(1, source.count / 20) : 100
    guard
      let map = steps == 1
        ? leastSquares(moments)
        : percentileMap(Ascending.sorted(source), Ascending.sorted(reference), steps: steps)
    else { return .failure(.degenerate) }
    return .success(map)
  }

  /// The values on the reference's scale.
  public func apply(_ values: [Double]) -> [Double] { values.map { curve($0) } }

  private init?(source: [Double], reference: [Double]) {
    guard let curve = PiecewiseLinear(x: source, y: reference) else { return nil }
    sourcePercentiles = source
    referencePercentiles = reference
    self.curve = curve
  }

  private static func leastSquares(_ moments: Moments) -> CDFMatching? {
    let slope = moments.covariance / moments.productVariance
    let intercept = moments.referenceMean - moments.productMean * slope
    return CDFMatching(source: [0, 1], reference: [intercept, intercept + slope])
  }

  private static func percentileMap(_ x: [Double], _ y: [Double], steps: Int) -> CDFMatching? {
    let probabilities = (0...steps).map { Double($0) / Double(steps) * 100 }
    guard
      let source = Percentiles.distinct(ofSorted: x, at: probabilities),
      var reference = Percentiles.distinct(ofSorted: y, at: probabilities),
      let low = edgeSlope(
        x.prefix { $0 <= source[1] }.map { $0 - source[1] },
        y.prefix { $0 <= reference[1] }.map { $0 - reference[1] }),
      let high = edgeSlope(
        x.suffix(from: x.firstIndex { $0 >= source[steps - 1] } ?? x.endIndex).map { $0 - source[steps - 1] },
        y.suffix(from: y.firstIndex { $0 >= reference[steps - 1] } ?? y.endIndex).map {
          $0 - reference[steps - 1]
        })
    else { return nil }
    reference[0] = reference[1] + low * (source[0] - source[1])
    reference[steps] = reference[steps - 1] + high * (source[steps] - source[steps - 1])
    return CDFMatching(source: source, reference: reference)
  }

  /// The least-squares slope through the origin of the reference's edge samples over the source's, the source
  /// resampled to the reference's count where they differ; nil where an edge is empty or has a lone sample to
  /// resample to.
  private static func edgeSlope(_ x: [Double], _ y: [Double]) -> Double? {
    guard !x.isEmpty, !y.isEmpty else { return nil }
    var x = x
    if x.count != y.count {
      guard y.count > 1 else { return nil }
      let probabilities = y.indices.map { Double($0) / Double(y.count - 1) * 100 }
      guard let resampled = Percentiles.distinct(ofSorted: x, at: probabilities) else { return nil }
      x = resampled
    }
    var product = 0.0
    var square = 0.0
    for i in x.indices {
      product += x[i] * y[i]
      square += x[i] * x[i]
    }
    return square > 0 ? product / square : 0
  }
}
