import ArgumentParser
import Foundation

/// The options that mean the same in every command.
struct CommonOptions: ParsableArguments {
  @Option(name: .long, help: "Threads to work on; the results do not depend on it. Default: all cores.")
  var jobs: Int?

  @Flag(name: .long, help: "No progress and no closing words.")
  var quiet = false

  @Flag(name: .long, help: "Print the outcome as JSON on standard output.")
  var json = false

  var threads: Int { jobs ?? ProcessInfo.processInfo.activeProcessorCount }

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs must lie between 1 and 1024.") }
  }
}
