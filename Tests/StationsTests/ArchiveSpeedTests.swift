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

  /// Seconds of processor time of all threads: says something even where others use the machine.
  static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
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
      var processor: [Double] = []
      for _ in 0..<15 {
        let start = ContinuousClock.now
        let used = Self.processorTime()
        #expect(try Self.readAll(path, jobs: jobs) == 399_911)
        let taken = ContinuousClock.now - start
        processor.append(Self.processorTime() - used)
        times.append(Double(taken.components.attoseconds) * 1e-18 + Double(taken.components.seconds))
      }
      times.sort()
      let clock = ContinuousClock.now
      _ = try StationArchive.open(path)
      let opening = ContinuousClock.now - clock
      print(
        "\(name), \(jobs) jobs: best \(times[0]) s, median \(times[7]) s; processor at best "
          + "\(processor.min() ?? 0) s; opening \(opening)")
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
