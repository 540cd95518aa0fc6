internal import Files

/// Pieces of work on some threads, each piece the same for any number of them.
enum Work {
  /// Does `work` for 0..<count; the pieces write to places of their own.
  static func run(_ count: Int, workers: Int, _ work: @escaping @Sendable (Int) -> Void) {
    run(count, workers: workers, work) { _, _ in }
  }

  /// Does `work` for 0..<count and hands the results over in order, on the calling thread.
  static func run<Value: Sendable>(
    _ count: Int, workers: Int, _ work: @escaping @Sendable (Int) -> Value, inOrder: (Int, Value) -> Void
  ) {
    guard workers > 1, count > 1 else {
      for index in 0..<count { inOrder(index, work(index)) }
      return
    }
    do throws(Failure) {
      try OrderedWork.run(
        count: count, jobs: workers, work: { index throws(Failure) in work(index) },
        deliver: { index, value throws(Failure) in inOrder(index, value) })
    } catch {
      preconditionFailure("work that cannot fail has failed: \(error)")
    }
  }
}
