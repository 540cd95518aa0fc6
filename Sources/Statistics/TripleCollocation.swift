/// Triple collocation: the errors of three series that see one truth, without knowing it.
///
/// Each series is α + β'·truth + an error of its own, the errors independent of the truth and of each other: an
/// assumption, which these numbers cannot test. Two products of one radiometer break it, and so may a product and a
/// model that share their rain. For one side i with the others j and k, and σ the (co)variances over n:
///
/// - signal variance σᵢⱼσᵢₖ/σⱼₖ, error variance σᵢᵢ − σᵢⱼσᵢₖ/σⱼₖ;
/// - scaling to the reference r: β = σᵣₖ/σᵢₖ with k the third side; i·β is on the scale of r;
/// - extended: correlation with the truth R = ±√(σᵢⱼσᵢₖ/(σᵢᵢσⱼₖ)), its sign that of the correlation with the
///   reference, which is positive by convention;
/// - SNR = signal over error variance in dB; fMSE, the share of noise in the variance, 1/(1 + SNR).
///
/// By chance, or where the assumption fails, the estimate of a variance may be negative. It is then given as it is,
/// with status `negativeVariance`, and what would be its root or logarithm has no value.
///
/// - Source: Stoffelen (1998), J. Geophys. Res. 103, 7755–7766; McColl et al. (2014), Geophys. Res. Lett. 41, 6229–6236
///   (extended); Gruber et al. (2016), Int. J. Appl. Earth Obs. Geoinf. 45, 200–211 (covariance notation, SNR, fMSE).
public struct TripleCollocation: Hashable, Sendable {
  /// What is estimated of one of the three series.
  public struct Side: Hashable, Sendable {
    /// β: values times β are on the scale of the reference, up to a constant.
    public let scaling: Double
    /// The error variance in the series' own unit squared; may be negative.
    public let errorVariance: Double
    /// The error variance in the reference's unit squared, β² times its own; may be negative.
    public let scaledErrorVariance: Double
    /// fMSE: the error variance over the variance.
    ///
    /// 0 is perfect, 1 is noise alone; outside 0…1 a variance is negative.
    public let noiseShare: Double
    /// The sign of the correlation with the reference.
    let sign: Double

    /// `negativeVariance` where the error or the signal variance is below zero.
    public var status: Status { noiseShare >= 0 && noiseShare <= 1 ? .ok : .negativeVariance }

    /// The error's standard deviation in the reference's unit.
    public var errorDeviation: MetricValue {
      scaledErrorVariance >= 0
        ? MetricValue(scaledErrorVariance.squareRoot()) : MetricValue(.negativeVariance)
    }

    /// R, the correlation with the truth.
    public var correlation: MetricValue {
      status == .ok ? MetricValue(sign * (1 - noiseShare).squareRoot()) : MetricValue(.negativeVariance)
    }

    /// The signal-to-noise ratio, dB: 0 where both variances are equal, 3 where the signal's is twice as large.
    ///
    /// `degenerate` where the share of noise is exactly 0 or 1.
    public var signalToNoise: MetricValue {
      status == .ok
        ? MetricValue(decibels(ofShare: 1 - noiseShare)) : MetricValue(.negativeVariance)
    }
  }

  /// The number of triplets.
  public let count: Int
  /// Which series is the reference of the scalings: 0, 1 or 2.
  public let reference: Int
  /// What is estimated of each of the three series, in their order; empty unless the status is `ok` or
  /// `negativeVariance`.
  public let sides: [Side]
  /// `ok`; `negativeVariance` where a side has it; `noData`, `tooFew` (fewer than three triplets), `noVariance` (a
  /// series does not vary), `degenerate` (two do not correlate at all, or a value is not finite).
  public let status: Status

  /// How many triplets the literature advises at least.
  ///
  /// - Source: Zwieback et al. (2012), Nonlinear Process. Geophys. 19, 69–80: 500 for errors within 20 %.
  public static let advisedCount = 500

  /// Estimates from three series of common samples.
  ///
  /// - Precondition: equal lengths; the reference is 0, 1 or 2.
  public init(_ x: [Double], _ y: [Double], _ z: [Double], reference: Int = 0) {
    precondition(x.count == y.count && x.count == z.count, "triplets have three sides")
    precondition((0..<3).contains(reference), "one of the three is the reference")
    count = x.count
    self.reference = reference
    guard x.count >= 3 else {
      sides = []
      status = x.isEmpty ? .noData : .tooFew
      return
    }
    let sums = TripleSums(x, y, z)
    if !sums.isFinite || !sums.varies {
      sides = []
      status = sums.isFinite ? .noVariance : .degenerate
      return
    }
    let sides = (0..<3).compactMap { Self.side($0, reference: reference, sums.mean) }
    self.sides = sides.count == 3 ? sides : []
    status = sides.count < 3 ? .degenerate : sides.contains { $0.status != .ok } ? .negativeVariance : .ok
  }

  /// One side from the moments of centred values (see ``TripleSums``); nil where a covariance is zero.
  static func side(_ i: Int, reference: Int, _ moments: SIMD16<Double>) -> Side? {
    func covariance(_ a: Int, _ b: Int) -> Double {
      TripleSums.covariance(a, b, moments)
    }
    let j = (i + 1) % 3
    let k = (i + 2) % 3
    let variance = covariance(i, i)
    let signal = covariance(i, j) * covariance(i, k) / covariance(j, k)
    let third = 3 - i - reference
    let scaling = i == reference ? 1 : covariance(reference, third) / covariance(i, third)
    let error = variance - signal
    guard variance > 0, signal.isFinite, scaling.isFinite, signal != 0, scaling != 0 else { return nil }
    return Side(
      scaling: scaling, errorVariance: error, scaledErrorVariance: scaling * scaling * error,
      noiseShare: error / variance,
      sign: i == reference || covariance(i, reference) > 0 ? 1 : -1)
  }
}
