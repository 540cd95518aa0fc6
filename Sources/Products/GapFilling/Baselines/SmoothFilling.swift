public import Grids

/// Fills a record's gaps by DCT-PLS in time, latitude and longitude.
public struct SmoothFilling: GapFillingBaseline, Hashable {
  /// Smoothing with an s, or observations kept while the smoothing fades.
  public enum Variant: Hashable, Sendable {
    /// The gaps take the smooth field's values.
    case smooth
    /// The steps of pure gap filling.
    case pure(DCTPLS.PureFilling)
  }

  /// The smoother: s, the weights of the axes, robustness.
  public var smoother: DCTPLS
  /// The variant.
  public var variant: Variant
  /// Whether anomalies from the climatology are smoothed instead of the values themselves.
  ///
  /// A cell without a climatology is a gap then, and its own gaps stay.
  public var onAnomalies: Bool

  /// A filling by a smoother.
  public init(_ smoother: DCTPLS, _ variant: Variant = .smooth, onAnomalies: Bool = true) {
    (self.smoother, self.variant, self.onAnomalies) = (smoother, variant, onAnomalies)
  }

  /// The method and its settings in a few words, for tables.
  public var title: String {
    var words = ["DCT-PLS \(onAnomalies ? "on anomalies" : "on values")"]
    switch (variant, smoother.smoothing) {
    case (.pure(let filling), _): words.append("pure gap filling in \(filling.steps) steps")
    case (_, .fixed(let s)): words.append("s = \(s)")
    case (_, .crossValidated): words.append("s by cross-validation")
    }
    words.append("time axis × \(smoother.axisWeights.layers)")
    if case .smooth = variant, smoother.robustness != .none { words.append("\(smoother.robustness) weights") }
    return words.joined(separator: ", ")
  }

  /// Fills gaps by smoothing the whole cube of days and cells.
  public func fill(
    _ record: FieldStack, climatology: DayOfYearClimatology, wanted: [Bool], jobs: Int
  ) -> FilledStack {
    let input = onAnomalies ? climatology.anomalies(of: record) : record.values
    let (layers, rows, columns) = (record.days.count, record.rows, record.columns)
    let smooth: [Float]? =
      switch variant {
      case .smooth:
        input.isEmpty
          ? nil : smoother.fit(input, layers: layers, rows: rows, columns: columns, jobs: jobs)?.values
      case .pure(let filling):
        input.isEmpty
          ? nil
          : smoother.fillGaps(
            input, layers: layers, rows: rows, columns: columns, filling: filling, jobs: jobs)
      }
    let means = onAnomalies ? climatology.means(of: record) : []
    let why: FilledStack.State = smooth == nil ? .nothingNear : .noClimatology
    return FilledStack(filling: record, wanted: wanted, why: why) { position in
      guard let smooth else { return .nan }
      return onAnomalies ? means[position] + climatology.scale * smooth[position] : smooth[position]
    }
  }
}
