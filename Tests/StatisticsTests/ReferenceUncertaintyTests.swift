import Testing

@testable import Statistics

@Suite("The reference's uncertainty")
struct ReferenceUncertaintyTests {
  private let uncertainty = ReferenceUncertainty(0.03)

  @Test("3, 4, 5: what is left of 0.05 against a reference of 0.03 is 0.04")
  func byHand() throws {
    // e − o = ±0.05 about a bias of 0.1.
    let scores = metrics(product: [0.25, 0.35, 0.45, 0.55], reference: [0.2, 0.2, 0.4, 0.4])
    let ubRMSE = try #require(scores[.ubRMSE].value)
    #expect(abs(ubRMSE - 0.05) < 1e-15)
    let corrected = scores.with(uncertainty: uncertainty)
    #expect(abs(try #require(corrected[.ubRMSECorrected].value) - 0.04) < 1e-15)
    #expect(scores[.ubRMSECorrected] == MetricValue(.noData))
    #expect(corrected[.ubRMSE] == scores[.ubRMSE] && corrected[.r] == scores[.r])
  }

  @Test("an error that σ reaches has a status and no number", arguments: [0, 0.02, 0.03])
  func below(ubRMSE: Double) {
    #expect(uncertainty.corrected(MetricValue(ubRMSE)) == MetricValue(.belowUncertainty))
  }

  @Test("a missing ubRMSE keeps its reason", arguments: Status.allCases.filter { $0 != .ok })
  func missing(status: Status) {
    #expect(uncertainty.corrected(MetricValue(status)) == MetricValue(status))
    #expect(uncertainty.corrected(Interval(missing: status)).status == status)
  }

  @Test("as σ goes to zero the correction goes with σ²", arguments: [1e-2, 1e-3, 1e-6, 0])
  func vanishing(error: Double) throws {
    let found = try #require(ReferenceUncertainty(error).corrected(MetricValue(0.05)).value)
    // √(u² − σ²) = u − σ²/2u − σ⁴/8u³ …
    #expect(found <= 0.05 && 0.05 - found <= error * error / 0.1 * 1.05 + 1e-17)
  }

  /// The map from ubRMSE to what is left of it is increasing: an interval holds the corrected truth exactly when
  /// ubRMSE's own holds the truth, so that coverage is ubRMSE's.
  @Test("coverage is that of ubRMSE")
  func coverage() throws {
    var held = 0
    var trials = 0
    for seed in 1...60 {
      var noise = Noise(UInt64(seed))
      let (product, reference) = noise.pairs(80)
      let times = product.indices.map { Int64($0) * 86_400_000_000 }
      let raw = Intervals(times: times, product: product, reference: reference).ubRMSE()
      let sigma = ReferenceUncertainty(0.01)
      let corrected = sigma.corrected(raw)
      let (a, b) = (try #require(raw.lower), try #require(raw.upper))
      let (lower, upper) = (try #require(corrected.lower), try #require(corrected.upper))
      #expect(corrected.nEffective == raw.nEffective && corrected.status == raw.status)
      #expect(abs(lower * lower + 1e-4 - a * a) < 1e-15 && abs(upper * upper + 1e-4 - b * b) < 1e-15)
      for truth in [0.012, 0.014, 0.0155, 0.016, 0.017, 0.02] {
        let left = (truth * truth - 1e-4).squareRoot()
        #expect((a...b).contains(truth) == (lower...upper).contains(left))
        trials += 1
        if (lower...upper).contains(left) { held += 1 }
      }
    }
    // Some truths inside and some outside: the comparison was one.
    #expect(held > 0 && held < trials)
  }

  @Test("an end that σ exceeds is zero")
  func clamped() {
    let interval = uncertainty.corrected(Interval(lower: 0.02, upper: 0.05, nEffective: 40))
    #expect(interval.lower == 0 && interval.nEffective == 40 && interval.status == .ok)
    #expect(interval.upper.map { abs($0 - 0.04) < 1e-15 } == true)
    #expect(uncertainty.corrected(Interval(lower: 0.01, upper: 0.02, nEffective: 10)).upper == 0)
  }
}
