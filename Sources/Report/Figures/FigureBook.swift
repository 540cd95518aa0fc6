public import Files
public import Lab

/// The figures of a finished run, to be listed and drawn one by one.
public struct FigureBook {
  /// A line of the list.
  public struct Line: Hashable, Sendable {
    /// The name to ask for; a family's ends in `-1…9`.
    public var name: String
    /// What it shows, one line of plain text.
    public var sentence: String
    /// Whether a run's report has it.
    public var isStandard: Bool
    /// Why this run has no such figure; `nil` where it has.
    public var missing: String?
  }

  private let desk: FigureDesk
  private let catalogue: FigureCatalogue

  /// The figures of a run.
  /// - Parameters:
  ///   - pairs: the run's pairs; without them only figures of the tables are there.
  ///   - rain: the rain at its stations; without it time series have no rain.
  public init(run: RunResult, pairs: RunPairs?, rain: RunRain? = nil) {
    desk = FigureDesk(run: run, pairs: pairs, rain: rain)
    catalogue = FigureCatalogue(run)
  }

  /// All figures, each laid out to know whether the run has the data; of a family the first one.
  /// - Throws: `Failure` (data) where the pairs cannot be read.
  public func list() throws(Failure) -> [Line] {
    var lines: [Line] = []
    for entry in catalogue.entries {
      let name = entry.family.map { "\(entry.name)-1" + ($0 > 1 ? "…\($0)" : "") } ?? entry.name
      let figure =
        entry.family == 0
        ? nil : try entry.make(FigureEntry.Request(name: entry.name, desk: desk))
      // Of a family the first may lack data where others have it.
      let isMissing = figure == nil && (entry.family ?? 1) <= 1
      lines.append(
        Line(
          name: name, sentence: entry.sentence, isStandard: entry.isStandard,
          missing: isMissing ? entry.reason : nil))
    }
    return lines
  }

  /// Writes a figure's script and data into a folder and draws it.
  /// - Parameters:
  ///   - id: its name in the list; of a family with the number.
  ///   - name: the files' name without an ending: ASCII letters, digits, `.`, `_` and hyphens.
  ///   - folder: an existing folder.
  /// - Throws: `Failure` (usage) where there is no such figure or the name has other characters; `Failure` (data)
  ///   where the run has no data for it, something cannot be read or written, or gnuplot cannot draw it.
  public nonisolated(nonsending) func draw(
    _ id: String, as name: String, in folder: String, formats: [FigureFormat]
  ) async throws(Failure) {
    let isPlain = name.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || [0x2D, 0x2E, 0x5F].contains(byte)
    }
    guard isPlain, !name.isEmpty, !name.hasPrefix("-"), !name.hasPrefix(".") else {
      throw Failure(
        .usage, "a figure's file name may hold letters, digits, '.', '_' and '-' only", path: name)
    }
    for entry in catalogue.entries {
      guard let number = entry.number(of: id) else { continue }
      guard let figure = try entry.make(FigureEntry.Request(name: name, number: number, desk: desk)) else {
        throw Failure(.data, "the run has no figure '\(id)': \(entry.reason)")
      }
      try FigureSet.write(figure, folder: folder)
      let status = await FigureSet.draw(name: name, folder: folder, formats: formats)
      if case .notDrawn(let reason) = status {
        throw Failure(.data, reason, path: "\(folder)/\(name).gp")
      }
      return
    }
    throw Failure(
      .usage, "there is no figure '\(id)'", advice: "`lab figure --list RUN` names them all")
  }
}
