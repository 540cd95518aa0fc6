import Files
import Grids

/// Decides sample by sample what is kept and why the rest is not: the same rules for series and for stacks.
///
/// A missing or infinite number comes first, then the flags in the order of the description, the valid range, the
/// physical range, the porosity, and the time stamp.
struct SampleJudge: Sendable {
  /// What the numbers mean.
  var conversion: Conversion

  /// The unpacked numbers of a row of samples, all columns of one length.
  struct Samples {
    /// A flag's values with its rule.
    struct Flag {
      var rule: FlagRule
      /// The variable's name in reasons.
      var name: String
      var values: [Double]
      var states: [Unpacking.State]
    }

    var values: [Double]
    var states: [Unpacking.State]
    var flags: [Flag] = []
    var times: SampleTimes
    /// The porosity at each sample's place, NaN where there is none; nil where none is needed.
    var porosity: [Double]?
  }

  /// What became of the samples.
  struct Outcome {
    /// The values in the product's quantity; meaningless where the verdict is not `kept`, but for those
    /// outside the physical range.
    var values: [Double]
    var verdicts: [UInt16]
    var reasons = ReasonTable()
  }

  /// Judges all samples.
  /// - Throws: `Failure` (internal fault) where the columns differ in length.
  func judge(_ samples: Samples, path: String) throws(Failure) -> Outcome {
    let count = samples.values.count
    guard samples.times.instants.count == count, samples.flags.allSatisfy({ $0.values.count == count }),
      samples.porosity.map({ $0.count == count }) ?? true
    else { throw Failure(.internalFault, "columns of one location differ in length", path: path) }
    var outcome = Outcome(values: samples.values, verdicts: [UInt16](repeating: 0, count: count))
    for index in 0..<count {
      switch samples.states[index] {
      case .fill: outcome.verdicts[index] = Verdict.fill
      case .notFinite: outcome.verdicts[index] = Verdict.notFinite
      case .valid, .outsideValidRange: break
      }
    }
    for flag in samples.flags { judge(flag, &outcome) }
    for index in 0..<count where outcome.verdicts[index] == Verdict.kept {
      if samples.states[index] == .outsideValidRange {
        outcome.verdicts[index] = Verdict.outsideValidRange
        continue
      }
      let value = conversion.value(samples.values[index])
      outcome.values[index] = value
      guard conversion.range.contains(value) else {
        outcome.verdicts[index] = Verdict.outsidePhysicalRange
        continue
      }
      if let porosity = samples.porosity {
        if porosity[index].isNaN { outcome.verdicts[index] = Verdict.withoutPorosity }
        outcome.values[index] = value * porosity[index]
      }
      guard outcome.verdicts[index] == Verdict.kept else { continue }
      switch samples.times.states[index] {
      case .valid: break
      case .missing: outcome.verdicts[index] = Verdict.withoutTime
      case .noSuchDate: outcome.verdicts[index] = Verdict.withoutDate
      }
    }
    return outcome
  }

  /// Whether a value passed the physical range: it counts as inside for the hints of `RangeWatch`.
  static func isInside(_ verdict: UInt16) -> Bool {
    verdict == Verdict.kept || verdict == Verdict.withoutPorosity || verdict == Verdict.withoutTime
      || verdict == Verdict.withoutDate
  }

  /// Gives a verdict on the samples that one rule leaves out.
  private func judge(_ flag: Samples.Flag, _ outcome: inout Outcome) {
    // Flags come in runs of one value, so that value's verdict is kept at hand.
    var run = (value: Double.nan, verdict: Verdict.kept)
    var missing: UInt16?
    for index in flag.values.indices where outcome.verdicts[index] == Verdict.kept {
      if flag.states[index] == .fill || flag.states[index] == .notFinite {
        let verdict = missing ?? outcome.reasons.number(ReasonTable.Reason(name: flag.name, value: nil))
        missing = verdict
        outcome.verdicts[index] = verdict
        continue
      }
      let value = flag.values[index]
      if value != run.value {
        let keeps = flag.rule.keeps(value)
        run = (
          value,
          keeps ? Verdict.kept : outcome.reasons.number(ReasonTable.Reason(name: flag.name, value: value))
        )
      }
      outcome.verdicts[index] = run.verdict
    }
  }
}
