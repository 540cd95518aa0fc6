import Files
import Synchronization
import Testing

@testable import NatureRun

/// Work handed to another thread.
@Suite struct BackgroundQueueTests {
  private final class Seen: Sendable {
    let items = Mutex<[Int]>([])
  }

  @Test func itemsAreWorkedOnInTheirOrder() throws {
    let seen = Seen()
    let queue = BackgroundQueue<Int>(limit: 2) { item throws(Failure) in
      seen.items.withLock { $0.append(item) }
    }
    for item in 0..<100 { try queue.add(item) }
    try queue.finish()
    #expect(seen.items.withLock { $0 } == Array(0..<100))
  }

  @Test func theFirstFailureEndsTheWorkAndIsThrown() throws {
    let seen = Seen()
    let queue = BackgroundQueue<Int>(limit: 1) { item throws(Failure) in
      if item >= 3 { throw Failure(.data, "item \(item)") }
      seen.items.withLock { $0.append(item) }
    }
    let failure = #expect(throws: Failure.self) {
      for item in 0..<100 { try queue.add(item) }
    }
    #expect(failure?.reason == "item 3")
    #expect(throws: Failure.self) { try queue.add(1) }
    #expect(throws: Failure.self) { try queue.finish() }
    #expect(seen.items.withLock { $0 } == [0, 1, 2])
  }

  @Test func aQueueThatIsDroppedLetsGoOfWhatItHeld() throws {
    weak var held: Seen?
    do {
      let seen = Seen()
      held = seen
      let queue = BackgroundQueue<Int>(limit: 4) { item throws(Failure) in
        seen.items.withLock { $0.append(item) }
      }
      try queue.add(1)
    }
    #expect(held == nil)
  }
}
