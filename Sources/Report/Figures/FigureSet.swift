internal import Files
internal import Lab
internal import Statistics

/// Which figures a run gets.
enum FigureSet {
  /// The groupings whose boxes are drawn.
  private static let groupings: [Stratification] = [
    .koppen, .season, .flag, .flagCommon, .orbit, .dayNight, .frozen, .distance, .cellStations, .frm, .water,
    .region,
  ].map { (kind: StratumKind) in Stratification(factors: [kind]) }

  /// Plans the station map, and boxplots of the key metrics per group of the groupings that have a figure and were
  /// asked for.
  static func plan(_ run: RunResult) -> [PlannedFigure] {
    var plan: [PlannedFigure] = []
    if let map = MapFigure(sensors: run.sensors) {
      plan.append(.figure(map.figure(name: "map")))
    } else {
      plan.append(.skipped(name: "map", reason: "no scored station has coordinates"))
    }
    for grouping in groupings where run.experiment.strata.contains(grouping) {
      for metric in run.keyMetrics {
        let name = "boxes-\(grouping.name)-\(MetricText.fileName(metric))"
        if let panels = BoxPanels(
          run: run, stratification: grouping, scaling: run.shownScaling, metric: metric)
        {
          plan.append(.figure(BoxFigure(panels).figure(name: name)))
        } else {
          plan.append(
            .skipped(
              name: name,
              reason:
                "no \(MetricText.title(grouping)) has enough stations with a value of \(metric.rawValue)"))
        }
      }
    }
    return plan
  }

  /// Writes scripts and data, then draws with at most `jobs` gnuplots at a time.
  /// - Returns: one outcome a planned figure, in order, whatever order they were finished in.
  /// - Throws: `Failure` (data) where scripts or data cannot be written; a figure that gnuplot cannot draw is an
  ///   outcome, not a failure.
  static func write(
    _ plan: [PlannedFigure], folder: String, jobs: Int, draws: Bool
  ) async throws(Failure) -> [FigureOutcome] {
    var outcomes: [FigureOutcome] = []
    for planned in plan {
      switch planned {
      case .skipped(let name, let reason):
        outcomes.append(FigureOutcome(name: name, caption: "", status: .noData(reason)))
      case .figure(let figure):
        try AtomicFile.write(figure.data, to: "\(folder)/\(figure.name).dat")
        try AtomicFile.write(figure.script, to: "\(folder)/\(figure.name).gp")
        outcomes.append(
          FigureOutcome(name: figure.name, caption: figure.caption, status: .notDrawn("not asked for")))
      }
    }
    guard draws else { return outcomes }
    let wanted = plan.indices.filter { if case .figure = plan[$0] { true } else { false } }
    let names = outcomes.map(\.name)
    let results = await withTaskGroup(of: (Int, FigureOutcome.Status).self) { group in
      var waiting = wanted.makeIterator()
      let start = { (group: inout TaskGroup<(Int, FigureOutcome.Status)>) in
        guard let index = waiting.next() else { return }
        let name = names[index]
        group.addTask { (index, await draw(name: name, folder: folder)) }
      }
      for _ in 0..<max(1, jobs) { start(&group) }
      var results: [Int: FigureOutcome.Status] = [:]
      while let (index, status) = await group.next() {
        results[index] = status
        start(&group)
      }
      return results
    }
    for (index, status) in results { outcomes[index].status = status }
    return outcomes
  }

  private static func draw(name: String, folder: String) async -> FigureOutcome.Status {
    do throws(Gnuplot.Trouble) {
      try await Gnuplot.draw(name: name, folder: folder)
      return .drawn
    } catch {
      switch error {
      case .missing: return .notDrawn("gnuplot is not installed (Debian: apt-get install gnuplot-nox)")
      case .failed(let message): return .notDrawn("gnuplot failed: \(message)")
      }
    }
  }
}
