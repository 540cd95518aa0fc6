internal import Grids
internal import Statistics

/// A product's filled values against its observed ones, and every other group of its flag likewise.
///
/// The samples of two groups are never the same instants, so they are not paired in time: each station's two scores
/// are, as `flag` has them in `scores.csv`, and the mean of their differences is taken over stations. Below five
/// networks that has no interval.
enum FlagComparisons {
  /// The group that the others are held against: `observed`, or the description's first.
  static let usualReference = "observed"

  /// The rows of all products that tell groups by `flag`; none where the experiment has no such grouping.
  static func rows(
    of table: ScoreTable, sensors: [ScoredSensor], experiment: Experiment
  ) -> [ComparisonRow] {
    var rows: [ComparisonRow] = []
    for (product, choice) in experiment.products.enumerated() {
      var names: [String] = []
      for name in choice.description.groups[.flag]?.names ?? [] where !names.contains(name) {
        names.append(name)
      }
      guard names.count > 1, let reference = names.first(where: { $0 == usualReference }) ?? names.first
      else { continue }
      for name in names where name != reference {
        rows += self.rows(
          of: table, product: product, groups: (name, reference), sensors: sensors, experiment: experiment)
      }
    }
    return rows
  }

  /// The name of a part of a product in tables.
  static func name(_ product: String, _ group: String) -> String { "\(product)[\(group)]" }

  private static func rows(
    of table: ScoreTable, product: Int, groups: (own: String, reference: String), sensors: [ScoredSensor],
    experiment: Experiment
  ) -> [ComparisonRow] {
    let order = GroupOrder(experiment)
    let name = experiment.products[product].name
    var rows: [ComparisonRow] = []
    for stratification in experiment.strata where stratification.factors.allSatisfy(\.isOfEveryProduct) {
      let crossing = Crossing(stratification, in: table)
      for scaling in experiment.scaling {
        for metric in experiment.metrics
        where metric.preference != nil && metric != .ubRMSECorrected
          && (scaling == RescalingMethod.none || metric.survivesRescaling)
        {
          func values(_ group: String, _ part: String?) -> [Int32: (value: Double, count: Int32)] {
            guard let crossing else { return [:] }
            let key = ScoreTable.Key(
              product: product, stratification: crossing.stratification, group: crossing.label(group, part),
              scaling: scaling, metric: metric)
            guard let column = table[key] else { return [:] }
            var found: [Int32: (value: Double, count: Int32)] = [:]
            for (position, sensor) in column.sensors.enumerated() where column.values[position].isFinite {
              found[sensor] = (column.values[position], column.counts[position])
            }
            return found
          }
          var members: [String: [ComparisonRow.Member]] = [:]
          for part in crossing?.parts ?? [] {
            let own = values(groups.own, part)
            let other = values(groups.reference, part)
            for sensor in own.keys.sorted() {
              guard let first = own[sensor], let second = other[sensor] else { continue }
              let place = sensors[Int(sensor)]
              let label = stratification.label(
                station: place.groups, pair: part.map { (stratification.ofPairs ?? .all).parts(of: $0) } ?? []
              )
              members[label, default: []].append(
                ComparisonRow.Member(
                  sensor: place, product: first.value, reference: second.value,
                  pairs: Int(first.count) + Int(second.count)))
            }
          }
          if stratification == .all, crossing != nil { members["all", default: []] += [] }
          for label in order.sorted(Set(members.keys), of: stratification) {
            var row = ComparisonRow(
              product: self.name(name, groups.own), referenceProduct: self.name(name, groups.reference),
              stratification: stratification, group: label, scaling: scaling, metric: metric)
            row.fill(members[label] ?? [], experiment: experiment)
            rows.append(row)
          }
        }
      }
    }
    return rows
  }

  /// A grouping crossed with `flag`, as the scores have it.
  private struct Crossing {
    let stratification: Stratification
    /// The groups of the other factors; one nil where there is none.
    let parts: [String?]
    private let isFlagFirst: Bool

    init?(_ wanted: Stratification, in table: ScoreTable) {
      let flag = Stratification(factors: [.flag])
      guard let ofTime = wanted.ofPairs else {
        guard table.groups[flag] != nil else { return nil }
        stratification = flag
        parts = [nil]
        isFlagFirst = true
        return
      }
      // A crossing has two factors at most: season*year has no third for the flag.
      let candidates = [(ofTime.factors + [.flag], false), ([.flag] + ofTime.factors, true)]
      for (factors, isFlagFirst) in candidates where factors.count == 2 {
        let crossed = Stratification(factors: factors)
        guard let groups = table.groups[crossed] else { continue }
        stratification = crossed
        self.isFlagFirst = isFlagFirst
        let others = groups.compactMap { group -> String? in
          let both = crossed.parts(of: group)
          return both.count == 2 ? both[isFlagFirst ? 1 : 0] : nil
        }
        parts = Set(others).sorted().map { $0 }
        return
      }
      return nil
    }

    func label(_ group: String, _ part: String?) -> String {
      guard let part else { return group }
      return isFlagFirst ? "\(group)*\(part)" : "\(part)*\(group)"
    }
  }
}
