public import Files
internal import Stations
internal import Statistics

/// Carries a plan out: match-ups, scores, summaries and the ledger, written into a run folder.
public enum Validation {
  /// How far a long piece of work has come.
  public typealias Progress = (_ done: Int, _ total: Int, _ what: String) -> Void

  /// Matches and scores every station and writes DESIGN §5's files but the report and the manifest.
  ///
  /// Stations are worked on by `jobs` threads and written in order, so the bytes do not depend on `jobs`, and memory
  /// holds a few stations at a time. Nothing appears in the folder unless all of it does.
  /// - Throws: `Failure` where a product cannot be read, nothing at all is accepted, the ledger does not add up, or
  ///   the folder cannot be written.
  public static func run(
    _ plan: Plan, into folder: RunFolder, jobs: Int, progress: Progress = { _, _, _ in }
  ) throws(Failure) -> RunResult {
    let experiment = plan.experiment
    let scores = try ScoresFile(path: folder.file("scores.csv"))
    let exclusions = try ExclusionsFile(path: folder.file("exclusions.csv"))
    let matchUps = try MatchUpsFile(
      path: folder.file("matchups.nc"), experiment: experiment, sensors: plan.sensors,
      placements: plan.placements)
    let rain = RainFile(path: folder.file("rain.nc"))
    let members =
      experiment.stations.unit == .sensor ? nil : try MembersFile(path: folder.file("members.csv"))
    var table = ScoreTable()
    var totals = LedgerTotals()
    var problems = plan.problems
    var accepted = 0
    var rejected = Tally()
    var networks = Set<String>()
    var memberSpreads: [Double] = []
    var slopes: [[BiasTrend?]] = []
    var spans = experiment.products.map { _ in TimeSpans() }

    try plan.ledger.verify()
    try exclusions.append(plan.ledger)
    totals.add(plan.ledger)
    try plan.prepare(jobs: jobs, scratch: folder.file(""), progress: progress)
    let matcher = StationMatcher(plan: plan)
    let scorer = PairScorer(experiment: experiment)

    try OrderedWork.run(count: plan.stations.count, jobs: jobs) { index throws(Failure) in
      let stations = try matcher.match(index).map { match throws(Failure) in
        (
          match: match, scores: scorer.scores(of: match, sensor: plan.sensors[match.sensor]),
          slopes: match.matchUps.map { pairs in
            BiasTrend(
              times: pairs.times, product: pairs.product, station: pairs.station,
              minimum: experiment.minimumPairs)
          }
        )
      }
      return (stations, matcher.rain(index))
    } deliver: { index, results throws(Failure) in
      if let station = plan.gauges[index]?.sensor, let measured = results.1 {
        try rain.append(measured, network: station.network, station: station.station)
        problems += measured.problems
      }
      for (match, productScores, productSlopes) in results.0 {
        slopes.append(productSlopes)
        let sensor = plan.sensors[match.sensor]
        try match.ledger.verify()
        try exclusions.append(match.ledger)
        totals.add(match.ledger)
        problems += match.problems
        if let members {
          try members.append(match.members, of: sensor)
          memberSpreads.append(UnitMember.spread(of: match.members))
        }
        accepted += match.accepted
        rejected.merge(match.rejected)
        for (product, scored) in productScores.enumerated() {
          try scores.append(
            scored, product: experiment.products[product].name, sensor: sensor,
            placement: plan.placements[match.sensor][product])
          try matchUps.append(match.matchUps[product])
          spans[product].add(match.spans[product])
          table.enter(scored, sensor: match.sensor, product: product)
          // The blocks of a grid's cells are nobody's network.
          if experiment.reference == nil, match.matchUps[product].count > 0 {
            networks.insert(sensor.network)
          }
        }
      }
      progress(index + 1, plan.stations.count, "stations")
    }
    guard accepted > 0 else { throw nothingAccepted(experiment, rejected) }

    // A table of many stations tells each of them what is wrong with it as a whole.
    var known: Set<Problem> = []
    problems = problems.filter { known.insert($0).inserted }
    let remarks = plan.remarks + Validation.remarks(on: totals.lines, spans: spans, experiment: experiment)
    var summary = Summary(
      of: table, sensors: plan.sensors, placements: plan.placements, experiment: experiment)
    try summary.estimate(sensors: plan.sensors, experiment: experiment, jobs: jobs)
    let verdicts = RequirementVerdict.all(
      of: summary, slopes: slopes, sensors: plan.sensors, experiment: experiment)
    try AtomicFile.write(
      "# The resolved experiment; paths are relative to the folder of the original (manifest.json).\n"
        + experiment.yaml, to: folder.file("experiment.yml"))
    try matchUps.commit(memberSpreads: memberSpreads)
    try scores.commit()
    let comparisons = try ComparisonTable(
      of: experiment, sensors: plan.sensors, table: table, matchUps: folder.file("matchups.nc"), jobs: jobs,
      progress: progress)
    var triple = TripleTable()
    if !experiment.triple.isEmpty {
      let pairs = try RunPairs(
        reading: folder.file("matchups.nc"), sensors: plan.sensors.count, products: experiment.products.count)
      triple = try TripleWork(experiment, sensors: plan.sensors, pairs: pairs).table(
        jobs: jobs, progress: progress)
      try TripleFile.write(
        triple, sensors: plan.sensors, experiment: experiment, to: folder.file("triple.csv"))
    }
    try SummaryFile.write(summary, experiment: experiment, to: folder.file("summary.csv"))
    try ComparisonsFile.write(comparisons, to: folder.file("comparisons.csv"))
    try VerdictsFile.write(verdicts, to: folder.file("verdicts.csv"))
    try exclusions.commit()
    try members?.commit()
    try rain.commit()
    return RunResult(
      experiment: experiment, sensors: plan.sensors, placements: plan.placements,
      memberSpreads: memberSpreads, table: table, summary: summary, comparisons: comparisons, triple: triple,
      verdicts: verdicts, totals: totals.lines, problems: problems, remarks: remarks,
      networks: networks.sorted())
  }

  /// Why no station sample was accepted, and which flag would change that.
  static func nothingAccepted(_ experiment: Experiment, _ rejected: Tally) -> Failure {
    let reasons = rejected.sorted.sorted { $0.count > $1.count }.prefix(3)
      .map { "\($0.count) × \($0.reason)" }.joined(separator: ", ")
    if let reference = experiment.reference {
      return Failure(
        .data,
        "no value of the reference '\(reference.name)' is left at its cells: "
          + (reasons.isEmpty ? "the files hold none" : reasons),
        path: experiment.path,
        advice: "Run `lab inspect` on one of its files; `mask` and `box` say where the cells are")
    }
    let flags = experiment.stations.selection.flags.codes.joined(separator: ", ")
    var advice = "Run `lab inspect` on the archive"
    if rejected["flag U"] > 0 {
      advice =
        "U is ISMN's 'unchecked': old archives know no other flag. To use such samples write flags: [\(flags), U]"
    }
    return Failure(
      .data,
      "no station sample is left with flags [\(flags)]: \(reasons.isEmpty ? "the files hold none" : reasons)",
      path: experiment.path, advice: advice)
  }
}
