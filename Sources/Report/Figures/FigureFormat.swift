/// What pictures a figure is drawn as.
public enum FigureFormat: String, CaseIterable, Sendable {
  /// Scalable, for the web and the report.
  case svg
  /// 300 dots an inch.
  case png
  /// Scalable with its fonts embedded, for a manuscript.
  case pdf

  /// What a run draws unless told otherwise; the scripts draw all three.
  public static let standard: [FigureFormat] = [.svg, .png]
}
