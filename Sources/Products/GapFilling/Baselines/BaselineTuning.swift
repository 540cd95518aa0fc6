public import Grids

/// The choice of a baseline's settings on training years: the candidate with the least error at hidden cells.
public enum BaselineTuning {
  /// The result of a search.
  public struct Outcome<Baseline: GapFillingBaseline>: Sendable {
    /// The candidate with the least error; of equal ones the first.
    public var best: Baseline
    /// The candidates in their order, their root mean square errors, and the hidden values each could fill.
    public var scores: [(candidate: Baseline, error: Double, filled: Int)]
    /// The number of hidden values that every candidate could fill: those the errors are about.
    public var common: Int
  }

  /// Fills the record without its hidden values by every candidate and compares the errors there.
  ///
  /// - Parameters:
  ///   - candidates: the candidates.
  ///   - record: the training record, hidden values included.
  ///   - hidden: the positions of observed values to hide.
  ///   - climatology: that of the training years.
  ///   - jobs: the number of threads.
  /// - Returns: the outcome, or nil where there is no candidate or no hidden value that every one can fill.
  public static func search<Baseline: GapFillingBaseline>(
    _ candidates: [Baseline], record: FieldStack, hidden: [Int], climatology: DayOfYearClimatology, jobs: Int
  ) -> Outcome<Baseline>? {
    var visible = record
    var wanted = [Bool](repeating: false, count: record.values.count)
    for position in hidden {
      visible.values[position] = .nan
      wanted[position] = true
    }
    var isCommon = hidden.map { record.values[$0].isFinite }
    let fills = candidates.map { candidate in
      let filled = candidate.fill(visible, climatology: climatology, wanted: wanted, jobs: jobs).stack.values
      let values = hidden.map { filled[$0] }
      for index in values.indices where !values[index].isFinite { isCommon[index] = false }
      return values
    }
    let common = isCommon.count { $0 }
    guard common > 0 else { return nil }
    let scores = zip(candidates, fills).map { candidate, values in
      var sum = 0.0
      for index in hidden.indices where isCommon[index] {
        let error = Double(values[index]) - Double(record.values[hidden[index]])
        sum += error * error
      }
      return (candidate, (sum / Double(common)).squareRoot(), values.count { $0.isFinite })
    }
    guard let best = scores.min(by: { $0.1 < $1.1 }) else { return nil }
    return Outcome(best: best.0, scores: scores, common: common)
  }

  /// The candidates of monthly averaging: a month's own mean from 1, 2, 4 or 8 days.
  public static var monthly: [MonthlyAveraging] { [1, 2, 4, 8].map { MonthlyAveraging(leastDays: $0) } }

  /// Linear and nearest interpolation.
  ///
  /// The longest gap is the method's, not tuned: it decides what is filled.
  public static var temporal: [TemporalInterpolation] {
    [TemporalInterpolation(.linear), TemporalInterpolation(.nearest)]
  }

  /// An anomaly's memory of 0.3…0.98 a day.
  public static var damped: [DampedAnomaly] {
    [0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98].map { DampedAnomaly(memory: $0) }
  }

  /// Powers of 1, 2 and 3 within 5 cells, values and anomalies.
  public static var inverseDistance: [InverseDistance] {
    [false, true].flatMap { anomalies in
      [1.0, 2, 3].map { InverseDistance(power: $0, onAnomalies: anomalies) }
    }
  }

  /// DCT-PLS on anomalies and on values: s fixed from 0.1 to 10, or by cross-validation with and without robust
  /// weights, or pure gap filling; the time axis × 0.15, 0.3 and 1.
  public static var smooth: [SmoothFilling] {
    var candidates: [SmoothFilling] = []
    for onAnomalies in [true, false] {
      for weight in [0.15, 0.3, 1] {
        var smoother = DCTPLS()
        smoother.axisWeights.layers = weight
        for robustness in [DCTPLS.Robustness.none, .cauchy] {
          smoother.robustness = robustness
          smoother.smoothing = .crossValidated
          candidates.append(SmoothFilling(smoother, onAnomalies: onAnomalies))
        }
        smoother.robustness = .none
        for s in [0.1, 0.3, 1, 3, 10] {
          smoother.smoothing = .fixed(s)
          candidates.append(SmoothFilling(smoother, onAnomalies: onAnomalies))
        }
        candidates.append(SmoothFilling(smoother, .pure(DCTPLS.PureFilling()), onAnomalies: onAnomalies))
      }
    }
    return candidates
  }
}
