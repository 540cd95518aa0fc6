public import Files
internal import Foundation
internal import Grids
internal import Statistics

/// What an experiment would give, without scoring it: the dry run of `lab inspect EXPERIMENT`.
public struct ExperimentInspection: Codable, Sendable {
  /// The match-ups of one product.
  public struct Product: Codable, Sendable {
    /// The product's name.
    public var name: String
    /// The catalogue entry its description came from.
    public var catalogueEntry: String?
    /// What the description rests on: a file, documentation, an assumption, or the user's own words.
    public var verified: String
    /// All pairs.
    public var pairs: Int
    /// Sensors with at least the minimum number of pairs.
    public var sensors: Int
    /// Pairs by Köppen class.
    public var pairsByKoppen: [String: Int]
    /// Pairs by season.
    public var pairsBySeason: [String: Int]
    /// Sensors without a cell within the distance.
    public var outOfReach: [String]
  }

  /// The experiment's file.
  public var path: String
  /// How many sensors are selected.
  public var sensors: Int
  /// How many stations they stand at.
  public var stations: Int
  /// The gridded reference whose cells they are; nil where there are stations.
  public var reference: String?
  /// Sensor files left out, by reason.
  public var excludedSensors: [String: Int]
  /// Sensors of which no sample is accepted.
  public var sensorsWithoutSamples: [String]
  /// Every product.
  public var products: [Product]
  /// What to know before running it.
  public var remarks: [String]
  /// What is wrong in the files.
  public var problems: [String]

  /// Matches everything an experiment asks for and counts.
  /// - Throws: `Failure` as `lab validate` would.
  public init(
    _ plan: Plan, jobs: Int, progress: Validation.Progress = { _, _, _ in }
  ) throws(Failure) {
    let experiment = plan.experiment
    var problems = plan.problems
    var silent: [String] = []
    var rejected = Tally()
    var products = experiment.products.map { choice in
      Product(
        name: choice.name, catalogueEntry: choice.catalogueEntry,
        verified: choice.description.verified?.rawValue ?? "the experiment's own words", pairs: 0, sensors: 0,
        pairsByKoppen: [:], pairsBySeason: [:], outOfReach: [])
    }
    let season = Stratification(factors: [.season])
    try plan.prepare(jobs: jobs, scratch: NSTemporaryDirectory(), progress: progress)
    let matcher = StationMatcher(plan: plan)
    try OrderedWork.run(count: plan.stations.count, jobs: jobs) { index throws(Failure) in
      try matcher.match(index)
    } deliver: { index, matches throws(Failure) in
      for match in matches {
        let sensor = plan.sensors[match.sensor]
        let name = "\(sensor.network)/\(sensor.station)/\(sensor.label)"
        problems += match.problems
        rejected.merge(match.rejected)
        if match.accepted == 0 { silent.append(name) }
        for product in products.indices {
          if plan.cells[match.sensor][product] == nil { products[product].outOfReach.append(name) }
          let pairs = match.matchUps[product]
          products[product].pairs += pairs.count
          if pairs.count >= experiment.minimumPairs { products[product].sensors += 1 }
          products[product].pairsByKoppen[sensor.koppen, default: 0] += pairs.count
          for group in PairGroups(season, pairs: pairs, years: nil).groups {
            products[product].pairsBySeason[group.name, default: 0] += group.positions.count
          }
        }
      }
      progress(index + 1, plan.stations.count, "stations")
    }
    var excluded = Tally()
    for account in plan.ledger.accounts where account.stage == .sensors { excluded.merge(account.excluded) }
    path = experiment.path
    sensors = plan.sensors.count
    stations = plan.stations.count
    reference = experiment.reference?.name
    excludedSensors = Dictionary(uniqueKeysWithValues: excluded.sorted.map { ($0.reason, $0.count) })
    sensorsWithoutSamples = silent
    self.products = products
    remarks = plan.remarks
    self.problems = problems.map(\.description)
    if silent.count == plan.sensors.count {
      remarks.append(Validation.nothingAccepted(experiment, rejected).description)
    }
  }

  /// The dry run as lines of text.
  public var lines: [String] {
    let places = reference.map { "\(sensors) cells of \($0)" } ?? "\(sensors) sensors at \(stations) stations"
    var lines = ["\(path): \(places), \(products.count) products"]
    for (reason, count) in excludedSensors.sorted(by: { $0.key < $1.key }) {
      lines.append("  left out: \(count) × \(reason)")
    }
    for name in sensorsWithoutSamples { lines.append("  no accepted sample: \(name)") }
    for product in products {
      let source = product.catalogueEntry.map { "catalogue entry \($0), " } ?? ""
      lines.append("\(product.name) (\(source)verified by: \(product.verified))")
      lines.append(
        "  expected pairs: \(product.pairs), at \(product.sensors) \(reference == nil ? "sensors" : "cells") enough to be scored"
      )
      let koppen = product.pairsByKoppen.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      lines.append("  by Köppen class: \(koppen.joined(separator: ", "))")
      let seasons = ["DJF", "MAM", "JJA", "SON"].map { "\($0) \(product.pairsBySeason[$0] ?? 0)" }
      lines.append("  by season: \(seasons.joined(separator: ", "))")
      for name in product.outOfReach { lines.append("  out of reach: \(name)") }
    }
    lines += remarks.map { "note: " + $0 }
    lines += problemLines(problems)
    return lines.map(\.singleLine)
  }
}
