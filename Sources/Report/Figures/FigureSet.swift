internal import Files

/// Lays figures out, writes their scripts and data, and has them drawn.
enum FigureSet {
  /// Writes and draws figures one after another: while gnuplots work, the next figure is laid out.
  /// - Parameters:
  ///   - jobs: how many gnuplots may run at a time.
  ///   - formats: what is drawn; nothing where empty.
  /// - Returns: one outcome an entry, in order, whatever order they were finished in.
  /// - Throws: `Failure` (data) where pairs cannot be read or scripts and data cannot be written; a figure that
  ///   gnuplot cannot draw is an outcome, not a failure.
  nonisolated(nonsending) static func write(
    _ entries: [FigureEntry], desk: FigureDesk, folder: String, jobs: Int, formats: [FigureFormat]
  ) async throws(Failure) -> [FigureOutcome] {
    let result = await withTaskGroup(
      of: (Int, FigureOutcome.Status).self, returning: Result<[FigureOutcome], Failure>.self
    ) { group in
      var outcomes: [FigureOutcome] = []
      var running = 0
      do throws(Failure) {
        for entry in entries {
          guard let figure = try entry.make(FigureEntry.Request(name: entry.name, desk: desk)) else {
            outcomes.append(FigureOutcome(name: entry.name, caption: "", status: .noData(entry.reason)))
            continue
          }
          try write(figure, folder: folder)
          outcomes.append(
            FigureOutcome(name: figure.name, caption: figure.caption, status: .notDrawn("not asked for")))
          guard !formats.isEmpty else { continue }
          if running >= max(1, jobs), let (index, status) = await group.next() {
            outcomes[index].status = status
            running -= 1
          }
          let (index, name) = (outcomes.count - 1, figure.name)
          group.addTask { (index, await draw(name: name, folder: folder, formats: formats)) }
          running += 1
        }
      } catch {
        return .failure(error)
      }
      for await (index, status) in group { outcomes[index].status = status }
      return .success(outcomes)
    }
    return try result.get()
  }

  /// Writes a figure's script and data.
  /// - Throws: `Failure` (data).
  static func write(_ figure: Figure, folder: String) throws(Failure) {
    try AtomicFile.write(figure.data, to: "\(folder)/\(figure.name).dat")
    try AtomicFile.write(figure.script, to: "\(folder)/\(figure.name).gp")
  }

  /// Draws a figure whose script and data are written.
  static func draw(name: String, folder: String, formats: [FigureFormat]) async -> FigureOutcome.Status {
    do throws(Gnuplot.Trouble) {
      try await Gnuplot.draw(name: name, folder: folder, formats: formats)
      return .drawn
    } catch {
      switch error {
      case .missing: return .notDrawn("gnuplot is not installed (Debian: apt-get install gnuplot-nox)")
      case .failed(let message): return .notDrawn("gnuplot failed: \(message)")
      }
    }
  }
}
