/// A name as a person writes it, and the three ways archives spell it.
struct ArchiveName: Sendable, Hashable {
  var plain: String

  init(_ plain: String) { self.plain = plain }

  /// In folders: blanks removed.
  var folder: String { plain.filter { $0 != " " } }
  /// In file names, whose parts are joined by underscores: those become hyphens.
  var file: String { String(folder.map { $0 == "_" ? "-" : $0 }) }
  /// Inside files, whose columns are split at blanks: those become underscores.
  var inside: String { String(plain.map { $0 == " " ? "_" : $0 }) }
}
