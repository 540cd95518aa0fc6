internal import Synchronization

/// Buffers of passes through a network that wait for their next use; which ones a sample gets does not matter.
///
/// Those of one shape are kept: asking for another shape drops them.
final class WorkspacePool<Workspace>: Sendable {
  private struct Waiting: @unchecked Sendable {
    var shape: [Int] = []
    var workspaces: [Workspace] = []
  }

  private let waiting = Mutex(Waiting())

  /// Lends a workspace of a shape, made where none waits.
  func with<Value>(_ shape: [Int], make: () -> Workspace, _ body: (Workspace) -> Value) -> Value {
    let taken = waiting.withLock { waiting in
      if waiting.shape != shape { waiting = Waiting(shape: shape) }
      return Waiting(workspaces: waiting.workspaces.popLast().map { [$0] } ?? [])
    }
    let workspace = taken.workspaces.first ?? make()
    let back = Waiting(workspaces: [workspace])
    defer {
      waiting.withLock { waiting in
        if waiting.shape == shape { waiting.workspaces += back.workspaces }
      }
    }
    return body(workspace)
  }
}
