/// Places of inputs as a report may name them: enough to find them, nothing that differs between machines.
enum ReportPath {
  /// The path from the archive on for a zip member, its last three parts otherwise.
  static func short(_ path: String) -> String {
    let parts = path.split(separator: "/").map(String.init)
    if let archive = parts.dropLast().lastIndex(where: { $0.lowercased().hasSuffix(".zip") }) {
      return parts[archive...].joined(separator: "/")
    }
    return parts.suffix(3).joined(separator: "/")
  }

  /// The last part of a path or pattern.
  static func last(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
