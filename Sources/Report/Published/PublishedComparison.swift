public import Lab
internal import Statistics

/// Scores of a run beside those that papers print.
///
/// Site sets and years differ, so a difference is no test of a product; it tells whether a synthetic world is as hard as
/// the real one.
public struct PublishedComparison: Sendable {
  /// One printed score, and how near ours is meant to be.
  public struct Line: Sendable {
    /// The product's name in the run.
    public var product: String
    /// What is printed.
    public var published: PublishedScore
    /// The largest difference at which the world is taken for realistic.
    public var tolerance: Double

    /// Sets a product of the run beside a printed score.
    public init(product: String, published: PublishedScore, tolerance: Double) {
      self.product = product
      self.published = published
      self.tolerance = tolerance
    }
  }

  /// What became of a line.
  public struct Outcome: Sendable {
    /// The line.
    public var line: Line
    /// The run's mean over stations with its interval and the number of stations; nil where there is none.
    public var mean, lower, upper: Double?
    /// The number of stations behind it.
    public var stations: Int

    /// Whether the mean lies within the tolerance; false where there is none.
    public var isNear: Bool {
      mean.map { abs($0 - line.published.value) <= line.tolerance } ?? false
    }
  }

  /// The lines, in their order.
  public let outcomes: [Outcome]
  /// The level of the intervals in percent.
  private let level: String

  /// Looks the lines up in a run: means over all its stations, not rescaled.
  ///
  /// A run that only rescaled its products has none of these means.
  public init(_ lines: [Line], in run: RunResult) {
    level = FixedNumber.text(run.experiment.intervals.level * 100, decimals: 0)
    outcomes = lines.map { line in
      let row = run.experiment.products.firstIndex { $0.name == line.product }.flatMap {
        run.summary.row(
          product: $0, stratification: .all, group: "all", scaling: .none,
          metric: line.published.metric)
      }
      return Outcome(
        line: line, mean: row?.mean, lower: row?.lower, upper: row?.upper, stations: row?.stations ?? 0)
    }
  }

  /// The outcomes as a table.
  public var table: ReportTable {
    var table = ReportTable(
      id: "published", caption: "Scores of the synthetic world beside printed ones of the real one.",
      columns: [
        .init("Metric", .left), .init("Product", .left), .init("Mean here"),
        .init("\(level) % interval", kind: .range(lower: "Lower", upper: "Upper")), .init("n stations"),
        .init("Printed"), .init("Tolerance"), .init("Near", .left), .init("Printed for", .left),
      ],
      notes: ["Printed values are of other stations and other years: nearness is plausibility, not proof."])
    for outcome in outcomes {
      let (line, published) = (outcome.line, outcome.line.published)
      let decimals = MetricText.decimals(published.metric)
      table.append([
        .text(MetricText.axis(published.metric)), .text(line.product),
        .number(outcome.mean, decimals: decimals), .range(outcome.lower, outcome.upper, decimals: decimals),
        .count(outcome.stations), .number(published.value, decimals: decimals),
        .number(line.tolerance, decimals: decimals), .text(outcome.isNear ? "yes" : "no"),
        .text("\(published.product), \(published.source), \(published.table), \(published.period)"),
      ])
    }
    return table
  }
}
