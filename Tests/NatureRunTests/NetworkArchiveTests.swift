import Files
import Foundation
import Grids
import Stations
import Testing

@testable import NatureRun

@Suite("The networks' files")
struct NetworkArchiveTests {
  @Test("Our readers find every sensor, place, class and sample")
  func reading() throws {
    let run = try NetworkRun(days: 12)
    defer { run.remove() }
    let archive = try run.archive()
    #expect(archive.problems.isEmpty && archive.skipped.isEmpty)
    let sites = run.networks.sites.filter { $0.style != nil }
    let expected = sites.reduce(0) { sum, site in
      sum + (site.style?.equipment.filter { site.number % $0.every == 0 }.count ?? 0)
    }
    #expect(archive.sensors.count == expected)
    var samples = 0
    for sensor in archive.sensors {
      let site = try #require(
        sites.first { $0.network.file == sensor.network && $0.station.file == sensor.station })
      #expect(abs(sensor.latitude - site.latitude) < 1e-5 && abs(sensor.longitude - site.longitude) < 1e-5)
      #expect(abs((sensor.elevation ?? 0) - site.elevation) < 0.051)
      let cell = try #require(run.land.grid.cell(latitude: sensor.latitude, longitude: sensor.longitude))
      #expect(cell.row * run.land.grid.columns + cell.column == site.cell)
      let metadata = archive.metadata(of: sensor)
      // Shorter than a year: the land's normals.
      #expect(metadata.koppen2007 == run.land.koppen[site.cell].rawValue)
      #expect(metadata.landCover.count == 3)
      // Two metres above the ground there is no soil.
      #expect((metadata.soilTexture == nil) == (sensor.depthFrom < 0))
      if sensor.depthFrom >= 0 {
        #expect(abs((metadata.sand ?? 0) - 100 * Double(run.land.sand[site.cell])) < 0.0051)
      }
      let record = try archive.record(of: sensor)
      #expect(record.skipped == nil && record.problems.isEmpty && record.count == record.rowsRead)
      #expect(record.times.allSatisfy { $0 % UTC.hour == 0 })
      #expect((record.times.first ?? run.settings.end) > run.settings.start)
      #expect((record.times.last ?? 0) <= run.settings.end)
      samples += record.count
    }
    // Late starts, early ends and outages aside, nearly every hour is there.
    #expect(Double(samples) > 0.7 * Double(expected * 12 * 24))
  }

  @Test("Without errors the archive is the column, digit by digit")
  func noiseFree() throws {
    let run = try NetworkRun(days: 4, model: .noiseFree)
    defer { run.remove() }
    let archive = try run.archive()
    var compared: Set<String> = []
    for sensor in archive.sensors where sensor.depthTo <= 0.1 {
      let index = try #require(
        run.networks.sites.firstIndex {
          $0.network.file == sensor.network && $0.station.file == sensor.station
        })
      let style = try #require(run.networks.sites[index].style)
      let record = try archive.record(of: sensor)
      #expect(record.count == 96)
      for (at, hour) in run.hours[index].enumerated() where at < record.count {
        #expect(record.times[at] == hour.time)
        let (upper, lower) = (hour.surface, hour.shallow)
        var (wanted, step) = (0.0, 0.1)
        switch sensor.variable {
        case "sm":
          step = style.resolution
          switch (sensor.depthFrom, sensor.depthTo) {
          case (0, 0.05): wanted = upper
          // The lower half of a probe at 10 cm lies around 11.25 cm, between the layers' middles at 7.5 and 55 cm.
          case (0.1, 0.1): wanted = lower + (hour.root - lower) * 3.75 / 47.5 / 2
          default: wanted = (upper + lower) / 2
          }
        case "ts":
          wanted =
            sensor.depthTo == 0.05 && sensor.depthFrom == 0
            ? hour.surfaceTemperature - 273.15
            : (hour.surfaceTemperature + hour.shallowTemperature) / 2 - 273.15
        case "ta": wanted = hour.airTemperature - 273.15
        default: continue
        }
        // Half a written step and half a step of the log.
        let slack = sensor.variable == "sm" ? 0.5e-4 : 0.005
        #expect(abs(record.values[at] - wanted) <= step / 2 + slack + 1e-9, "\(sensor.path) \(at)")
        compared.insert("\(sensor.variable) \(sensor.depthFrom) \(sensor.depthTo)")
      }
      if sensor.variable == "p" {
        let fallen = run.hours[index].reduce(0) { $0 + $1.precipitation }
        // Less than a tip stays in the bucket; the log has hundredths.
        #expect(abs(record.values.reduce(0, +) - fallen) < 0.1 + 96 * 0.005)
      }
    }
    #expect(compared.count >= 5)
  }

  @Test("Relative humidity reads back as moisture by volume, at midnight UTC")
  func humidity() throws {
    let run = try NetworkRun(days: 12, model: .noiseFree)
    defer { run.remove() }
    let archive = try StationArchive.open(run.folder.appending(path: "cmn/stations.csv").path)
    #expect(archive.problems.isEmpty)
    #expect(!archive.sensors.isEmpty)
    var samples = 0
    for sensor in archive.sensors {
      let index = try #require(
        run.networks.sites.firstIndex { $0.style == nil && $0.station.plain == sensor.station })
      let record = try archive.record(of: sensor)
      for (time, value) in zip(record.times, record.values) {
        let hour = try #require(run.hours[index].first { $0.time == time })
        #expect(time % UTC.day == 0)
        // Half of 0.1 % of field capacity, and of the log's step.
        #expect(abs(value - (hour.surface + hour.shallow) / 2) < 0.0005 * 0.45 + 1e-4)
        samples += 1
      }
    }
    #expect(samples > 8 * archive.sensors.count / 2)
  }

  @Test("The same seed gives the same bytes for any jobs; another seed other stations")
  func determinism() throws {
    let (first, second, other) = (
      try NetworkRun(days: 2, jobs: 1), try NetworkRun(days: 2, jobs: 4), try NetworkRun(days: 2, seed: 2)
    )
    defer { for run in [first, second, other] { run.remove() } }
    let files = try first.files()
    let again = try second.files()
    #expect(files == again && files.count > 20)
    #expect(!files.keys.contains { $0.hasSuffix(".partial") })
    let others = try other.files()
    let series = files.filter { $0.key.hasSuffix(".stm") }
    for (name, bytes) in series { #expect(others[name] != bytes, "\(name)") }
  }

  @Test("A folder that cannot be made is a failure")
  func failure() throws {
    let settings = try WorldTests.settings(days: 1)
    let land = Land(grid: settings.grid, seed: 1)
    let writer = NetworkWriter(
      folder: "/proc/none", networks: Networks(land: land, settings: settings), land: land,
      settings: settings,
      jobs: 1)
    #expect(throws: Failure.self) { try writer.finish() }
    #expect(throws: Failure.self) { try writer.observe(points: []) }
  }
}
