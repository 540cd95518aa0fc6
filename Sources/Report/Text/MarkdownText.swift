/// Text from data made harmless for Markdown and HTML: it prints as it was spelled and nothing else happens.
enum MarkdownText {
  /// Every character with a meaning in CommonMark, GitHub's tables, mathematics or pandoc's citations.
  private static let marked: Set<Unicode.Scalar> = [
    "\\", "`", "*", "_", "{", "}", "[", "]", "#", "|", "~", "^", "$", "@", "!",
  ]

  /// The text for a table cell, a list item or a sentence: one line, no markup, no HTML, no link.
  static func escape(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isStart = true
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case ":": result.append(contentsOf: "&#58;".unicodeScalars)  // no automatic links
      case _ where PlainText.isControl(scalar): result.append("\u{FFFD}")
      case _ where marked.contains(scalar):
        result.append("\\")
        result.append(scalar)
      case _ where isStart && (scalar == "-" || scalar == "+" || scalar == "="),
        _ where scalar == "." && isListNumber(result):
        result.append("\\")
        result.append(scalar)
      default: result.append(scalar)
      }
      isStart = false
    }
    return String(result).replacing("www.", with: "www&#46;")
  }

  /// Whether what precedes a dot would make it an ordered list's.
  private static func isListNumber(_ scalars: String.UnicodeScalarView) -> Bool {
    !scalars.isEmpty && scalars.count < 10 && scalars.allSatisfy { ("0"..."9").contains($0) }
  }
}

/// Characters that must not reach a terminal, a line-based file or a figure as they are.
enum PlainText {
  /// Whether a scalar breaks lines, turns the direction of writing or is a control character.
  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE...0xFFFF:
      true
    default: false
    }
  }

  /// The text on one line, each control character replaced.
  static func line(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "\u{FFFD}" : $0 }))
  }
}
