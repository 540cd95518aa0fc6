internal import Numerics

/// Whether the mean of changes at stations of fewer than five networks is beyond chance, for these stations alone.
///
/// An accuracy table has no samples left to draw from, so two things are asked, and either may answer:
/// - Is the change alike everywhere? Student's t on network means; with one network on its stations, as if they
///   were independent.
/// - Is the change larger than the sampling of time explains? A station's change has at most the variances of both
///   its values together (both saw the same station and weather, which makes it smaller), stations of one network
///   may err all alike, networks err apart; the mean over its error is normal.
///
/// p is twice the smaller of both (Bonferroni), and the interval is that question's at 1 − (1 − level)/2, so that
/// it leaves out zero where p is below 1 − level.
struct FewNetworks {
  /// What happened at one station.
  struct Change {
    var network: String
    /// Now minus then.
    var difference: Double
    /// The standard errors of both values; nil where one has no interval.
    var errors: [Double]?
  }

  /// The lower end of the interval; nil where nothing can be said.
  private(set) var lower: Double?
  /// The upper end.
  private(set) var upper: Double?
  /// The two-sided p-value.
  private(set) var p: Double?

  init(_ changes: [Change], level: Double) {
    guard !changes.isEmpty else { return }
    let tail = (1 - level) / 4
    let answers = [FewNetworks.alike(changes), FewNetworks.sampling(changes)].compactMap { $0 }
    let judged = answers.map { answer in
      (
        answer: answer,
        p: answer.freedom.map { StudentT.twoSided(answer.ratio, degreesOfFreedom: $0) }
          ?? 2 * Normal.upperTail(abs(answer.ratio))
      )
    }
    guard let best = judged.min(by: { $0.p < $1.p }) else { return }
    let quantile =
      best.answer.freedom.map { StudentT.quantile(1 - tail, degreesOfFreedom: $0) }
      ?? Normal.upperQuantile(tail)
    p = min(1, Double(judged.count) * best.p)
    lower = best.answer.mean - quantile * best.answer.error
    upper = best.answer.mean + quantile * best.answer.error
  }

  private struct Answer {
    var mean: Double
    var error: Double
    /// nil: the normal distribution.
    var freedom: Double?
    var ratio: Double { error > 0 ? mean / error : mean == 0 ? 0 : .infinity }
  }

  private static func byNetwork(_ changes: [Change]) -> [[Change]] {
    Dictionary(grouping: changes, by: \.network).sorted { $0.key < $1.key }.map(\.value)
  }

  private static func alike(_ changes: [Change]) -> Answer? {
    let networks = byNetwork(changes)
    let values =
      networks.count > 1
      ? networks.map { $0.reduce(0) { $0 + $1.difference } / Double($0.count) } : changes.map(\.difference)
    guard values.count > 1 else { return nil }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    // Values of one format differ in their last digits even where the change is the same.
    let error = max((variance / count).squareRoot(), 1e-12 * abs(mean))
    return Answer(mean: mean, error: error, freedom: count - 1)
  }

  private static func sampling(_ changes: [Change]) -> Answer? {
    let count = Double(changes.count)
    var variance = 0.0
    for network in byNetwork(changes) {
      var sum = 0.0
      for change in network {
        guard let errors = change.errors else { return nil }
        sum += errors.reduce(0) { $0 + $1 * $1 }.squareRoot()
      }
      variance += (sum / count) * (sum / count)
    }
    guard variance > 0 else { return nil }
    return Answer(
      mean: changes.reduce(0) { $0 + $1.difference } / count, error: variance.squareRoot(), freedom: nil)
  }
}
