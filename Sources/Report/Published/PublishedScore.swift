public import Files
public import Statistics

/// A score that a paper prints, to be set beside our own.
public struct PublishedScore: Sendable, Hashable {
  /// The paper.
  public var source: String
  /// The table or the part of the paper.
  public var table: String
  /// The product as the paper calls it.
  public var product: String
  /// What it was scored on: sites, or the pair of products whose common samples were used.
  public var stratum: String
  /// The metric.
  public var metric: Metric
  /// `mean` or `median` over sites.
  public var statistic: String
  /// The printed value, in m³ m⁻³ where the metric has a unit.
  public var value: Double
  /// The years it is for, as printed.
  public var period: String
  /// The number of sites, where printed.
  public var sites: Int?

  /// The printed scores the program knows: Tables 1 and 3 of SGD-SM 2.0, the abstract of SGD-SM 1.0, Table 3 of RSSSM.
  /// - Throws: `Failure` (data) where the table built into the program is damaged.
  public static func all() throws(Failure) -> [PublishedScore] {
    try read(CSVReader.read(PackageResources.published_csv, path: "published.csv"))
  }

  /// The score of a product in a table; nil where the paper prints none.
  public static func find(
    _ metric: Metric, of product: String, table: String, stratum: String? = nil, statistic: String = "mean",
    in scores: [PublishedScore]
  ) -> PublishedScore? {
    scores.first {
      $0.metric == metric && $0.product == product && $0.table == table && $0.statistic == statistic
        && (stratum == nil || $0.stratum == stratum)
    }
  }

  static func read(_ table: CSVTable) throws(Failure) -> [PublishedScore] {
    let names = [
      "source", "table", "product", "stratum", "metric", "statistic", "value", "period", "sites",
    ]
    var places: [Int] = []
    for name in names { places.append(try table.requiredColumn(name)) }
    var scores: [PublishedScore] = []
    for row in table.rows {
      func field(_ index: Int) -> String {
        row.fields.indices.contains(places[index]) ? row.fields[places[index]] : ""
      }
      guard let metric = Metric(rawValue: field(4)), let value = Double(field(6)), value.isFinite else {
        throw Failure(.data, "is not a score: \(field(4)) = \(field(6))", path: table.path, line: row.line)
      }
      scores.append(
        PublishedScore(
          source: field(0), table: field(1), product: field(2), stratum: field(3), metric: metric,
          statistic: field(5), value: value, period: field(7), sites: Int(field(8))))
    }
    return scores
  }
}
