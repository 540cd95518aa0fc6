import Files

/// An observer of a world that looks on a thread of its own, so that observers do not wait for each other.
///
/// Each sees the same days in the same order as on the caller's thread.
struct ObserverThread {
  /// A day of a world, or its end.
  enum Event: Sendable {
    case day(ObservedDay)
    case end
  }

  /// What observers are shown of a day.
  struct ObservedDay: Sendable {
    var states: [LandState]
    var window: [LandState]
    var windowLand: Land?
    var hours: [[PointColumn.Hour]]
  }

  private let observer: any WorldObserver
  /// None where everything is done on the caller's thread.
  private let queue: BackgroundQueue<Event>?

  /// - Parameter jobs: one for the caller's thread.
  init(_ observer: any WorldObserver, jobs: Int) {
    self.observer = observer
    let only = Only(observer: observer)
    // A day of states is large: one is looked at and one waits.
    queue = jobs > 1 ? BackgroundQueue(limit: 1) { event throws(Failure) in try only.take(event) } : nil
  }

  /// Shows the observer a day.
  /// - Throws: its `Failure`, of this day or one before.
  func show(_ day: ObservedDay) throws(Failure) { try take(.day(day)) }

  /// Tells the observer to end; `finish()` waits for it.
  /// - Throws: its `Failure`.
  func end() throws(Failure) { try take(.end) }

  /// Waits for the observer.
  /// - Throws: its `Failure`.
  func finish() throws(Failure) { try queue?.finish() }

  private func take(_ event: Event) throws(Failure) {
    if let queue { try queue.add(event) } else { try Only(observer: observer).take(event) }
  }

  /// An observer that is left to one thread.
  private struct Only: @unchecked Sendable {
    let observer: any WorldObserver

    func take(_ event: Event) throws(Failure) {
      guard case .day(let day) = event else { return try observer.finish() }
      for state in day.states { try observer.observe(state) }
      if let land = day.windowLand {
        for state in day.window { try observer.observe(window: state, of: land) }
      }
      if !day.hours.isEmpty { try observer.observe(points: day.hours) }
    }
  }
}
