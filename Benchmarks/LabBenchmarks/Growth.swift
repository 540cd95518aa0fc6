import Files
import Foundation

/// How time and memory of a run grow with its stations.
enum Growth {
  /// The best of a few equal runs.
  struct Run {
    var stations: Int
    var seconds: Double
    var processorSeconds: Double
    var peakBytes: Int
  }

  /// Generates an archive, validates it in child processes and removes it.
  static func measure(
    stations: Int, work: String, lab: String, jobs: Int, repetitions: Int
  ) throws -> Run {
    let folder = "\(work)/growth-\(stations)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try ChildProcess.run(
      CommandLine.arguments[0], ["generate", "--folder", folder, "--stations", String(stations)])
    var best: Run?
    for _ in 0..<repetitions {
      // No figures: a child's peak memory counts gnuplot's.
      let child = try ChildProcess.run(
        lab,
        [
          "validate", folder + "/experiment.yml", "--out", folder + "/run", "--overwrite", "--quiet",
          "--no-figures", "--jobs", String(jobs),
        ])
      best = Run(
        stations: stations, seconds: min(best?.seconds ?? .infinity, child.seconds),
        processorSeconds: min(best?.processorSeconds ?? .infinity, child.usage.processorSeconds),
        peakBytes: max(best?.peakBytes ?? 0, child.usage.peakBytes))
    }
    guard let best else { throw Failure(.usage, "a size is run at least once") }
    return best
  }

  /// A Markdown table, time a station among it.
  static func table(_ runs: [Run]) -> String {
    var lines = [
      "| stations | wall s | processor s | wall ms a station | processor ms a station | peak memory |",
      "|---:|---:|---:|---:|---:|---:|",
    ]
    for run in runs {
      let each = 1000 / Double(run.stations)
      lines.append(
        String(
          format: "| %d | %.2f | %.2f | %.2f | %.2f | %@ |", run.stations, run.seconds, run.processorSeconds,
          run.seconds * each, run.processorSeconds * each, Usage.megabytes(run.peakBytes) as NSString))
    }
    return lines.joined(separator: "\n")
  }
}
