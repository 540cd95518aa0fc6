internal import Dispatch
internal import Synchronization

/// Work on the pieces of an array, spread over threads.
///
/// For plain arithmetic that cannot fail; what can, goes through `OrderedWork`. Each piece is the same work whatever
/// thread does it, and the results come in the order of the pieces: nothing depends on the number of threads.
public enum Pieces {
  /// Does `work` for every piece with the scratch space of its thread.
  /// - Returns: the pieces' results, in order.
  public static func run<Space, Result>(
    _ count: Int, jobs: Int, space: () -> Space, work: (Int, Space) -> Result
  ) -> [Result] {
    var results = [Result?](repeating: nil, count: count)
    let next = Atomic(0)
    unsafe results.withUnsafeMutableBufferPointer { results in
      let results = unsafe results
      func takePieces() {
        let own = space()
        while true {
          let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard piece < count else { return }
          unsafe results[piece] = work(piece, own)
        }
      }
      guard jobs > 1, count > 1 else { return takePieces() }
      withoutActuallyEscaping(takePieces) { takePieces in
        let worker = Worker(work: takePieces)
        DispatchQueue.concurrentPerform(iterations: min(jobs, count)) { _ in worker.work() }
      }
    }
    return results.compactMap(\.self)
  }

  /// Does `work` for every piece; the results in order.
  public static func run<Result>(_ count: Int, jobs: Int, work: (Int) -> Result) -> [Result] {
    run(count, jobs: jobs, space: {}, work: { piece, _ in work(piece) })
  }

  /// Work that several threads may do at once: each takes other pieces, and all are done before `run` returns.
  private struct Worker: @unchecked Sendable {
    let work: () -> Void
  }
}
