import Synchronization
import Testing

@testable import Files

@Suite("Work in order")
struct OrderedWorkTests {
  @Test("results arrive in order for any number of jobs", arguments: [1, 2, 3, 16])
  func order(jobs: Int) throws {
    var seen: [Int] = []
    try OrderedWork.run(count: 200, jobs: jobs) { index throws(Failure) in
      var sum = 0
      for step in 0..<((index * 37) % 5000) { sum &+= step }
      return index + (sum == -1 ? 1 : 0)
    } deliver: { index, value throws(Failure) in
      #expect(index == value)
      seen.append(value)
    }
    #expect(seen == Array(0..<200))
  }

  @Test("the failure of the lowest index wins and nothing after it is delivered", arguments: [1, 4])
  func failure(jobs: Int) {
    var delivered = 0
    let failure = #expect(throws: Failure.self) {
      try OrderedWork.run(count: 100, jobs: jobs) { index throws(Failure) in
        if index >= 40 { throw Failure(.data, "item \(index)") }
        return index
      } deliver: { _, _ throws(Failure) in
        delivered += 1
      }
    }
    #expect(failure?.reason == "item 40")
    #expect(delivered == 40)
  }

  @Test("few results wait at any time, however slow the taker")
  func bounded() throws {
    let running = Mutex((begun: 0, taken: 0, most: 0))
    try OrderedWork.run(count: 300, jobs: 4) { index throws(Failure) in
      running.withLock {
        $0.begun += 1
        $0.most = max($0.most, $0.begun - $0.taken)
      }
      return index
    } deliver: { _, _ throws(Failure) in
      running.withLock { $0.taken += 1 }
    }
    #expect(running.withLock { $0.most } <= 4 * 4 + 4 + 1)
  }
}
