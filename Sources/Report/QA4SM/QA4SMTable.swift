internal import Lab
internal import Statistics

extension QA4SMExport {
  /// The score table laid out as (location, window), windows running fastest.
  struct Table {
    let run: RunResult
    let windows: [Window]

    private var count: Int { run.sensors.count * windows.count }

    /// The columns of one metric of one product: the value, and the interval's ends where any sensor has one.
    ///
    /// The keys are what follows the metric's name in QA4SM's variable names.
    func columns(product: Int, metric: QA4SMMetric) -> [(part: String, values: [Float])] {
      var values = [Float](repeating: .nan, count: count)
      var lower = values
      var upper = values
      visit(product: product, metric: metric.metric) { place, column, position in
        let pairs = Int(column.counts[position])
        values[place] = Float(metric.convert(column.values[position], count: pairs))
        let ends = (
          metric.convert(Double(column.lower[position]), count: pairs),
          metric.convert(Double(column.upper[position]), count: pairs)
        )
        lower[place] = Float(metric.isReversed ? ends.1 : ends.0)
        upper[place] = Float(metric.isReversed ? ends.0 : ends.1)
      }
      if !lower.contains(where: \.isFinite), !upper.contains(where: \.isFinite) { return [("", values)] }
      return [("", values), ("_ci_lower", lower), ("_ci_upper", upper)]
    }

    /// The smallest number of pairs among the products; 0 where nothing was scored.
    func counts(metric: Metric) -> [Int32] {
      var smallest = [Int32](repeating: .max, count: count)
      for product in run.experiment.products.indices {
        var counts = [Int32](repeating: 0, count: count)
        visit(product: product, metric: metric) { place, column, position in
          counts[place] = column.counts[position]
        }
        for place in counts.indices { smallest[place] = min(smallest[place], counts[place]) }
      }
      return smallest.map { $0 == .max ? 0 : $0 }
    }

    /// The status codes; 1 (not enough data) where nothing was scored.
    func statuses(product: Int, metric: Metric) -> [Int32] {
      var codes = [Int32](repeating: 1, count: count)
      visit(product: product, metric: metric) { place, column, position in
        codes[place] = QA4SMMetric.code(
          column.statuses[position], hasValue: column.values[position].isFinite)
      }
      return codes
    }

    private func visit(
      product: Int, metric: Metric, body: (_ place: Int, _ column: ScoreTable.Column, _ position: Int) -> Void
    ) {
      for (window, selected) in windows.enumerated() {
        let key = ScoreTable.Key(
          product: product, stratification: selected.stratification, group: selected.group,
          scaling: run.shownScaling, metric: metric)
        guard let column = run.table[key] else { continue }
        for (position, sensor) in column.sensors.enumerated() {
          body(Int(sensor) * windows.count + window, column, position)
        }
      }
    }
  }
}
