public import Files
internal import Foundation

/// The page of a nature run: its land, weather, orbits and truth in figures.
///
/// It reads the run's folder as anybody could: netCDF files, the station archive. Every number in its text is computed from
/// these files; parts that a folder lacks are left out.
public enum NatureRunPage {
  /// Draws the figures and writes the page.
  /// - Parameters:
  ///   - natureRun: the nature run's folder.
  ///   - folder: where `report.md` and `figures/` are written; made where it is not there.
  ///   - jobs: how many threads read products and how many figures are drawn at a time; the bytes do not depend on it.
  ///   - progress: called with what is being done.
  /// - Returns: what the page says in short, for a page that stands above it: Markdown without heading, links and images.
  /// - Throws: `Failure` (data) where a file of the run cannot be read, something cannot be written, or gnuplot cannot draw.
  @discardableResult
  public nonisolated(nonsending) static func write(
    natureRun: String, into folder: String, jobs: Int, progress: (_ what: String) -> Void = { _ in }
  ) async throws(Failure) -> String {
    let figures = folder + "/figures"
    do {
      try FileManager.default.createDirectory(atPath: figures, withIntermediateDirectories: true)
    } catch {
      throw Failure(.data, "the folder cannot be made", path: figures)
    }
    let desk = NatureRunDesk(run: natureRun, figures: figures, jobs: jobs)
    var text =
      "# A nature run\n\nA synthetic land of known soil moisture and what simulated satellites and stations "
    text += "see of it. It says nothing about any place on Earth.\n"
    var parts = [text]
    progress("Land")
    parts += try desk.land()
    progress("Rain")
    parts += try desk.rain()
    progress("Orbits")
    parts += try desk.orbits()
    progress("Physics")
    parts += try desk.physics()
    progress("Figures")
    try await FigureSet.draw(desk.names, folder: figures, jobs: jobs, formats: [.png])
    try AtomicFile.write(parts.joined(separator: "\n"), to: folder + "/report.md")
    return desk.summary.joined(separator: " ")
  }
}
