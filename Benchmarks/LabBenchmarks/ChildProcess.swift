import Files
import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// A program run to its end, with what it used: `wait4` gives the usage of this child alone.
enum ChildProcess {
  /// - Throws: `Failure` where the program cannot be started or does not exit with 0.
  static func run(_ path: String, _ arguments: [String]) throws(Failure) -> (seconds: Double, usage: Usage) {
    var words: [UnsafeMutablePointer<CChar>?] = unsafe ([path] + arguments).map { unsafe strdup($0) }
    unsafe words.append(nil)
    defer { unsafe words.forEach { unsafe free($0) } }
    let clock = ContinuousClock()
    let start = clock.now
    var child: pid_t = 0
    let code = unsafe posix_spawn(&child, path, nil, nil, words, environ)
    guard code == 0 else { throw Failure(.usage, "cannot be started (error \(code))", path: path) }
    var status: Int32 = 0
    var usage = rusage()
    while unsafe wait4(child, &status, 0, &usage) < 0 {
      guard errno == EINTR else {
        throw Failure(.internalFault, "the child cannot be waited for", path: path)
      }
    }
    let taken = (clock.now - start) / .seconds(1)
    guard status == 0 else {
      throw Failure(.data, "ended with status \(status): \(arguments.joined(separator: " "))", path: path)
    }
    return (taken, Usage(usage))
  }
}
