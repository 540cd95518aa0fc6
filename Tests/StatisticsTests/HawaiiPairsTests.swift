import Foundation
import Statistics
import Testing

/// Pairs and metrics that pytesmo computed on real stations and products; present only where the real data are.
enum HawaiiPairs {
  static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["LAB_SHARED_DATA"] {
      return URL(filePath: path).appending(path: "reference")
    }
    var root = URL(filePath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    return root.appending(path: "../shared/data/reference").standardized
  }()

  /// A row of a metrics table by column, and the pairs file's columns by name.
  struct Row: Sendable, CustomTestStringConvertible {
    let folder: String
    let fields: [String: String]
    var testDescription: String { "\(folder)/\(fields["pairs_file"] ?? "?")" }

    func number(_ key: String) -> Double? { fields[key].flatMap(Double.init) }
  }

  /// The rows of both tables; empty where the data are absent.
  static let rows: [Row] = ["", "_exact_time"].flatMap { suffix -> [Row] in
    let table = folder.appending(path: "pytesmo_hawaii_metrics\(suffix).csv")
    guard let text = try? String(contentsOf: table, encoding: .utf8) else { return [] }
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map {
      Row(
        folder: "pytesmo_hawaii_pairs\(suffix)",
        fields: Dictionary(zip(header, $0), uniquingKeysWith: { first, _ in first }))
    }
  }

  /// The columns of a pairs file; an empty field is NaN.
  static func columns(of row: Row) throws -> [String: [Double]] {
    let path = folder.appending(path: row.folder).appending(path: row.fields["pairs_file"] ?? "")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/gzip")
    process.arguments = ["-dc", path.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
    let header = try #require(lines.first).split(separator: ",").map(String.init)
    var columns = Dictionary(uniqueKeysWithValues: header.map { ($0, [Double]()) })
    for line in lines.dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      for (name, field) in zip(header, fields) { columns[name]?.append(Double(field) ?? .nan) }
    }
    return columns
  }
}

@Suite(.enabled(if: !HawaiiPairs.rows.isEmpty, "the real data are absent"))
struct HawaiiPairsTests {
  /// Every metric of every file: within 1e-9 relative or 1e-12 absolute, p-values 1e-6 relative.
  @Test(arguments: HawaiiPairs.rows)
  func scoresAgree(row: HawaiiPairs.Row) throws {
    let columns = try HawaiiPairs.columns(of: row)
    let product = try #require(columns["product"])
    let station = try #require(columns["station"])
    let n = Int(try #require(row.number("n")))
    #expect(product.count == n)
    // Fewer than 10 pairs have no scores in the table.
    guard n >= 10 else { return }
    let anomalies = Correlation.pearsonIgnoringMissing(
      try #require(columns["product_anom"]), try #require(columns["station_anom"]))
    let scores = metrics(product: product, reference: station).with(anomalies: anomalies)
    try compare(scores, row, prefix: "", tolerance: 1e-9)
    let pairs: [(Metric, String)] = [(.anomalyR, "AR"), (.pAnomalyR, "p_AR")]
    for (metric, column) in pairs {
      try compare(scores[metric], try #require(row.number(column)), isP: metric == .pAnomalyR, column, 1e-9)
    }

    let line = try MeanStdScaling.fit(source: product, reference: station).get().apply(product)
    try compareValues(line, try #require(columns["product_ms"]), 1e-12)
    let map = try CDFMatching.fit(source: product, reference: station).get().apply(product)
    try compareValues(map, try #require(columns["product_cdf"]), 1e-6)
    try compare(metrics(product: line, reference: station), row, prefix: "ms_", tolerance: 1e-9)
    try compare(metrics(product: map, reference: station), row, prefix: "cdf_", tolerance: 1e-6)
  }

  private func compare(
    _ scores: PairMetrics, _ row: HawaiiPairs.Row, prefix: String, tolerance: Double
  ) throws {
    let list: [Metric] = [.r, .pR, .rho, .pRho, .bias, .rmse, .ubRMSE, .mae]
    for metric in list {
      let column = prefix + metric.rawValue
      let isP = metric == .pR || metric == .pRho
      try compare(scores[metric], try #require(row.number(column)), isP: isP, column, tolerance)
    }
  }

  private func compare(
    _ value: MetricValue, _ expected: Double, isP: Bool, _ column: String, _ tolerance: Double
  ) throws {
    let observed = try #require(value.value)
    let relative = isP ? 1e-6 : tolerance
    #expect(
      agrees(observed, expected, relative: relative, absolute: isP ? 0 : min(tolerance, 1e-12)),
      "\(column): \(observed), pytesmo \(expected)")
  }

  private func compareValues(_ observed: [Double], _ expected: [Double], _ tolerance: Double) throws {
    try #require(observed.count == expected.count)
    var worst = 0.0
    for (a, b) in zip(observed, expected) { worst = max(worst, abs(a - b)) }
    #expect(worst <= tolerance)
  }
}
