public import Statistics

/// Two products on their common samples: a row of `comparisons.csv`.
public struct ComparisonRow: Hashable, Sendable {
  /// The product, or part of it: `SMAP`, `SGD-SM2[filled]`, `SMAP@run-2`.
  public var product: String
  /// What it is compared with.
  public var referenceProduct: String
  /// The grouping of the stations or samples.
  public var stratification: Stratification
  /// The group in it.
  public var group: String
  /// How the products were rescaled, each anew on the common samples.
  public var scaling: RescalingMethod
  /// Which metric.
  public var metric: Metric
  /// The mean over stations of the metric's difference, product − reference product; of `bias` with its sign.
  public var difference: Double?
  /// The lower end of the difference's interval.
  public var lower: Double?
  /// The upper end of the difference's interval.
  public var upper: Double?
  /// The probability of so large a difference where there is none, two-sided.
  public var p: Double?
  /// `p` after Benjamini and Hochberg, over all rows of the metric and scaling.
  public var adjustedP: Double?
  /// Better or worse where `adjustedP` is below 1 − level and the interval says so (`Metric.verdict`).
  public var verdict: Verdict
  /// How many stations have a difference.
  public var stations: Int
  /// The common samples behind it.
  public var pairs: Int
  /// `ok`, or why a number is missing or how far it reaches.
  public var status: Status
  /// How many networks have a station with a difference.
  public var networks: Int
  /// The mean over stations of the product's own metric on the common samples.
  public var productMean: Double?
  /// The mean over stations of the reference product's metric on the common samples.
  public var referenceMean: Double?
}

/// All comparisons of a run.
public struct ComparisonTable: Sendable {
  /// The rows, by pair of products, grouping, group, scaling and metric.
  public private(set) var rows: [ComparisonRow] = []

  private struct Key: Hashable {
    var product: String
    var referenceProduct: String
    var stratification: Stratification
    var group: String
    var scaling: RescalingMethod
    var metric: Metric
  }
  private var index: [Key: Int] = [:]

  /// No comparison.
  public init() {}

  /// The rows in their order; of two with one key the first is found by `row`.
  public init(_ rows: [ComparisonRow]) {
    self.rows = rows
    for (position, row) in rows.enumerated() {
      let key = Key(
        product: row.product, referenceProduct: row.referenceProduct, stratification: row.stratification,
        group: row.group, scaling: row.scaling, metric: row.metric)
      if index[key] == nil { index[key] = position }
    }
  }

  /// The row of a pair of products in a group; nil where there is none.
  public func row(
    product: String, referenceProduct: String, stratification: Stratification, group: String,
    scaling: RescalingMethod, metric: Metric
  ) -> ComparisonRow? {
    let key = Key(
      product: product, referenceProduct: referenceProduct, stratification: stratification, group: group,
      scaling: scaling, metric: metric)
    return index[key].map { rows[$0] }
  }
}
