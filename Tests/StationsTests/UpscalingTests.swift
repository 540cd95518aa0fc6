import Foundation
import Testing

@testable import Grids
@testable import Stations

/// Members brought to one level and averaged.
struct UpscalingTests {
  private static let hour = UTC.hour

  private func series(_ values: [Int: Double]) -> TimeSeries {
    let hours = values.keys.sorted()
    return TimeSeries(times: hours.map { Int64($0) * Self.hour }, values: hours.map { values[$0] ?? .nan })
  }

  private func close(_ left: [Double], _ right: [Double], _ tolerance: Double = 1e-12) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) <= tolerance }
  }

  /// Members that share a signal, with an offset, noise and gaps each; whole thousandths.
  private func field(_ count: Int, hours: Int, gaps: Double, seed: UInt64) -> [TimeSeries] {
    var random = SplitMix(state: seed)
    return (0..<count).map { member in
      var values: [Int: Double] = [:]
      for hour in 0..<hours where Double.random(in: 0..<1, using: &random) >= gaps {
        let signal = 200 + 80 * sin(Double(hour) / 20)
        values[hour] =
          (signal + Double(17 * member) + Double.random(in: -20...20, using: &random)).rounded() / 1000
      }
      return series(values)
    }
  }

  /// A − B is −0.1, 0, −0.2: mean −0.1, so b = ∓0.05.
  ///
  /// Without offsets A is 0.15 0.25 0.35, B 0.15 0.15 0.45. Mean
  /// 0.15 0.20 0.40; leaving either out changes it by 0, 0.05, 0.05: RMS √(0.005/3).
  @Test("two members at three times, by hand")
  func twoByThree() {
    let result = Upscaling.combine(
      [series([1: 0.1, 2: 0.2, 3: 0.3]), series([1: 0.2, 2: 0.2, 3: 0.5])], minimumCommon: 3)
    #expect(close(result.members.compactMap(\.offset), [-0.05, 0.05]))
    #expect(close(result.series.values, [0.15, 0.2, 0.4]))
    #expect(result.timesSeen == 3 && result.timesTooFew == 0 && result.used == 2)
    let expected = (0.005 / 3).squareRoot()
    #expect(close(result.members.compactMap(\.leaveOneOut), [expected, expected]))
    #expect(abs((result.spread ?? .nan) - expected) < 1e-12)
  }

  /// A and B meet at 1, 2 and differ by 1; B and C at 3, 4 and by 3: b = −5/3, −2/3, 7/3 exactly.
  @Test("a chain of members that never all meet, by hand")
  func chain() {
    let members = [series([1: 0, 2: 0]), series([1: 1, 2: 1, 3: 1, 4: 1]), series([3: 4, 4: 4, 5: 4])]
    let fixed = Upscaling.combine(members, minimumCommon: 2)
    let third: Double = 1.0 / 3
    #expect(close(fixed.members.compactMap(\.offset), [-5 * third, -2 * third, 7 * third]))
    #expect(fixed.series.isEmpty && fixed.timesSeen == 5 && fixed.timesTooFew == 5)
    let two = Upscaling.combine(members, share: 2.0 / 3, minimumCommon: 2)
    #expect(close(two.series.values, [Double](repeating: 5 * third, count: 4)))
    #expect(two.timesTooFew == 1 && two.spread.map { abs($0) < 1e-12 } == true)
    #expect(Upscaling.combine(members, share: 0.3, minimumCommon: 2).series.count == 5)
  }

  /// With A at 1–3 and B at 2–4 only 2 and 3 tell the difference: A − B = −0.10 and −0.20, so b = ∓0.075.
  @Test("times of one member alone do not move the offsets, and count by share")
  func unbalanced() {
    let members = [series([1: 0.1, 2: 0.2, 3: 0.3]), series([2: 0.3, 3: 0.5, 4: 0.4])]
    let result = Upscaling.combine(members, share: 0.5, minimumCommon: 2)
    #expect(close(result.members.compactMap(\.offset), [-0.075, 0.075]))
    #expect(close(result.series.values, [0.175, 0.25, 0.4, 0.325]))
    // Left out, each changes the mean by 0.025 at times 2 and 3 and by nothing where it is absent and the other
    // is not: three times each, one of them at which the other is alone.
    let expected = (2 * 0.025 * 0.025 / 3).squareRoot()
    #expect(close(result.members.compactMap(\.leaveOneOut), [expected, expected]))
  }

  @Test(
    "offsets are the least squares: any other set of offsets has larger residuals",
    arguments: [1, 2, 3] as [UInt64])
  func leastSquares(seed: UInt64) throws {
    let members = field(5, hours: 120, gaps: 0.5, seed: seed)
    let best = Upscaling.combine(members, share: 0.4).members.compactMap(\.offset)
    try #require(best.count == 5)
    #expect(abs(best.reduce(0, +)) < 1e-12)
    func squares(_ offsets: [Double]) -> Double {
      var byTime: [Int64: [Double]] = [:]
      for (index, member) in members.enumerated() {
        for (time, value) in zip(member.times, member.values) {
          byTime[time, default: []].append(value - offsets[index])
        }
      }
      return byTime.values.reduce(0) { sum, present in
        let mean = present.reduce(0, +) / Double(present.count)
        return sum + present.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      }
    }
    let least = squares(best)
    for member in 0..<5 {
      for step in [-1e-4, 1e-4] {
        var other = best
        other[member] += step
        #expect(squares(other) > least)
      }
    }
  }

  @Test("with all members always present the result is the plain mean, bit for bit")
  func plainMean() {
    let members = field(4, hours: 60, gaps: 0, seed: 5)
    let result = Upscaling.combine(members)
    let means = (0..<60).map { hour in members.reduce(0) { $0 + $1.values[hour] } / 4 }
    #expect(result.series.values == means && result.timesTooFew == 0)
  }

  @Test("the order of the members does not matter")
  func order() {
    let members = field(6, hours: 200, gaps: 0.4, seed: 6)
    let result = Upscaling.combine(members, share: 0.5)
    let turned = [3, 0, 5, 1, 4, 2]
    let other = Upscaling.combine(turned.map { members[$0] }, share: 0.5)
    #expect(other.series.times == result.series.times && close(other.series.values, result.series.values))
    #expect(close(other.members.compactMap(\.offset), turned.compactMap { result.members[$0].offset }))
    #expect(
      close(other.members.compactMap(\.leaveOneOut), turned.compactMap { result.members[$0].leaveOneOut }))
    #expect(abs((other.spread ?? 0) - (result.spread ?? 1)) < 1e-12)
  }

  @Test("a shift of one member moves the level by shift/M and nothing else")
  func shift() {
    var members = field(4, hours: 200, gaps: 0.4, seed: 7)
    let result = Upscaling.combine(members, share: 0.5)
    members[2].values = members[2].values.map { $0 + 0.12 }
    let shifted = Upscaling.combine(members, share: 0.5)
    #expect(close(shifted.series.values, result.series.values.map { $0 + 0.03 }))
    let moved = zip(shifted.members, result.members).map { ($0.offset ?? .nan) - ($1.offset ?? .nan) }
    #expect(close(moved, [-0.03, -0.03, 0.09, -0.03]))
    #expect(close(shifted.members.compactMap(\.leaveOneOut), result.members.compactMap(\.leaveOneOut)))
  }

  @Test("the fixed set of two halves joined is that of the whole")
  func split() {
    let members = field(3, hours: 200, gaps: 0.2, seed: 8)
    let whole = Upscaling.combine(members)
    let cut = 100 * Self.hour
    func part(_ isFirst: Bool) -> [TimeSeries] {
      members.map { member in
        let kept = member.times.indices.filter { (member.times[$0] < cut) == isFirst }
        return TimeSeries(times: kept.map { member.times[$0] }, values: kept.map { member.values[$0] })
      }
    }
    let halves = [Upscaling.combine(part(true)), Upscaling.combine(part(false))]
    #expect(halves.flatMap(\.series.times) == whole.series.times)
    #expect(halves.flatMap(\.series.values) == whole.series.values)
    #expect(halves.reduce(0) { $0 + $1.timesSeen } == whole.timesSeen)
    #expect(whole.timesSeen == whole.series.count + whole.timesTooFew && whole.timesTooFew > 0)
  }

  @Test("one member passes through unchanged; none gives nothing")
  func single() {
    let one = series([1: 0.1, 5: 0.3])
    let result = Upscaling.combine([one], step: 7 * Self.hour)
    #expect(result.series == one && result.members[0].offset == 0 && result.spread == nil)
    #expect(result.members[0].leaveOneOut == nil && result.timesSeen == 2)
    let none = Upscaling.combine([TimeSeries(), TimeSeries()])
    #expect(
      none.series.isEmpty && none.used == 0 && none.members.map(\.leftOut) == ["no samples", "no samples"])
    #expect(Upscaling.combine([]).members.isEmpty)
    let both = Upscaling.combine([TimeSeries(), one])
    #expect(both.series == one && both.members.map(\.leftOut) == ["no samples", nil])
  }

  @Test("members outside the largest connected set are left out with a reason")
  func disconnected() {
    let members = field(4, hours: 40, gaps: 0, seed: 9)
    let late = TimeSeries(times: members[3].times.map { $0 + 31 * Self.hour }, values: members[3].values)
    // 9 common times are not enough, 10 are.
    let apart = Upscaling.combine([late] + members[..<3])
    #expect(apart.members.map(\.leftOut) == [Upscaling.noCommonTime, nil, nil, nil])
    #expect(apart.members[0].offset == nil && apart.series.count == 40)
    let later = TimeSeries(times: members[3].times.map { $0 + 30 * Self.hour }, values: members[3].values)
    #expect(Upscaling.combine([later] + members[..<3]).used == 4)
    // Of two single members the one with more samples is used.
    let short = TimeSeries(times: Array(late.times.suffix(5)), values: Array(late.values.suffix(5)))
    #expect(Upscaling.combine([short, members[0]]).members.map(\.leftOut) == [Upscaling.noCommonTime, nil])
  }

  @Test("stamps are put on multiples of a step: the nearest sample, the later of equally near")
  func step() {
    let minute = 60 * UTC.second
    func at(_ minutes: [Int64], _ values: [Double]) -> TimeSeries {
      TimeSeries(times: minutes.map { $0 * minute }, values: values)
    }
    // 57 and 63 are equally near to 60; 40 is nearer than 50 to nothing but 60 − 20; 90 goes up to 120.
    let first = at([-31, 0, 57, 63, 90], [0.1, 0.2, 0.3, 0.4, 0.5])
    let second = at([-60, 2, 58, 61, 118], [0.1, 0.2, 0.8, 0.4, 0.5])
    let result = Upscaling.combine([first, second], step: 60 * minute, minimumCommon: 4)
    #expect(result.series.times == [-60, 0, 60, 120].map { $0 * minute })
    #expect(close(result.series.values, [0.1, 0.2, 0.4, 0.5]))
    #expect(result.members.map(\.displaced) == [1, 1] && result.members.map(\.samples) == [4, 4])
    // Without a step only equal stamps are common.
    #expect(Upscaling.combine([first, second], minimumCommon: 1).used == 1)
  }

  @Test("extreme times and values do not trap")
  func extremes() {
    let times: [Int64] = [.min, .min + 1, -1, 0, .max - 1, .max]
    let wild = TimeSeries(times: times, values: [1e308, -1e308, 0, 1e308, 1, 2])
    let result = Upscaling.combine([wild, wild, wild], share: .nan, step: .max, minimumCommon: 1)
    #expect(result.timesSeen == result.series.count + result.timesTooFew)
    // Sums that overflow give no level: the members are left out with a reason, not averaged to infinity.
    let plain = Upscaling.combine([wild, wild], minimumCommon: 1)
    #expect(plain.series.isEmpty && plain.used == 0)
    let tame = TimeSeries(times: times, values: [1, 2, 3, 4, 5, 6])
    #expect(Upscaling.combine([tame, tame], minimumCommon: 1).series == tame)
  }
}
