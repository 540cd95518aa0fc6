public import Grids

/// One series made of several: the sensors of a station, or the stations of a cell.
public struct Upscaled: Hashable, Sendable {
  /// What became of one member.
  public struct Member: Hashable, Sendable {
    /// What is taken from the member's values before averaging (its unit); nil where it is left out.
    public var offset: Double?
    /// Why the member is left out; nil where it is used.
    public var leftOut: String?
    /// How many samples it has on the common times.
    public var samples = 0
    /// How many samples gave way to another of the same member in the same step.
    public var displaced = 0
    /// The root mean square over the kept times of the mean without this member minus the mean with it.
    ///
    /// The offsets are those of all members, not refitted, so that it tells how much the members differ in
    /// time and not in level. Where the member is absent the difference is zero; times at which it is the only
    /// one are passed over. Nil where the member is left out or nothing is left without it.
    public var leaveOneOut: Double?
  }

  /// The combined series.
  public var series = TimeSeries()
  /// One for each series given, in their order.
  public var members: [Member] = []
  /// How many times any used member has a sample; `timesSeen == series.count + timesTooFew`.
  public var timesSeen = 0
  /// How many of them have too few members.
  public var timesTooFew = 0
  /// How many samples of used members stand at those times.
  public var samplesTooFew = 0
  /// The root mean square of the members' `leaveOneOut`; nil with one member.
  public var spread: Double?

  /// How many members are used.
  public var used: Int { members.count { $0.leftOut == nil } }
}

/// Combines the members of a station or a cell after their constant differences are taken out.
///
/// Sensors a few metres apart differ in level by more than the soil's moisture changes; where members come and
/// go, the plain mean jumps with them. The model is x(m,t) = a(t) + b(m) with Σ b = 0 over the members used,
/// fitted by least squares over all times that at least two members share.
public enum Upscaling {
  /// The reason of a member that cannot be brought to the others' level.
  public static let noCommonTime = "no common time with the other members"
  /// The reason of a member without any sample.
  public static let noSamples = "no samples"

  /// Combines series into one.
  ///
  /// Two members are connected when they share at least `minimumCommon` times; the largest connected set is used
  /// (of equally large ones that with more samples, then that of the earlier member), and members outside it are
  /// left out with a reason. A time's sample is the mean of x − b over the members present. With all members
  /// present that is the plain mean. One used member passes through unchanged, its times too.
  ///
  /// - Parameters:
  ///   - members: the series; times strictly increasing, one unit.
  ///   - share: the share of the used members that must be present for a sample, 0…1; 1 is the fixed set. At
  ///     least one member is always needed.
  ///   - step: where given (microseconds, positive), stamps are rounded to the nearest multiple of it since 1970, halves
  ///     up; of several samples of one member in a step the nearest to it is kept, the later of equally near.
  ///   - minimumCommon: how many times two members must share to be connected.
  public static func combine(
    _ members: [TimeSeries], share: Double = 1, step: Int64? = nil, minimumCommon: Int = 10
  ) -> Upscaled {
    var result = Upscaled()
    var rounded: [TimeSeries] = []
    for member in members {
      let (series, displaced) = step.map { round(member, to: max(1, $0)) } ?? (member, 0)
      rounded.append(series)
      var account = Upscaled.Member()
      account.samples = series.count
      account.displaced = displaced
      if series.isEmpty { account.leftOut = noSamples }
      result.members.append(account)
    }
    let set = MemberSet(rounded)
    let used = set.largestConnected(minimumCommon: max(1, minimumCommon))
    for index in members.indices where !used.contains(index) && !rounded[index].isEmpty {
      result.members[index].leftOut = noCommonTime
    }
    if used.count == 1 {
      let only = used[0]
      result.members[only].offset = 0
      result.members[only].samples = members[only].count
      result.members[only].displaced = 0
      result.series = members[only]
      result.timesSeen = members[only].count
      return result
    }
    guard !used.isEmpty else { return result }
    let chosen = MemberSet(used.map { rounded[$0] })
    guard let offsets = chosen.offsets() else {
      for index in used {
        result.members[index].leftOut = "its level cannot be compared with the other members'"
      }
      return result
    }
    let wanted = share > 0 ? min(share, 1) * Double(used.count) : 0
    let needed = max(1, Int((wanted - 1e-9).rounded(.up)))
    var differences = [Double](repeating: 0, count: used.count)
    var timesWithOthers = [Int](repeating: 0, count: used.count)
    chosen.forEachTime { time, present in
      result.timesSeen += 1
      guard present.count >= needed else {
        result.timesTooFew += 1
        result.samplesTooFew += present.count
        return
      }
      var sum = 0.0
      var level = 0.0
      for (member, value) in present {
        sum += value
        level += offsets[member]
      }
      // All offsets together are zero but for rounding.
      let mean = (present.count == used.count ? sum : sum - level) / Double(present.count)
      result.series.times.append(time)
      result.series.values.append(mean)
      let isAlone = present.count == 1
      for member in used.indices where !(isAlone && present[0].member == member) {
        timesWithOthers[member] += 1
      }
      guard !isAlone else { return }
      for (member, value) in present {
        let difference = (mean - (value - offsets[member])) / Double(present.count - 1)
        differences[member] += difference * difference
      }
    }
    var squares = 0.0
    var counted = 0
    for (position, index) in used.enumerated() {
      result.members[index].offset = offsets[position]
      guard timesWithOthers[position] > 0 else { continue }
      let square = differences[position] / Double(timesWithOthers[position])
      result.members[index].leaveOneOut = square.squareRoot()
      squares += square
      counted += 1
    }
    if counted > 0 { result.spread = (squares / Double(counted)).squareRoot() }
    return result
  }

  /// A series on multiples of a step, and how many samples gave way to a nearer one of the same step.
  private static func round(_ series: TimeSeries, to step: Int64) -> (TimeSeries, Int) {
    var result = TimeSeries()
    var displaced = 0
    var lastDistance: UInt64 = 0
    for (index, time) in series.times.enumerated() {
      let remainder = time % step
      let into = remainder < 0 ? remainder + step : remainder
      let isLater = into >= step - into
      let (slot, overflow) =
        isLater ? time.addingReportingOverflow(step - into) : time.subtractingReportingOverflow(into)
      let distance = UInt64(isLater ? step - into : into)
      guard !overflow else {
        displaced += 1
        continue
      }
      if result.times.last == slot {
        displaced += 1
        if distance <= lastDistance {
          result.values[result.count - 1] = series.values[index]
          lastDistance = distance
        }
      } else {
        result.times.append(slot)
        result.values.append(series.values[index])
        lastDistance = distance
      }
    }
    return (result, displaced)
  }
}
