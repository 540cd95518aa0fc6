import Statistics
import Testing

/// Agreement with pytesmo and SciPy on made-up numbers (Tests/Oracle/comparisons.py).
@Suite struct ComparisonOracleTests {
  static let cases = OracleCase.read("comparisons.txt")

  @Test func theOracleIsThere() { #expect(Self.cases.count == 20) }

  @Test(arguments: cases.filter { !$0["x"].isEmpty })
  func tripleCollocationAgrees(oracle: OracleCase) throws {
    let series = ["x", "y", "z"].map { oracle[$0].map { $0 / 1e4 } }
    let n = Double(series[0].count)
    for reference in 0..<3 {
      let found = TripleCollocation(series[0], series[1], series[2], reference: reference)
      try #require(found.sides.count == 3)
      for (i, side) in found.sides.enumerated() {
        #expect(agrees(side.scaling, oracle["beta\(reference)"][i], relative: 1e-10, absolute: 0))
        // pytesmo divides by n − 1, and gives a standard deviation the sign of β.
        let deviation = oracle["err\(reference)"][i].magnitude
        if deviation.isNaN {
          #expect(side.errorDeviation.status == .negativeVariance && side.errorVariance < 0)
          #expect(side.signalToNoise.status == .negativeVariance && found.status == .negativeVariance)
        } else {
          let observed = try #require(side.errorDeviation.value)
          #expect(
            agrees(observed * (n / (n - 1)).squareRoot(), deviation, relative: 1e-9, absolute: 0))
          let snr = try #require(side.signalToNoise.value)
          #expect(agrees(snr, oracle["snr\(reference)"][i], relative: 1e-9, absolute: 1e-9))
        }
      }
    }
  }

  @Test(arguments: cases.filter { !$0["d"].isEmpty })
  func signedRanksAgree(oracle: OracleCase) throws {
    let differences = oracle["d"].map { $0 / 1e4 }
    for (key, zeros) in [("wilcox", WilcoxonSignedRank.Zeros.leftOut), ("pratt", .ranked)] {
      let found = WilcoxonSignedRank(differences, zeros: zeros)
      #expect(min(found.positiveRanks, found.negativeRanks) == oracle[key][0])
      #expect(agrees(try #require(found.p.value), oracle[key][1], relative: 1e-12, absolute: 0))
      #expect(found.isExact == (oracle[key][2] == 1))
      let mirrored = WilcoxonSignedRank(differences.map { -$0 }, zeros: zeros)
      #expect(mirrored.p == found.p && mirrored.positiveRanks == found.negativeRanks)
    }
    let t = PairedT(differences)
    #expect(agrees(try #require(t.t.value), oracle["t"][0], relative: 1e-12, absolute: 1e-12))
    #expect(agrees(try #require(t.p.value), oracle["t"][1], relative: 1e-11, absolute: 0))
  }

  @Test(arguments: cases.filter { !$0["p"].isEmpty })
  func falseDiscoveryAgrees(oracle: OracleCase) {
    let adjusted = FalseDiscovery.adjusted(oracle["p"])
    #expect(adjusted.count == oracle["adjusted"].count)
    for (one, expected) in zip(adjusted, oracle["adjusted"]) {
      #expect(agrees(one ?? .nan, expected, relative: 1e-14, absolute: 0))
    }
  }
}

/// What the tests say of few, equal and missing numbers.
@Suite struct FamilyTests {
  @Test func missingTestsDoNotCount() {
    let adjusted = FalseDiscovery.adjusted([0.04, nil, 0.01, .nan, 0.03])
    // Of three: 0.01·3/1, 0.03·3/2, 0.04·3/3; the second is held down by the third.
    #expect(adjusted == [0.04, nil, 0.03, nil, 0.04])
    #expect(FalseDiscovery.adjusted([]).isEmpty)
    #expect(FalseDiscovery.adjusted([nil]) == [nil])
  }

  @Test func adjustedRiseWithTheirOwn() {
    let p = (0..<50).map { Double(($0 * 37) % 50) / 50 }
    let adjusted = FalseDiscovery.adjusted(p).map { $0 ?? .nan }
    for i in p.indices {
      #expect(adjusted[i] >= p[i] && adjusted[i] <= 1)
      for j in p.indices where p[i] <= p[j] { #expect(adjusted[i] <= adjusted[j]) }
    }
  }

  /// Three positive differences of three: 2·(1/8).
  @Test func threeOfThree() {
    let found = WilcoxonSignedRank([0.1, 0.3, 0.2])
    #expect(found.p.value == 0.25 && found.isExact && found.positiveRanks == 6)
  }

  @Test func reasonsForNoTest() {
    #expect(WilcoxonSignedRank([]).p.status == .noData)
    #expect(WilcoxonSignedRank([0, 0]).p.status == .noVariance)
    #expect(WilcoxonSignedRank([0, 0], zeros: .ranked).p.status == .noVariance)
    #expect(WilcoxonSignedRank([1, .nan]).p.status == .degenerate)
    #expect(PairedT([]).p.status == .noData)
    #expect(PairedT([1]).p.status == .tooFew)
    #expect(PairedT([1, 1]).p.status == .noVariance)
    #expect(PairedT([1, .infinity]).t.status == .degenerate)
    // (1 + 3)/2 = 2, standard deviation √2, standard error 1: t = 2.
    #expect(close(PairedT([1, 3]).t.value, 2))
  }
}
