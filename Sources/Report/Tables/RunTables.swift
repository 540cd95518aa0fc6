public import Files
public import Lab
internal import Statistics

/// The tables of a run: the report prints them, `lab table` writes them one by one.
public struct RunTables: Sendable {
  let run: RunResult
  /// `members.csv`, where means of stations or sensors were scored and the file is at hand.
  let members: CSVTable?

  /// A run's tables.
  /// - Parameter members: the run's `members.csv`; without it there is no table of members.
  public init(_ run: RunResult, members: CSVTable? = nil) {
    self.run = run
    self.members = members
  }

  /// A finished run's tables.
  /// - Throws: `Failure` (data) where the run's `members.csv` cannot be read.
  public init(_ finished: FinishedRun) throws(Failure) {
    let path = finished.folder + "/members.csv"
    let members =
      finished.manifest.outputs.contains { $0.name == "members.csv" } ? try CSVReader.read(file: path) : nil
    self.init(finished.result, members: members)
  }

  /// The tables there are, with what each shows, in the order of the report.
  public var list: [(id: String, title: String)] {
    var list: [(id: String, title: String)] = [
      ("products", "the products"), ("stations", ground("the stations that were scored")),
      ("accuracy", ground("accuracy of each product over all stations")),
    ]
    for stratification in run.experiment.strata where stratification != .all {
      let words = ground(MetricText.title(stratification))
      let id = RunTables.id(stratification)
      list.append((id, "accuracy by \(words), all metrics of the report"))
      list += run.keyMetrics.map {
        (RunTables.id(stratification, $0), "\($0.rawValue) by \(words)")
      }
    }
    if !run.comparisons.rows.isEmpty {
      list.append(("comparisons", "differences of products on their common samples"))
    }
    if !run.verdicts.isEmpty { list.append(("verdicts", "the products against requirements")) }
    if !run.triple.summary.isEmpty {
      list.append(("triple", "errors of three series by triple collocation"))
    }
    list.append(("sensors", ground("scores at each sensor over the whole record")))
    if !run.placements.isEmpty {
      let title =
        ground.name == nil ? "stations and the cells around them" : "the reference's cells and the products'"
      list.append(("representativeness", title))
    }
    if members != nil { list.append(("members", "what each scored unit is the mean of")) }
    list.append(("exclusions", "what was read, kept and left out"))
    return list
  }

  /// The table of a name; nil where the run has none.
  public func table(_ id: String) -> ReportTable? {
    switch id {
    case "products": return products
    case "stations": return stations
    case "accuracy": return accuracy(.all, metrics: run.keyMetrics, id: id)
    case "comparisons": return run.comparisons.rows.isEmpty ? nil : comparisons()
    case "verdicts": return run.verdicts.isEmpty ? nil : verdicts()
    case "triple": return run.triple.summary.isEmpty ? nil : triple
    case "sensors": return sensors(products: Array(run.experiment.products.indices))
    case "representativeness": return run.placements.isEmpty ? nil : representativeness
    case "members": return members.map(memberTable)
    case "exclusions": return exclusions
    default: break
    }
    for stratification in run.experiment.strata where stratification != .all {
      if id == RunTables.id(stratification) {
        return accuracy(stratification, metrics: run.keyMetrics, id: id)
      }
      for metric in run.keyMetrics where id == RunTables.id(stratification, metric) {
        return accuracy(stratification, metrics: [metric], id: id)
      }
    }
    return nil
  }

  /// The name of a grouping's table: `koppen`, `koppen-season`, and of one metric `koppen-R`.
  static func id(_ stratification: Stratification, _ metric: Metric? = nil) -> String {
    stratification.name.replacing("*", with: "-") + (metric.map { "-" + MetricText.fileName($0) } ?? "")
  }

  /// The name of the box figure that goes with a table.
  static func boxes(_ stratification: Stratification, _ metric: Metric) -> String {
    "boxes-\(stratification.name)-\(MetricText.fileName(metric))"
  }

  // MARK: Words that captions share

  /// What was scored, in words: `12 sensors at 8 stations of 3 networks`.
  var places: String {
    let units = run.sensors.count
    let stations = Set(run.sensors.map { [$0.network, $0.station] }).count
    let networks = RunTables.plural(Set(run.sensors.map(\.network)).count, ground("network"))
    if let name = ground.name {
      return "\(RunTables.plural(units, "cell")) of the reference \(name) in \(networks)"
    }
    switch run.experiment.stations.unit {
    case .cell: return "\(RunTables.plural(units, "cell")) of stations of \(networks)"
    case .station: return "\(RunTables.plural(units, "station")) of \(networks)"
    case .sensor:
      return "\(RunTables.plural(units, "sensor")) at \(RunTables.plural(stations, "station")) of \(networks)"
    }
  }

  /// The run's name, period and rescaling, so that a caption stands alone.
  var circumstances: String {
    let scaling = run.shownScaling == .none ? "" : ", products rescaled (\(run.shownScaling.rawValue))"
    return "experiment “\(run.experiment.name)”, \(RunText.period(run.experiment))\(scaling)"
  }

  /// The level of the intervals in percent.
  var level: String { FixedNumber.text(run.experiment.intervals.level * 100, decimals: 0) }

  static func plural(_ count: Int, _ one: String) -> String {
    "\(FixedNumber.count(count)) \(one)\(count == 1 ? "" : "s")"
  }
}
