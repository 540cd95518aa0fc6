import Files

#if canImport(Glibc)
  import Glibc
#endif

/// What goes to a person's terminal: errors always, progress only where somebody watches.
enum Terminal {
  /// Writes one line to standard error.
  static func error(_ text: String) {
    let line = Array((text + "\n").utf8)
    _ = unsafe line.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  /// Writes text to standard output; a closed pipe ends the program as it does any other.
  static func output(_ text: String) { print(text) }
}

/// A progress line on standard error for work of more than two seconds; nothing without a terminal or with `--quiet`.
struct ProgressLine {
  private let isShown: Bool
  private let start = ContinuousClock.now
  private var last = ContinuousClock.now
  private var hasDrawn = false

  init(isQuiet: Bool) { isShown = !isQuiet && isatty(STDERR_FILENO) == 1 }

  mutating func update(done: Int, total: Int, what: String) {
    let now = ContinuousClock.now
    guard isShown, now - start > .seconds(2), now - last > .milliseconds(200) || done == total else { return }
    last = now
    hasDrawn = true
    draw("\r\u{1B}[K\(what): \(done) of \(total)")
  }

  mutating func clear() {
    if hasDrawn { draw("\r\u{1B}[K") }
    hasDrawn = false
  }

  private func draw(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
