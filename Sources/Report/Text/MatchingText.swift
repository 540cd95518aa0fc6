internal import Lab

/// How samples were paired, in words.
enum MatchingText {
  /// The matching rule as a sentence without its full stop; plain text.
  static func matchingSentence(_ experiment: Experiment) -> String {
    GroundText(experiment).ofSamples(experiment.matching.sentence)
  }
}
