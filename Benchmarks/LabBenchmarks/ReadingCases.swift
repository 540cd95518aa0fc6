import Files
import Lab
import Stations

/// Opening an archive and reading every series in it.
enum ReadingCases {
  static func run(_ set: BenchmarkSet, into results: inout Results) throws {
    for (key, title, path) in set.archives {
      let archive = try StationArchive.open(path)
      let rows = try readAll(path, jobs: 1)
      let what = "\(title): index and read \(archive.sensors.count) series, \(rows) rows"
      for jobs in [1, 2] {
        try results.measure("read-\(key)-\(jobs)", "\(what); threads: \(jobs)") {
          let again = try readAll(path, jobs: jobs)
          precondition(again == rows, "every reading finds the same rows")
        }
      }
    }
  }

  /// The rows of all series that can be read.
  private static func readAll(_ path: String, jobs: Int) throws(Failure) -> Int {
    let archive = try StationArchive.open(path)
    let sensors = archive.sensors
    var rows = 0
    try OrderedWork.run(count: sensors.count, jobs: jobs) { index throws(Failure) in
      try archive.record(of: sensors[index])
    } deliver: { _, record in
      rows += record.rowsRead
    }
    return rows
  }
}
