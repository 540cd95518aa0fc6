internal import Files
internal import Grids
internal import Products
internal import Stations
internal import Statistics

extension Experiment {
  /// The resolved experiment as YAML, every default written out; reading it back gives the same experiment.
  public var yaml: String {
    var text = "name: \(quote(name))\n"
    if let period {
      let from = UTC.dateText(period.start)
      let to = UTC.dateText(period.end - UTC.day)
      text += "period: {from: \(from), to: \(to)}\n"
    }
    text += groundText
    text += "products:\n"
    for product in products {
      text += "  - name: \(quote(product.name))\n"
      text += "    files: \(flow(product.patterns.map(quote)))\n"
      text += "    description:\n"
      for line in product.description.yamlLines { text += "      \(line)\n" }
    }
    text += "matching: \(matching.yaml)\n"
    text += "scaling: \(flow(scaling.map(\.rawValue)))\n"
    text += "strata: \(flow(strata.map(\.name)))\n"
    text += "metrics: \(flow(metrics.map(\.rawValue)))\n"
    switch anomalies {
    case .window(let days): text += "anomalies: {method: window, days: \(CSVRow.format(days))}\n"
    case .climatology(let years): text += "anomalies: {method: climatology, years: \(years)}\n"
    }
    text +=
      "intervals: {level: \(CSVRow.format(intervals.level)), method: effective-n, seed: \(intervals.seed), "
    text += "replicates: \(intervals.replicates)}\n"
    text += "compare: {pairs: \(comparison.pairs.rawValue), common: \(comparison.common.rawValue)}\n"
    if !triple.isEmpty { text += "triple: \(flow(triple.map { quote($0.name(in: self)) }))\n" }
    text += "minimum: {pairs: \(minimumPairs), stations: \(minimumStations)}\n"
    return text
  }

  func flow(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }

  func quote(_ text: String) -> String { YAMLNode.quoted(text) }
}
