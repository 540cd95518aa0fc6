import Dispatch
import Foundation

/// Whether this is a build in which thousands of trials are cheap.
#if DEBUG
  let isReleaseBuild = false
#else
  let isReleaseBuild = true
#endif

/// Experiments repeated under known truth.
enum Trials {
  /// The outcomes of every trial, on all cores; a trial knows its number alone, so threads change nothing.
  static func run<Outcome: Sendable>(
    _ trials: Int, _ once: @escaping @Sendable (Int) -> Outcome
  ) -> [Outcome] {
    nonisolated(unsafe) let results = UnsafeMutablePointer<Outcome?>.allocate(capacity: trials)
    results.initialize(repeating: nil, count: trials)
    defer {
      results.deinitialize(count: trials)
      results.deallocate()
    }
    DispatchQueue.concurrentPerform(iterations: trials) { results[$0] = once($0) }
    return (0..<trials).compactMap { results[$0] }
  }

  /// The share of trials with each outcome.
  static func shares(_ outcomes: [[Bool]]) -> [Double] {
    guard let first = outcomes.first else { return [] }
    return first.indices.map { k in Double(outcomes.count { $0[k] }) / Double(outcomes.count) }
  }

  /// Whether an interval holds a number; false without ends.
  static func holds(_ lower: Double?, _ upper: Double?, _ truth: Double) -> Bool {
    guard let lower, let upper else { return false }
    return lower <= truth && truth <= upper
  }

  /// A row of a Markdown table, printed where tables are wanted.
  static func row(_ columns: [String]) {
    if printsCoverage { print("| \(columns.joined(separator: " | ")) |") }
  }

  /// A title and the head of a table.
  static func head(_ title: String, _ columns: [String]) {
    if printsCoverage { print("|# \(title)") }
    row(columns)
    row(["---"] + columns.dropFirst().map { _ in "--:" })
  }

  /// A share in per cent.
  static func percent(_ share: Double) -> String { String(format: "%.1f", 100 * share) }
}
