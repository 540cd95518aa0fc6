internal import Files

extension FigureSet {
  /// Writes a figure and draws it.
  /// - Throws: `Failure` (data) where it cannot be written or drawn.
  nonisolated(nonsending) static func produce(
    _ figure: Figure, folder: String, formats: [FigureFormat]
  ) async throws(Failure) {
    try write(figure, folder: folder)
    try await draw([figure.name], folder: folder, jobs: 1, formats: formats)
  }

  /// Draws figures whose scripts and data are written, some at a time.
  /// - Throws: `Failure` (data) for the first, in order, that cannot be drawn.
  nonisolated(nonsending) static func draw(
    _ names: [String], folder: String, jobs: Int, formats: [FigureFormat]
  ) async throws(Failure) {
    let reasons = await withTaskGroup(of: (Int, String?).self, returning: [Int: String].self) { group in
      var reasons: [Int: String] = [:]
      for (index, name) in names.enumerated() {
        if index >= max(1, jobs), let (done, reason) = await group.next() { reasons[done] = reason }
        group.addTask {
          if case .notDrawn(let reason) = await draw(name: name, folder: folder, formats: formats) {
            return (index, reason)
          }
          return (index, nil)
        }
      }
      for await (done, reason) in group { reasons[done] = reason }
      return reasons
    }
    if let first = reasons.min(by: { $0.key < $1.key }) {
      throw Failure(.data, first.value, path: "\(folder)/\(names[first.key]).gp")
    }
  }
}
