public import Files
internal import Foundation
internal import Grids
internal import Stations

/// The page of a nature run: its land, weather, orbits and truth in figures.
///
/// It reads the run's folder as anybody could: netCDF files, the station archive. Parts that a folder lacks are left out.
public enum NatureRunPage {
  /// Draws the figures and writes the page.
  /// - Parameters:
  ///   - natureRun: the nature run's folder.
  ///   - folder: where `report.md` and `figures/` are written; made where it is not there.
  ///   - jobs: how many threads read products and how many figures are drawn at a time.
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
    var parts = ["# A nature run\n\nA synthetic land with known soil moisture, seen by simulated satellites and stations.\n"]
    progress("land")
    parts += try await desk.land()
    progress("rain")
    parts += try await desk.rain()
    progress("orbits and coverage")
    parts += try await desk.orbits()
    progress("physics")
    parts += try await desk.physics()
    try AtomicFile.write(parts.joined(separator: "\n"), to: folder + "/report.md")
    return ""
  }
}

/// What the parts of the page share: where the run is, where figures go, how they are told of.
struct NatureRunDesk {
  let run: String
  let figures: String
  let jobs: Int

  /// A sheet of maps as it stands in the page; nothing where there is nothing to draw.
  nonisolated(nonsending) func draw(
    _ sheet: MapSheet, as name: String, caption: String
  ) async throws(Failure) -> [String] {
    guard let words = try await sheet.draw(as: name, caption: caption, in: figures) else { return [] }
    return [embed(name, words)]
  }

  /// A figure as it stands in the page.
  nonisolated(nonsending) func draw(_ figure: Figure) async throws(Failure) -> [String] {
    try await FigureSet.produce(figure, folder: figures, formats: [.svg, .png])
    return [embed(figure.name, figure.caption)]
  }

  private func embed(_ name: String, _ caption: String) -> String {
    "![\(name)](figures/\(name).png)\n\n*\(caption)*\n"
  }

  /// The places of the run's stations, each once.
  func stations() throws(Failure) -> [MapPoint] {
    let path = run + "/stations/ismn"
    guard Paths.isFolder(path) else { return [] }
    var points: [MapPoint] = []
    for sensor in try StationArchive.open(path).sensors {
      let point = MapPoint(latitude: sensor.latitude, longitude: sensor.longitude)
      if point.latitude.isFinite, point.longitude.isFinite, !points.contains(point) { points.append(point) }
    }
    return points
  }

  /// A file of `ancillary/`; nil where it is not there.
  func ancillary(_ name: String) throws(Failure) -> GridFile? {
    let path = run + "/ancillary/" + name
    return Paths.exists(path) ? try GridFile(path) : nil
  }

  /// The Köppen–Geiger class of each cell of another grid, by the fine cell at its centre; 0 where there is none.
  func koppen(latitudes: [Double], longitudes: [Double]) throws(Failure) -> [Int]? {
    guard let climate = try ancillary("climate_0.05.nc") else { return nil }
    let classes = try climate.values("koppen")
    let rows = latitudes.map { GridFile.nearest($0, in: climate.latitudes) }
    let columns = longitudes.map { GridFile.nearest($0, in: climate.longitudes) }
    return rows.flatMap { row in
      columns.map { column in
        let value = classes[row * climate.longitudes.count + column]
        return value.isNaN ? 0 : Int(value)
      }
    }
  }
}
