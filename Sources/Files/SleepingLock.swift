internal import Foundation

/// A value behind a lock whose waiters sleep.
///
/// `Mutex` waits by priority-inheriting futexes on Linux: while the owner runs, a waiter spins in the kernel. Where
/// the lock is held for as long as it takes to inflate a chunk, that burns the core the other work needs.
final class SleepingLock<Value>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  init(_ value: sending Value) { self.value = value }

  /// Runs `body` with the value while no other thread has it; calls must not nest.
  func withLock<Result: Sendable>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
