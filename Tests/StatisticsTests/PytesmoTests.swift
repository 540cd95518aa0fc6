import Statistics
import Testing

/// Agreement with pytesmo 0.18.1 on made-up arrays (Tests/Oracle/pytesmo_metrics.py).
@Suite struct PytesmoTests {
  static let cases = OracleCase.read("pytesmo_metrics.txt")

  @Test func theOracleIsThere() { #expect(Self.cases.count == 42) }

  @Test(arguments: cases.filter { !$0["x"].isEmpty })
  func metricsAgree(oracle: OracleCase) throws {
    let product = oracle["x"].map { $0 / 1e4 }
    let reference = oracle["y"].map { $0 / 1e4 }
    let scores = metrics(product: product, reference: reference)
    #expect(scores.count == product.count)
    for metric in Metric.allCases where ![.anomalyR, .pAnomalyR, .ubRMSECorrected].contains(metric) {
      let expected = try #require(oracle[metric.rawValue].first)
      let observed = try #require(scores[metric].value)
      let isP = metric == .pR || metric == .pRho
      // A p-value this far out magnifies the last digit of R by n/(1−R²).
      let relative = isP ? 1e-6 : 1e-9
      #expect(
        agrees(observed, expected, relative: relative, absolute: isP ? 1e-300 : 1e-12),
        "\(metric.rawValue): \(observed), pytesmo \(expected)")
      #expect(value(of: metric, product: product, reference: reference) == scores[metric])
    }
  }

  @Test(arguments: cases.filter { !$0["x"].isEmpty })
  func scalingsAgree(oracle: OracleCase) throws {
    let product = oracle["x"].map { $0 / 1e4 }
    let reference = oracle["y"].map { $0 / 1e4 }
    let step = max(1, product.count / 100)
    let line = try MeanStdScaling.fit(source: product, reference: reference).get().apply(product)
    for (i, expected) in oracle["ms"].enumerated() {
      #expect(agrees(line[i * step], expected, relative: 1e-12, absolute: 1e-12))
    }
    let map = try CDFMatching.fit(source: product, reference: reference).get().apply(product)
    #expect(oracle["cdf"].count == oracle["ms"].count)
    for (i, expected) in oracle["cdf"].enumerated() {
      #expect(
        agrees(map[i * step], expected, relative: 1e-11, absolute: 1e-12),
        "at \(i * step): \(map[i * step]), pytesmo \(expected)")
    }
  }

  @Test(arguments: cases.filter { !$0["hours"].isEmpty })
  func anomaliesAgree(oracle: OracleCase) {
    let times = oracle["hours"].map { Int64($0) * 3_600_000_000 }
    let values = oracle["values"].map { $0 / 1e4 }
    let anomalies = Anomaly.movingWindow(times: times, values: values)
    let step = max(1, values.count / 200)
    for (i, expected) in oracle["anomaly"].enumerated() {
      #expect(abs(anomalies[i * step] - expected) < 1e-13)
    }
  }
}
