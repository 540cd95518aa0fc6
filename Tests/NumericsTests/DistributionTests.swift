import Numerics
import Testing

/// The relative distance of an observed from an expected value.
func relativeError(_ observed: Double, _ expected: Double) -> Double {
  expected == 0 ? abs(observed) : abs(observed - expected) / abs(expected)
}

@Suite struct DistributionTests {
  @Test func studentTailsAgreeWithMpmath() {
    for (t, nu, expected) in DistributionGoldens.studentUpper {
      let error = relativeError(StudentT.upperTail(t, degreesOfFreedom: nu), expected)
      #expect(error < 1e-12, "t \(t), ν \(nu): \(error)")
      let lower = relativeError(StudentT.cumulative(-t, degreesOfFreedom: nu), expected)
      #expect(lower == error)
    }
  }

  @Test func chiSquaredTailsAgreeWithMpmath() {
    for (x, nu, expected) in DistributionGoldens.chiSquaredLower {
      let error = relativeError(ChiSquared.cumulative(x, degreesOfFreedom: nu), expected)
      #expect(error < 1e-12, "x \(x), ν \(nu): \(error)")
    }
    for (x, nu, expected) in DistributionGoldens.chiSquaredUpper {
      let error = relativeError(ChiSquared.upperTail(x, degreesOfFreedom: nu), expected)
      #expect(error < 1e-12, "x \(x), ν \(nu): \(error)")
    }
  }

  @Test func incompleteBetaAgreesWithMpmath() {
    for (x, a, b, expected) in DistributionGoldens.beta {
      let error = relativeError(IncompleteBeta.lower(x, a, b), expected)
      #expect(error < 1e-12, "x \(x), a \(a), b \(b): \(error)")
    }
  }

  @Test func normalTailAgreesWithMpmath() {
    for (z, _, expected) in DistributionGoldens.normalUpper {
      #expect(relativeError(Normal.upperTail(z), expected) < 1e-12)
      #expect(relativeError(Normal.cumulative(-z), expected) < 1e-12)
      if z > 0 { #expect(relativeError(Normal.upperQuantile(expected), z) < 1e-13) }
    }
  }

  @Test func studentQuantilesInvertTheTails() {
    for (t, nu, tail) in DistributionGoldens.studentUpper {
      // Near the middle p = ½ − ε cannot carry more digits of t than ε has.
      let limit = t < 0.01 ? 1e-9 : 2e-12
      let found = -StudentT.quantile(tail, degreesOfFreedom: nu)
      #expect(relativeError(found, t) < limit, "t \(t), ν \(nu): \(found)")
    }
    // scipy 1.17.1: stats.t.ppf(0.975, [1, 2, 10, 30])
    let table: [(Double, Double)] = [
      (1, 12.706204736174694), (2, 4.302652729749464), (10, 2.2281388519862744), (30, 2.042272456301238),
    ]
    for (nu, expected) in table {
      #expect(relativeError(StudentT.quantile(0.975, degreesOfFreedom: nu), expected) < 1e-12)
      #expect(relativeError(StudentT.quantile(0.025, degreesOfFreedom: nu), -expected) < 1e-12)
    }
  }

  @Test func chiSquaredQuantilesInvertTheTails() {
    for (x, nu, p) in DistributionGoldens.chiSquaredLower where p < 0.5 {
      let found = ChiSquared.quantile(p, degreesOfFreedom: nu)
      #expect(relativeError(found, x) < 2e-12, "x \(x), ν \(nu): \(found)")
    }
    for (x, nu, q) in DistributionGoldens.chiSquaredUpper where q > 1e-3 && q < 0.5 {
      let found = ChiSquared.quantile(1 - q, degreesOfFreedom: nu)
      #expect(relativeError(found, x) < 1e-12, "x \(x), ν \(nu): \(found)")
    }
    // Standard tables: χ²(0.95; 1, 10).
    #expect(relativeError(ChiSquared.quantile(0.95, degreesOfFreedom: 1), 3.841458820694124) < 1e-12)
    #expect(relativeError(ChiSquared.quantile(0.95, degreesOfFreedom: 10), 18.307038053275146) < 1e-12)
  }

  @Test func edgesAreNumbersOrNaNNeverTraps() {
    #expect(StudentT.cumulative(0, degreesOfFreedom: 3.3) == 0.5)
    #expect(StudentT.upperTail(.infinity, degreesOfFreedom: 3) == 0)
    #expect(StudentT.twoSided(1e200, degreesOfFreedom: 1) > 0)
    #expect(StudentT.upperTail(1, degreesOfFreedom: 0).isNaN)
    #expect(StudentT.upperTail(.nan, degreesOfFreedom: 4).isNaN)
    #expect(StudentT.quantile(0.5, degreesOfFreedom: 4) == 0)
    #expect(StudentT.quantile(1, degreesOfFreedom: 4) == .infinity)
    #expect(StudentT.quantile(1.5, degreesOfFreedom: 4).isNaN)
    #expect(StudentT.quantile(1e-300, degreesOfFreedom: 0.5) == -.infinity)
    #expect(StudentT.quantile(0.9, degreesOfFreedom: .infinity) == Normal.quantile(0.9))
    #expect(ChiSquared.cumulative(-1, degreesOfFreedom: 2) == 0)
    #expect(ChiSquared.upperTail(.infinity, degreesOfFreedom: 2) == 0)
    #expect(ChiSquared.quantile(0, degreesOfFreedom: 2) == 0)
    #expect(ChiSquared.quantile(1, degreesOfFreedom: 2) == .infinity)
    #expect(ChiSquared.quantile(0.5, degreesOfFreedom: -2).isNaN)
    #expect(Normal.quantile(0.5) == 0)
    #expect(Normal.quantile(0) == -.infinity)
    #expect(Normal.quantile(.nan).isNaN)
    #expect(IncompleteBeta.lower(0, 1, 1) == 0 && IncompleteBeta.lower(1, 1, 1) == 1)
    #expect(IncompleteBeta.lower(1.1, 1, 1).isNaN && IncompleteBeta.lower(0.5, 0, 1).isNaN)
  }

  @Test func quantileIsLinearBetweenOrderStatistics() {
    let values = [1.0, 2, 3, 4, 100]
    #expect(quantile(ofSorted: values, 0.25) == 2)
    #expect(quantile(ofSorted: values, 0.5) == 3)
    #expect(quantile(ofSorted: values, 0.75) == 4)
    #expect(quantile(ofSorted: values, 0) == 1)
    #expect(quantile(ofSorted: values, 1) == 100)
    #expect(quantile(ofSorted: [7], 0.3) == 7)
    #expect(abs(quantile(ofSorted: [1, 2], 0.1) - 1.1) < 1e-15)
  }
}
