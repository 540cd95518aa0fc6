/// Text from data made harmless for LaTeX: it prints as it was spelled, and no command in it is carried out.
enum LaTeXText {
  /// The text for a table cell, a caption or a sentence.
  ///
  /// - Parameter isNumber: whether a hyphen is a minus.
  static func escape(_ text: String, isNumber: Bool = false) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      result += spelling[scalar] ?? (scalar == "-" && isNumber ? "$-$" : plain(scalar))
    }
    return result
  }

  private static func plain(_ scalar: Unicode.Scalar) -> String {
    PlainText.isControl(scalar) ? "?" : String(Character(scalar))
  }

  /// What each character with a meaning is written as; brackets and stars also mean something after `\\`.
  private static let spelling: [Unicode.Scalar: String] = [
    "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#", "%": "\\%",
    "_": "\\_", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "<": "\\textless{}",
    ">": "\\textgreater{}", "|": "\\textbar{}", "`": "\\textasciigrave{}", "\"": "\\symbol{34}",
    "[": "{[}", "]": "{]}", "*": "{*}", "²": "\\textsuperscript{2}", "³": "\\textsuperscript{3}",
    "⁶": "\\textsuperscript{6}", "⁻": "\\textsuperscript{-}", "—": "---", "–": "--", "−": "$-$",
    "×": "$\\times$", "≥": "$\\geq$", "≤": "$\\leq$", "±": "$\\pm$", "√": "$\\surd$", "°": "\\textdegree{}",
    "σ": "$\\sigma$", "ρ": "$\\rho$", "τ": "$\\tau$", "Δ": "$\\Delta$", "→": "$\\rightarrow$",
    "\u{202F}": "\\,", "\u{A0}": "~", "’": "'", "“": "``", "”": "''", "…": "\\ldots{}",
  ]
}
