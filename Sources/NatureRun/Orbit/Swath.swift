/// The strip on the ground a sensor sees: all within `outer` of the track, without what lies within `inner`.
public struct Swath: Sendable, Hashable {
  /// Half the width in kilometres.
  public let outer: Double
  /// Half the width of the gap below the satellite in kilometres; 0 without one.
  public let inner: Double

  /// A swath of a full width with a gap of a full width, both in kilometres.
  public init(width: Double, gap: Double = 0) {
    precondition(width > gap && gap >= 0, "a swath is wider than its gap")
    outer = width / 2
    inner = gap / 2
  }

  /// Whether a place this far from the track is seen.
  public func contains(_ kilometres: Double) -> Bool { kilometres < outer && kilometres >= inner }
}
