/// Why a score has no number, or `ok` where it has one.
///
/// The raw values are what the tables print.
public enum Status: String, Hashable, Sendable, CaseIterable {
  /// The value is there.
  case ok
  /// Fewer pairs than the metric needs, or than the experiment asks for.
  case tooFew
  /// Enough pairs, but too few independent ones once autocorrelation is counted.
  case fewEffective
  /// One side does not vary, so that a correlation or a rescaling has no meaning.
  case noVariance
  /// A side has no valid sample at all.
  case noData
  /// Both sides have samples, but none at a common time.
  case noOverlap
  /// The sides vary, but not enough to say how: a fit or an interval degenerates.
  case degenerate
  /// The ubRMSE does not exceed the reference's own uncertainty: nothing of it can be put down to the product.
  case belowUncertainty
  /// Stations of fewer than five networks: nothing can be said of stations elsewhere.
  case fewNetworks
  /// The interval holds for these very stations only, not for others like them: there are fewer than five networks.
  case theseStations
  /// A variance that triple collocation estimates by a difference of others came out negative.
  case negativeVariance
}
