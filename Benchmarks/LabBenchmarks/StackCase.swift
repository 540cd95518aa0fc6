import CNetCDF
import Files
import Foundation

/// `lab validate` on daily maps against the time that netCDF alone needs to read the same chunks.
enum StackCase {
  /// Makes the data in child processes, so that this one stays small.
  static func prepare(work: String, stations: Int, days: Int) throws -> String {
    let folder = "\(work)/stack"
    if FileManager.default.fileExists(atPath: folder + "/experiment.yml") { return folder }
    _ = try ChildProcess.run(
      CommandLine.arguments[0],
      ["generate-days", "--folder", folder, "--stations", "\(stations)", "--days", "\(days)"])
    return folder
  }

  /// Times both, alternating, and prints a table.
  static func run(
    folder: String, lab: String, jobs: [Int], repetitions: Int
  ) throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder + "/days").sorted()
      .map { folder + "/days/" + $0 }
    var reading: [Double] = []
    var runs: [Int: [(seconds: Double, usage: Usage)]] = [:]
    for _ in 0..<repetitions {
      reading.append(try ContinuousClock().measure { try readAll(files) } / .seconds(1))
      for count in jobs {
        runs[count, default: []].append(
          try ChildProcess.run(
            lab,
            [
              "validate", folder + "/experiment.yml", "--out", folder + "/run", "--overwrite", "--quiet",
              "--no-figures", "--jobs", String(count),
            ]))
      }
    }
    let base = reading.min() ?? 0
    print("| case | wall s | processor s | peak memory | of netCDF's time |")
    print("|---|---:|---:|---:|---:|")
    print(String(format: "| netCDF alone: open, read sm and flag, close | %.1f | – | – | 1 |", base))
    for count in jobs {
      guard let best = runs[count]?.min(by: { $0.seconds < $1.seconds }) else { continue }
      print(
        String(
          format: "| lab validate, %d threads | %.1f | %.1f | %@ | %.2f |", count, best.seconds,
          best.usage.processorSeconds, Usage.megabytes(best.usage.peakBytes) as NSString,
          best.seconds / base))
    }
    print("")
    let line = "stack\t\(runs[jobs.max() ?? 1]?.map(\.seconds).min() ?? 0)\t0\n"
    try line.write(toFile: folder + "/lab.tsv", atomically: true, encoding: .utf8)
  }

  /// What any reader of these files must do: open, read both variables whole, close.
  private static func readAll(_ files: [String]) throws {
    let count = 720 * 1440
    var values = [Float](repeating: 0, count: count)
    var flags = [Int8](repeating: 0, count: count)
    for path in files {
      var file: Int32 = 0
      var sm: Int32 = 0
      var flag: Int32 = 0
      let status = unsafe [
        nc_open(path, 0, &file), nc_inq_varid(file, "sm", &sm), nc_inq_varid(file, "flag", &flag),
        nc_get_var_float(file, sm, &values), nc_get_var_schar(file, flag, &flags), nc_close(file),
      ]
      guard status.allSatisfy({ $0 == 0 }) else { throw Failure(.data, "cannot be read", path: path) }
    }
  }
}
