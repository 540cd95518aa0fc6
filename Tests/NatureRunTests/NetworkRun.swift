import Files
import Foundation
import Grids
import Stations

@testable import NatureRun

/// A small world with its networks, run and written, for the tests that look at the archive.
struct NetworkRun {
  let folder: URL
  let networks: Networks
  let land: Land
  let settings: NatureRunSettings
  let hours: [[PointColumn.Hour]]

  /// Keeps what the writer was shown.
  final class Keeper: WorldObserver {
    var hours: [[PointColumn.Hour]] = []
    func observe(_ state: LandState) throws(Failure) {}
    func observe(points: [[PointColumn.Hour]]) throws(Failure) {
      if hours.isEmpty {
        hours = points
      } else {
        for index in points.indices { hours[index] += points[index] }
      }
    }
    func finish() throws(Failure) {}
  }

  /// Runs a degree square for some days; the folder is the caller's to remove.
  init(days: Int, seed: UInt64 = 1, jobs: Int = 2, model: MeasurementModel = MeasurementModel()) throws {
    folder = try MadeUpLand.scratch()
    var settings = try WorldTests.settings(days: days, seed: seed)
    settings.spinUpDays = 1
    var world = World(settings: settings)
    let networks = Networks(land: world.land, settings: settings, model: model)
    world.points = networks.columns
    let keeper = Keeper()
    let writer = NetworkWriter(
      folder: folder.path, networks: networks, land: world.land, settings: settings, jobs: jobs)
    land = world.land
    try world.run(jobs: jobs, observers: [writer, keeper])
    self.networks = networks
    self.settings = settings
    hours = keeper.hours
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// The bytes of all files by relative path.
  func files() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where name.contains(".") {
      files[name] = try Data(contentsOf: folder.appending(path: name))
    }
    return files
  }

  func archive() throws -> StationArchive {
    try StationArchive.open(folder.appending(path: "ismn").path)
  }
}
