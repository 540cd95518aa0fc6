internal import Grids

/// From when to when a product and the stations beside it have values.
struct TimeSpans: Sendable {
  /// The product's first and last time, microseconds UTC.
  var product: ClosedRange<Int64>?
  /// The stations' first and last accepted time.
  var station: ClosedRange<Int64>?

  /// Nothing yet.
  init() {}

  /// The spans of two series with increasing times.
  init(product: TimeSeries, station: TimeSeries) {
    self.product = TimeSpans.span(product)
    self.station = TimeSpans.span(station)
  }

  /// Widens the spans by others.
  mutating func add(_ other: TimeSpans) {
    product = TimeSpans.union(product, other.product)
    station = TimeSpans.union(station, other.station)
  }

  private static func span(_ series: TimeSeries) -> ClosedRange<Int64>? {
    guard let first = series.times.first, let last = series.times.last, first <= last else { return nil }
    return first...last
  }

  private static func union(_ first: ClosedRange<Int64>?, _ second: ClosedRange<Int64>?) -> ClosedRange<
    Int64
  >? {
    guard let first, let second else { return first ?? second }
    return min(first.lowerBound, second.lowerBound)...max(first.upperBound, second.upperBound)
  }
}

extension Validation {
  /// What a user must be told in the first place: products without any pair, and why; checks that could not be made.
  static func remarks(
    on totals: [LedgerLine], spans: [TimeSpans], experiment: Experiment
  ) -> [String] {
    var remarks: [String] = []
    for (product, spans) in zip(experiment.products, spans) {
      func lines(_ stage: LedgerStage) -> [LedgerLine] {
        totals.filter { $0.stage == stage && $0.subject.product == product.name && $0.count > 0 }
      }
      guard !lines(.productMatching).contains(where: { $0.reason == "kept" }) else { continue }
      func days(_ span: ClosedRange<Int64>) -> String {
        "\(UTC.dateText(span.lowerBound)) to \(UTC.dateText(span.upperBound))"
      }
      let reason: String
      if let own = spans.product, let stations = spans.station, !own.overlaps(stations) {
        let ground = experiment.reference == nil ? "the stations'" : "the reference's"
        reason = "the product's values are from \(days(own)), \(ground) from \(days(stations))"
      } else {
        // The last stage that anything reached says why nothing went on.
        let last = [LedgerStage.productMatching, .productMeans, .productSamples, .productCells].lazy
          .map { lines($0).filter { $0.reason != "read" && $0.reason != "kept" } }.first { !$0.isEmpty }
        let most = last?.max { $0.count < $1.count }
        reason = most.map { "\($0.reason) (\($0.count))" } ?? "its files hold no value"
      }
      remarks.append("\(product.name) has no pair: \(reason).")
    }
    let unchecked = totals.filter { $0.stage == .note && $0.reason == "no soil temperature at the station" }
      .reduce(0) { $0 + $1.count }
    if unchecked > 0 {
      remarks.append(
        "Frozen soil: \(unchecked) samples are of stations without a soil temperature; they were not checked."
      )
    }
    return remarks
  }
}
