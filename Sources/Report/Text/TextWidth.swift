/// How wide text is in a figure, so that labels can be laid out before gnuplot draws them.
enum TextWidth {
  /// Helvetica's advance widths of U+0020…U+007E in thousandths of the font size (Adobe font metrics; Arial and
  /// Liberation Sans share them).
  private static let ascii: [Double] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556,
    556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500,
    667,
    556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333,
    556,
    556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500,
    722,
    500, 500, 500, 334, 260, 334, 584,
  ]

  /// The width of a line of text in the unit of the font size.
  static func of(_ text: String, fontSize: Double) -> Double {
    var width = 0.0
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x20...0x7E: width += ascii[Int(scalar.value) - 0x20]
      case 0x300...0x36F: break
      case 0x2026, 0x2014, 0x2E80...0xFFFF, 0x1F000...0x3FFFF: width += 1000
      default: width += 640
      }
    }
    return width / 1000 * fontSize
  }

  /// The text, cut and ended by `…` where it would be wider than `limit`.
  static func fitted(_ text: String, fontSize: Double, limit: Double) -> String {
    if of(text, fontSize: fontSize) <= limit { return text }
    var kept = text
    while !kept.isEmpty, of(kept + "…", fontSize: fontSize) > limit { kept.removeLast() }
    return kept + "…"
  }
}
