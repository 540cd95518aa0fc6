import Files
import Foundation

/// Work that one thread of its own does item by item, in order, while the caller goes on.
///
/// Few items wait at any time: `add` waits where more would. The first failure ends the work and is thrown by the next
/// call. A queue that is dropped unfinished lets go of what waits and returns when its thread has stopped.
/// Not for use from two threads at once.
final class BackgroundQueue<Item: Sendable> {
  private let line: Line

  /// Starts the thread.
  ///
  /// - Parameter limit: how many items may wait, at least 1.
  init(limit: Int, work: @escaping @Sendable (Item) throws(Failure) -> Void) {
    precondition(limit > 0, "a queue holds an item")
    let line = Line(limit: limit, work: work)
    self.line = line
    let thread = Thread {
      while let item = line.take() {
        do throws(Failure) { try line.perform(item) } catch { line.fail(error) }
      }
      line.leave()
    }
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Hands over an item.
  /// - Throws: the `Failure` of an item before it; this one is dropped then.
  func add(_ item: Item) throws(Failure) { try line.add(item) }

  /// Waits until everything is done; nothing is added after it.
  /// - Throws: the first `Failure`.
  func finish() throws(Failure) {
    line.end(dropping: false)
    if let failure = line.failure { throw failure }
  }

  deinit { line.end(dropping: true) }

  /// What the two threads share, under one lock whose waiters sleep.
  private final class Line: @unchecked Sendable {
    private let condition = NSCondition()
    private let limit: Int
    private var items: [Item] = []
    private var first: Failure?
    private var isEnded = false
    private var isRunning = true
    /// Used by the thread alone.
    private var work: ((Item) throws(Failure) -> Void)?

    init(limit: Int, work: @escaping @Sendable (Item) throws(Failure) -> Void) {
      self.limit = limit
      self.work = work
    }

    func perform(_ item: Item) throws(Failure) { try work?(item) }

    var failure: Failure? { condition.withLock { first } }

    func add(_ item: Item) throws(Failure) {
      condition.lock()
      defer { condition.unlock() }
      while first == nil, items.count >= limit { condition.wait() }
      if let first { throw first }
      items.append(item)
      condition.broadcast()
    }

    func take() -> Item? {
      condition.lock()
      defer { condition.unlock() }
      while items.isEmpty, !isEnded { condition.wait() }
      guard !items.isEmpty else { return nil }
      let item = items.removeFirst()
      condition.broadcast()
      return item
    }

    func fail(_ failure: Failure) {
      condition.withLock {
        first = first ?? failure
        items = []
        isEnded = true
        condition.broadcast()
      }
    }

    func leave() {
      // What the work holds on to is gone before anyone is told that the thread has stopped.
      work = nil
      condition.withLock {
        isRunning = false
        condition.broadcast()
      }
    }

    func end(dropping: Bool) {
      condition.withLock {
        if dropping { items = [] }
        isEnded = true
        condition.broadcast()
        while isRunning { condition.wait() }
      }
    }
  }
}
