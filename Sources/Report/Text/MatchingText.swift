internal import Files
internal import Lab

/// How samples were paired, in words.
enum MatchingText {
  /// The matching rule as a sentence without its full stop; plain text.
  static func matchingSentence(_ experiment: Experiment) -> String {
    "the station sample nearest to each product time, at most \(duration(experiment.matching.window)) away (ends "
      + "included; of two equally near the later)"
  }

  private static func duration(_ microseconds: Int64) -> String {
    let minutes = Double(microseconds) / 60e6
    if minutes < 60 || minutes.truncatingRemainder(dividingBy: 60) != 0 {
      return CSVRow.format(minutes) + " min"
    }
    return CSVRow.format(minutes / 60) + " h"
  }
}
