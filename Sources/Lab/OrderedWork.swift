public import Files
internal import Foundation

/// Work spread over threads whose results are taken in order, with few of them waiting at any time.
///
/// The results, and the first failure, are the same for any number of jobs; memory is bounded by the jobs, not by
/// the amount of work.
public enum OrderedWork {
  /// Does `work` for 0..<count on `jobs` threads and hands each result to `deliver` on the calling thread, in order.
  /// - Throws: the `Failure` of the lowest index that failed, or `deliver`'s own; no later result is delivered.
  public static func run<Value: Sendable>(
    count: Int, jobs: Int, work: @escaping @Sendable (Int) throws(Failure) -> Value,
    deliver: (Int, Value) throws(Failure) -> Void
  ) throws(Failure) {
    guard jobs > 1, count > 1 else {
      for index in 0..<count { try deliver(index, try work(index)) }
      return
    }
    let queue = Queue<Value>(count: count, ahead: jobs * 4)
    for _ in 0..<min(jobs, count) {
      let thread = Thread {
        while let index = queue.takeIndex() {
          do throws(Failure) {
            queue.finish(index, .success(try work(index)))
          } catch {
            queue.finish(index, .failure(error))
          }
        }
        queue.leave()
      }
      thread.stackSize = 8 << 20
      queue.enter()
      thread.start()
    }
    defer { queue.stopAndWait() }
    for index in 0..<count { try deliver(index, try queue.result(index).get()) }
  }

  /// The indices not yet taken and the results not yet delivered, shared by the threads under one lock.
  private final class Queue<Value: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private let count: Int
    private let ahead: Int
    private var nextIndex = 0
    private var delivered = 0
    private var workers = 0
    private var isStopped = false
    private var finished: [Int: Result<Value, Failure>] = [:]

    init(count: Int, ahead: Int) {
      self.count = count
      self.ahead = ahead
    }

    func enter() { condition.withLock { workers += 1 } }

    func leave() {
      condition.withLock {
        workers -= 1
        condition.broadcast()
      }
    }

    func takeIndex() -> Int? {
      condition.lock()
      defer { condition.unlock() }
      while !isStopped && nextIndex < count && nextIndex >= delivered + ahead { condition.wait() }
      guard !isStopped, nextIndex < count else { return nil }
      nextIndex += 1
      return nextIndex - 1
    }

    func finish(_ index: Int, _ result: Result<Value, Failure>) {
      condition.withLock {
        finished[index] = result
        condition.broadcast()
      }
    }

    func result(_ index: Int) -> Result<Value, Failure> {
      condition.lock()
      defer { condition.unlock() }
      while true {
        if let result = finished.removeValue(forKey: index) {
          delivered = index + 1
          condition.broadcast()
          return result
        }
        condition.wait()
      }
    }

    func stopAndWait() {
      condition.lock()
      defer { condition.unlock() }
      isStopped = true
      condition.broadcast()
      while workers > 0 { condition.wait() }
    }
  }
}
