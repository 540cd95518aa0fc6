import Files
import Grids

extension NatureRunSettings {
  /// The settings with nothing left to a default, as `init(reading:)` reads them.
  public var yaml: String {
    var lines = [
      "region: {west: \(grid.west), east: \(grid.east), south: \(grid.south), north: \(grid.north)}",
      "start: \(NatureRunSettings.text(day: start))",
      "days: \(days)",
      "seed: \(seed)",
      "spin-up-days: \(spinUpDays)",
    ]
    lines.append("window: \(windowYAML)")
    if sensors.isEmpty {
      lines.append("sensors: {}")
    } else {
      lines.append("sensors:")
      for period in sensors {
        let (first, last) = (period.start, period.end - UTC.day)
        lines.append(
          "  \(YAMLNode.quoted(period.sensor)): {from: \(NatureRunSettings.text(day: first)), to: \(NatureRunSettings.text(day: last))}"
        )
      }
    }
    lines.append("products:")
    lines.append("  omit: [\(omittedStacks.joined(separator: ", "))]")
    lines.append("  smap-l4-fields: \(analysesPerDay)")
    let camera = cameraSpan.map {
      "{from: \(NatureRunSettings.text(day: $0.lowerBound)), to: \(NatureRunSettings.text(day: $0.upperBound - UTC.day))}"
    }
    // A summer that a short run does not reach is the preset's, not a wish; read back it is the same.
    if cameraSpan?.overlaps(start..<end) ?? true { lines.append("  modis-aqua: \(camera ?? "all")") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The value of `window:`.
  private var windowYAML: String {
    guard let window, let span = try? windowSpan(), !span.days.isEmpty else { return "none" }
    var parts: [String] = []
    if let west = window.west, let north = window.north { parts = ["west: \(west)", "north: \(north)"] }
    parts.append("from: \(NatureRunSettings.text(day: window.start ?? start))")
    parts.append("to: \(NatureRunSettings.text(day: (window.end ?? end) - UTC.day))")
    return "{\(parts.joined(separator: ", "))}"
  }

  /// `2015-01-01` and its kind for the day that holds an instant.
  static func text(day instant: Int64) -> String {
    let digits = DayText.digits(UTC.startOfDay(instant) / UTC.day)
    return digits.prefix(4) + "-" + digits.dropFirst(4).prefix(2) + "-" + digits.suffix(2)
  }
}
