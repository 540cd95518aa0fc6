import Dispatch
import Foundation
import Testing

@testable import Files
@testable import Stations

/// Timings of the Hawaii archive, printed with LAB_BENCH=1; build with `-c release`.
@Suite(
  .serialized,
  .enabled(if: SharedData.isHere && ProcessInfo.processInfo.environment["LAB_BENCH"] == "1"))
struct ArchiveSpeedTests {
  static func readAll(_ path: String, jobs: Int) throws -> Int {
    let archive = try StationArchive.open(path)
    let sensors = archive.sensors
    let next = Counter()
    let rows = Counter()
    DispatchQueue.concurrentPerform(iterations: jobs) { _ in
      while true {
        let index = next.add(1)
        guard index < sensors.count else { return }
        if let record = try? archive.record(of: sensors[index]) { _ = rows.add(record.rowsRead) }
      }
    }
    return rows.add(0)
  }

  @Test(arguments: [1, 2])
  func hawaii(jobs: Int) throws {
    let zip = SharedData.path("ismn/hawaii_ceop.zip")
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "lab-bench-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let unzip = Process()
    unzip.executableURL = URL(fileURLWithPath: "/usr/bin/unzip")
    unzip.arguments = ["-q", zip, "-d", folder.path]
    try unzip.run()
    unzip.waitUntilExit()
    for (name, path) in [("folder", folder.path), ("zip", zip)] {
      var times: [Double] = []
      for _ in 0..<15 {
        let start = ContinuousClock.now
        #expect(try Self.readAll(path, jobs: jobs) == 399_911)
        let taken = ContinuousClock.now - start
        times.append(Double(taken.components.attoseconds) * 1e-18 + Double(taken.components.seconds))
      }
      times.sort()
      let clock = ContinuousClock.now
      _ = try StationArchive.open(path)
      print(
        "\(name), \(jobs) jobs: best \(times[0]) s, median \(times[7]) s; opening \(ContinuousClock.now - clock)"
      )
    }
  }
}

final class Counter: Sendable {
  private let value = NSLock()
  nonisolated(unsafe) private var count = 0

  /// Adds and returns the count before.
  func add(_ more: Int) -> Int {
    value.withLock {
      defer { count += more }
      return count
    }
  }
}
