internal import Grids
internal import Lab

/// Facts of an experiment as captions and sentences tell them; plain text.
enum RunText {
  /// The period, both days included.
  static func period(_ experiment: Experiment) -> String {
    guard let period = experiment.period else { return "all common times" }
    return "\(UTC.dateText(period.start)) to \(UTC.dateText(period.end - UTC.day))"
  }
}
