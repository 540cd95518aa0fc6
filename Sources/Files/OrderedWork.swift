internal import Foundation
internal import Synchronization

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
    let taken = Mutex(0)
    try run(
      jobs: min(jobs, max(1, count)),
      next: { () throws(Failure) -> Int? in
        taken.withLock { index in
          guard index < count else { return nil }
          index += 1
          return index - 1
        }
      },
      work: work, deliver: deliver)
  }

  /// Does `work` for every item that `next` gives until it gives none, and hands the results to `deliver` in order.
  ///
  /// `next` is called on the threads, one call at a time.
  ///
  /// - Parameter ahead: how many items may be taken before the first of them is delivered; four a thread where nil.
  /// - Throws: the first `Failure` in the order of the items, or `deliver`'s own; no later result is delivered.
  public static func run<Item: Sendable, Value: Sendable>(
    jobs: Int, ahead: Int? = nil, next: @escaping @Sendable () throws(Failure) -> Item?,
    work: @escaping @Sendable (Item) throws(Failure) -> Value,
    deliver: (Int, Value) throws(Failure) -> Void
  ) throws(Failure) {
    guard jobs > 1 else {
      var index = 0
      while let item = try next() {
        try deliver(index, try work(item))
        index += 1
      }
      return
    }
    let queue = Queue<Item, Value>(ahead: ahead ?? jobs * 4, next: next)
    for _ in 0..<jobs {
      let thread = Thread {
        while let (index, item) = queue.take() {
          do throws(Failure) {
            queue.finish(index, .success(try work(item)))
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
    var index = 0
    while let result = queue.result(index) {
      try deliver(index, try result.get())
      index += 1
    }
  }

  /// The items not yet taken and the results not yet delivered, shared by the threads under one lock.
  private final class Queue<Item: Sendable, Value: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private let ahead: Int
    private let next: @Sendable () throws(Failure) -> Item?
    private var taken = 0
    private var delivered = 0
    private var workers = 0
    /// A thread is waiting for `next`, outside the lock: it may open a file.
    private var isTaking = false
    /// `next` has given its last item.
    private var isExhausted = false
    private var isStopped = false
    private var finished: [Int: Result<Value, Failure>] = [:]

    init(ahead: Int, next: @escaping @Sendable () throws(Failure) -> Item?) {
      self.ahead = ahead
      self.next = next
    }

    func enter() { condition.withLock { workers += 1 } }

    func leave() {
      condition.withLock {
        workers -= 1
        condition.broadcast()
      }
    }

    func take() -> (Int, Item)? {
      condition.lock()
      defer { condition.unlock() }
      while !isStopped && !isExhausted && (isTaking || taken >= delivered + ahead) { condition.wait() }
      guard !isStopped, !isExhausted else { return nil }
      isTaking = true
      condition.unlock()
      var item: Item?
      var failure: Failure?
      do throws(Failure) { item = try next() } catch { failure = error }
      condition.lock()
      isTaking = false
      condition.broadcast()
      guard let item else {
        isExhausted = true
        if let failure {
          finished[taken] = .failure(failure)
          taken += 1
        }
        return nil
      }
      taken += 1
      return (taken - 1, item)
    }

    func finish(_ index: Int, _ result: Result<Value, Failure>) {
      condition.withLock {
        finished[index] = result
        condition.broadcast()
      }
    }

    func result(_ index: Int) -> Result<Value, Failure>? {
      condition.lock()
      defer { condition.unlock() }
      while true {
        if let result = finished.removeValue(forKey: index) {
          delivered = index + 1
          condition.broadcast()
          return result
        }
        if isExhausted, index >= taken { return nil }
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
