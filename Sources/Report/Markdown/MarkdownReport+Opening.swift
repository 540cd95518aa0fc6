internal import Files
internal import Lab
internal import Statistics

extension MarkdownReport {
  /// The title and, in a few sentences, what was compared and what came out.
  var opening: String {
    let names = experiment.products.map { escape($0.name) }.joined(separator: ", ")
    let pairs = run.summary.rows.filter { $0.stratification == .all && $0.scaling == run.shownScaling }
    let most = experiment.products.indices.map { product in
      pairs.filter { $0.product == product }.map(\.pairs).max() ?? 0
    }.reduce(0, +)
    return """
      # Soil-moisture validation: \(escape(experiment.name))

      \(plural(experiment.products.count, "product")) (\(names)) compared with \
      \(escape(all.places)), on \(plural(most, "scored pair")) in all (\(RunText.period(experiment))). \
      \(findings) Soil moisture is in m³ m⁻³; times are UTC; \(ground("bias is product minus station")).

      """
  }

  /// What came out over all stations, in sentences.
  private var findings: String {
    var sentences: [String] = []
    for metric in run.keyMetrics where ["R", "ubRMSE", "bias"].contains(metric.rawValue) {
      let parts = experiment.products.indices.compactMap { product -> String? in
        let row = run.summary.row(
          product: product, stratification: .all, group: "all", scaling: run.shownScaling, metric: metric)
        return row?.mean.map {
          "\(escape(experiment.products[product].name)) \(FixedNumber.text($0, decimals: MetricText.decimals(metric)))"
        }
      }
      if !parts.isEmpty {
        sentences.append(
          "Mean \(escape(metric.rawValue)) over the \(ground("sensors")) was \(parts.joined(separator: ", "))."
        )
      }
    }
    let tested = run.comparisons.rows.filter {
      $0.stratification == .all && $0.scaling == run.shownScaling && $0.adjustedP != nil
    }
    guard !tested.isEmpty else { return sentences.joined(separator: " ") }
    let decided = tested.filter { $0.verdict != .undecided }
    let shown = decided.prefix(12).map(sentence).joined(separator: "; ")
    let places = decided.contains { $0.status == .theseStations } ? ground(", at these stations only") : ""
    sentences.append(
      "Of \(plural(tested.count, "comparison")) on common samples over all \(ground("stations")), "
        + "\(FixedNumber.count(decided.count)) \(decided.count == 1 ? "is" : "are") beyond chance"
        + (decided.isEmpty ? "." : "\(places)\(decided.count > 12 ? ", among them" : ""): \(shown)."))
    return sentences.joined(separator: " ")
  }

  private func sentence(_ row: ComparisonRow) -> String {
    "\(escape(row.product)) \(row.verdict.rawValue) than \(escape(row.referenceProduct)) in \(escape(row.metric.rawValue))"
  }

  /// The products and where they come from.
  var products: String { "## Products\n\n" + table(all.products) }
}
