internal import Grids
internal import Lab
internal import Stations
internal import Statistics

/// The sentences every caption ends with, so that a figure can be read without its report; Markdown.
enum CaptionText {
  /// Where, when and how: sensors and networks, period, matching, rescaling.
  static func setting(of run: RunResult) -> String {
    let networks = Set(run.sensors.map(\.network)).sorted()
    let ground = GroundText(run.experiment)
    let unit = ground(run.experiment.stations.unit.rawValue)
    let count = run.sensors.count
    var text = ground.name.map { "Reference " + MarkdownText.escape($0) } ?? "In situ"
    text += ": \(FixedNumber.count(count)) \(unit)\(count == 1 ? "" : "s")"
    if ground.name != nil {
      text += " in \(networks.count) block\(networks.count == 1 ? "" : "s")"
    } else if !networks.isEmpty {
      text +=
        networks.count <= 4
        ? " of " + networks.map(MarkdownText.escape).joined(separator: ", ")
        : " of \(networks.count) networks"
    }
    let depth = run.experiment.stations.selection.depth
    text +=
      ", \(FixedNumber.text(depth.lowerBound, decimals: 2))–\(FixedNumber.text(depth.upperBound, decimals: 2)) m"
    if let period = run.experiment.period {
      text += "; \(UTC.dateText(period.start)) to \(UTC.dateText(period.end - 1))"
    }
    text += ". Pairs: " + MarkdownText.escape(MatchingText.matchingSentence(run.experiment))
    if run.shownScaling.rawValue != "none" { text += "; product rescaled (\(run.shownScaling.rawValue))" }
    return text + "."
  }

  /// The products' names with the letters of their panels, `(a) ERA5-Land, (b) SMAP`; a single panel needs none.
  static func letters(_ names: [String]) -> [String] {
    guard names.count > 1 else { return names }
    return names.enumerated().map { position, name in
      let letter =
        position < 26 ? String(UnicodeScalar(UInt8(97 + position))) : String(position + 1)
      return "(\(letter)) \(name)"
    }
  }
}
