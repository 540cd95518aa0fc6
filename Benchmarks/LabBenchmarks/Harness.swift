import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// What a process has used so far.
struct Usage {
  /// Processor seconds of all threads, user and system.
  var processorSeconds: Double
  /// The largest resident size so far.
  var peakBytes: Int

  init(_ usage: rusage) {
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
    processorSeconds = seconds(usage.ru_utime) + seconds(usage.ru_stime)
    peakBytes = usage.ru_maxrss * 1024
  }

  static func ofThisProcess() -> Usage {
    var usage = rusage()
    _ = unsafe getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    return Usage(usage)
  }

  static func megabytes(_ bytes: Int) -> String { "\(Int((Double(bytes) / 1e6).rounded())) MB" }
}

/// One case, timed several times after a warm-up.
struct Measurement {
  /// The name under which a peer's time is compared.
  var key: String
  /// What was done.
  var title: String
  /// Wall-clock seconds of each repetition, sorted.
  var seconds: [Double]
  /// The least processor seconds of a repetition, all threads.
  var processorSeconds: Double

  var best: Double { seconds[0] }
  var median: Double { seconds[seconds.count / 2] }
  var worst: Double { seconds[seconds.count - 1] }
}

/// The measurements of a run, in order.
struct Results {
  let repetitions: Int
  private var measurements: [Measurement] = []

  init(repetitions: Int) { self.repetitions = repetitions }

  /// Times `work` after one call that is not counted; `count` calls are one repetition, where one is too short.
  mutating func measure(_ key: String, _ title: String, count: Int = 1, _ work: () throws -> Void) rethrows {
    try work()
    var seconds: [Double] = []
    var processor = Double.infinity
    for _ in 0..<repetitions {
      let used = Usage.ofThisProcess().processorSeconds
      let taken = try ContinuousClock().measure { for _ in 0..<count { try work() } }
      seconds.append(taken / .seconds(1) / Double(count))
      processor = min(processor, (Usage.ofThisProcess().processorSeconds - used) / Double(count))
    }
    measurements.append(
      Measurement(key: key, title: title, seconds: seconds.sorted(), processorSeconds: processor))
  }

  /// A Markdown table in milliseconds.
  var table: String {
    var lines = [
      "| case | min ms | median ms | max ms | processor ms |", "|---|---:|---:|---:|---:|",
    ]
    for each in measurements {
      let numbers = [each.best, each.median, each.worst, each.processorSeconds].map(Results.milliseconds)
      lines.append("| \(each.title) | \(numbers.joined(separator: " | ")) |")
    }
    return lines.joined(separator: "\n")
  }

  /// Key, least wall-clock and least processor seconds a line, for the peers' scripts.
  var tabSeparated: String {
    measurements.map { "\($0.key)\t\($0.best)\t\($0.processorSeconds)\n" }.joined()
  }

  static func milliseconds(_ seconds: Double) -> String {
    String(format: seconds < 0.001 ? "%.4f" : seconds < 0.1 ? "%.2f" : "%.1f", seconds * 1000)
  }
}
