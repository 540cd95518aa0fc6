import Statistics
import Testing

/// A small deterministic source of numbers in 0..<1, so that the tests need no other room.
struct Noise {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }

  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) / Double(UInt64(1) << 53)
  }

  /// Pairs with a seasonal signal in common.
  mutating func pairs(_ n: Int) -> (product: [Double], reference: [Double]) {
    var product: [Double] = []
    var reference: [Double] = []
    var level = 0.25
    for _ in 0..<n {
      level += 0.1 * (0.25 - level) + 0.05 * (next() - 0.5)
      reference.append(level + 0.02 * (next() - 0.5))
      product.append(0.8 * level + 0.08 + 0.05 * (next() - 0.5))
    }
    return (product, reference)
  }
}

@Suite struct MetricsTests {
  @Test func namesAreTheTablesNames() {
    #expect(
      Metric.allCases.map(\.rawValue) == [
        "R", "p_R", "rho", "p_rho", "bias", "RMSE", "ubRMSE", "ubRMSE_corr", "MAE", "MSE", "MSE_corr",
        "MSE_bias", "MSE_var",
        "A.R", "p_A.R", "KGE",
      ])
  }

  @Test func handComputedValues() throws {
    // e − o = 1, −1, 1, 3: by hand.
    let scores = metrics(product: [2, 1, 4, 7], reference: [1, 2, 3, 4])
    #expect(scores[.bias].value == 1)
    #expect(scores[.mse].value == 3)
    #expect(scores[.mae].value == 1.5)
    #expect(scores[.mseBias].value == 1)
    #expect(abs(try #require(scores[.ubRMSE].value) - 2.0.squareRoot()) < 1e-15)
    #expect(abs(try #require(scores[.rho].value) - 0.8) < 1e-15)
    // scipy 1.17.1: stats.pearsonr([2, 1, 4, 7], [1, 2, 3, 4])
    #expect(abs(try #require(scores[.r].value) - 0.8783100656536799) < 1e-15)
    #expect(abs(try #require(scores[.pR].value) - 0.12168993434632014) < 1e-14)
  }

  @Test(arguments: [3, 10, 400, 5000])
  func partsOfTheErrorAddUp(n: Int) throws {
    var noise = Noise(UInt64(n))
    let (product, reference) = noise.pairs(n)
    let scores = metrics(product: product, reference: reference)
    let mse = try #require(scores[.mse].value)
    let bias = try #require(scores[.bias].value)
    let ubRMSE = try #require(scores[.ubRMSE].value)
    let rmse = try #require(scores[.rmse].value)
    let parts = try [Metric.mseCorr, .mseBias, .mseVar].map { try #require(scores[$0].value) }
    #expect(abs(parts.reduce(0, +) - mse) < 1e-12)
    #expect(abs(rmse * rmse - bias * bias - ubRMSE * ubRMSE) < 1e-12)
    #expect(abs(rmse * rmse - mse) < 1e-15)
  }

  @Test func affineMapsShiftsAndOrderDoWhatTheyShould() throws {
    var noise = Noise(7)
    let (product, reference) = noise.pairs(500)
    let scores = metrics(product: product, reference: reference)
    let mapped = metrics(product: product.map { 3 * $0 - 40 }, reference: reference.map { 0.01 * $0 + 2 })
    let flipped = metrics(product: product.map { -$0 }, reference: reference)
    let shifted = metrics(product: product.map { $0 + 0.125 }, reference: reference)
    let scaled = metrics(product: product.map { $0 * 4 }, reference: reference.map { $0 * 4 })
    let swapped = metrics(product: reference, reference: product)
    func gap(
      _ a: PairMetrics, _ b: PairMetrics, _ metric: Metric, factor: Double = 1, shift: Double = 0
    ) throws -> Double {
      let (left, right) = (try #require(a[metric].value), try #require(b[metric].value))
      return abs(left * factor + shift - right)
    }

    for metric in [Metric.r, .rho] {
      #expect(try gap(scores, mapped, metric) < 1e-11)
      #expect(try gap(scores, flipped, metric, factor: -1) < 1e-14)
      #expect(try gap(scores, swapped, metric) < 1e-14)
    }
    #expect(try gap(scores, shifted, .bias, shift: 0.125) < 1e-15)
    #expect(try gap(scores, shifted, .ubRMSE) < 1e-15)
    #expect(try gap(scores, swapped, .bias, factor: -1) < 1e-16)
    for metric in [Metric.bias, .rmse, .ubRMSE, .mae] {
      #expect(scaled[metric].value == scores[metric].value.map { $0 * 4 })
    }
    for metric in [Metric.mse, .mseVar, .mseBias] {
      #expect(try gap(scores, scaled, metric, factor: 16) < 1e-15)
    }
    let order = product.indices.sorted { ($0 * 7919) % 500 < ($1 * 7919) % 500 }
    let permuted = metrics(product: order.map { product[$0] }, reference: order.map { reference[$0] })
    for metric in Metric.allCases where ![.anomalyR, .pAnomalyR, .ubRMSECorrected].contains(metric) {
      let value = try #require(scores[metric].value)
      #expect(try gap(scores, permuted, metric) <= 1e-11 * abs(value) + 1e-15, "\(metric)")
    }
  }

  @Test func largeOffsetsCostNoDigits() throws {
    // 2^-20 steps on top of 4096 are exact doubles.
    var noise = Noise(3)
    let product = (0..<1000).map { _ in 4096 + (noise.next() * 1024).rounded() / 1_048_576 }
    let reference = (0..<1000).map { _ in 4096 + (noise.next() * 1024).rounded() / 1_048_576 }
    let near = metrics(product: product, reference: reference)
    let far = metrics(product: product.map { $0 - 4096 }, reference: reference.map { $0 - 4096 })
    for metric in [Metric.r, .bias, .ubRMSE] {
      let (a, b) = (try #require(near[metric].value), try #require(far[metric].value))
      #expect(abs(a - b) < 1e-12, "\(metric)")
    }
  }

  @Test func perfectAgreementIsExact() {
    let scores = metrics(product: [0.1, 0.2, 0.35], reference: [0.1, 0.2, 0.35])
    #expect(scores[.r].value == 1 && scores[.rho].value == 1 && scores[.kge].value == 1)
    #expect(scores[.pRho].value == 0)
    #expect(scores[.rmse].value == 0 && scores[.bias].value == 0)
  }

  @Test func degenerateCasesAreStatuses() {
    let nothing = metrics(product: [], reference: [])
    for metric in Metric.allCases { #expect(nothing[metric] == MetricValue(.noData)) }

    let one = metrics(product: [0.3], reference: [0.1])
    #expect(one[.bias].value == 0.3 - 0.1)
    for metric in [Metric.r, .pR, .rho, .pRho, .ubRMSE, .mseCorr, .mseVar, .kge] {
      #expect(one[metric] == MetricValue(.tooFew))
    }
    let two = metrics(product: [0.3, 0.2], reference: [0.1, 0.4])
    #expect(two[.r].status == .tooFew && two[.ubRMSE].status == .ok && two[.mseVar].status == .ok)

    // Seven times 0.1 is not 0.7: a constant is a constant all the same.
    let constant = metrics(product: [Double](repeating: 0.1, count: 7), reference: [1, 2, 3, 4, 5, 6, 7])
    for metric in [Metric.r, .pR, .rho, .pRho, .mseCorr, .kge] {
      #expect(constant[metric] == MetricValue(.noVariance))
    }
    #expect(constant[.bias].status == .ok && constant[.ubRMSE].status == .ok)
    // So is one that only rounding moves.
    let rounding = metrics(product: [0.3, 0.1 + 0.2, 0.3, 0.3], reference: [1, 2, 3, 5])
    #expect(rounding[.r] == MetricValue(.noVariance))

    // The ratio of means of KGE needs a mean.
    let centred = metrics(product: [1, 2, 4], reference: [-1, 0, 1])
    #expect(centred[.kge] == MetricValue(.degenerate) && centred[.r].status == .ok)
    // Values that should never have come this far give no number either.
    let broken = metrics(product: [1, .infinity, 4], reference: [-1, 0, 1])
    for metric in [Metric.r, .pR, .bias, .rmse, .ubRMSE, .mae, .mse, .mseCorr, .mseVar, .kge] {
      #expect(broken[metric].value == nil, "\(metric)")
    }
    #expect(metrics(product: [1, 2, 4], reference: [1, 0, 1])[.anomalyR] == MetricValue(.noData))
  }

  @Test func missingAnomaliesAreLeftOut() {
    let some = Correlation.pearsonIgnoringMissing([1, .nan, 2, 3, 5], [2, 1, 4, .nan, 3])
    #expect(some.count == 3)
    #expect(some == Correlation.pearson([1, 2, 5], [2, 4, 3]))
    let none = Correlation.pearsonIgnoringMissing([.nan, .nan], [1, 2])
    #expect(none.count == 0 && none.value == MetricValue(.noData))
    let scores = metrics(product: [1, 2, 4], reference: [1, 0, 1]).with(anomalies: some)
    #expect(scores[.anomalyR] == some.value && scores[.pAnomalyR] == some.p)
  }

  @Test func tiesShareTheirRanks() {
    #expect(averageRanks([0.3, 0.1, 0.3, 0.2]) == [3.5, 1, 3.5, 2])
    #expect(averageRanks([5, 5, 5]) == [2, 2, 2])
    #expect(averageRanks([]) == [])
  }

  @Test func unequalLengthsAreABrokenContract() async {
    await #expect(processExitsWith: .failure) { _ = metrics(product: [1, 2, 3], reference: [1, 2]) }
    await #expect(processExitsWith: .failure) {
      _ = value(of: .bias, product: [1, 2, 3], reference: [1, 2])
    }
    await #expect(processExitsWith: .failure) { _ = CDFMatching.fit(source: [1, 2, 3], reference: [1, 2]) }
  }
}
