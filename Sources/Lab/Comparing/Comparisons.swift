internal import Files
internal import Statistics

/// Products side by side on their common samples: means over stations of the differences of every metric.
///
/// Two passes over the pairs, both in memory bounded by the work in flight: the first takes each sensor's
/// differences, of which the mean and, from five networks, its interval follow; the second resamples time where
/// there are fewer networks, one group of stations at a time.
struct Comparisons {
  private let compared: ComparedProducts
  private let comparer: StationComparer
  private let order: GroupOrder

  /// The values of one key over the sensors.
  private struct Column {
    var sensors: [Int] = []
    var product: [Double] = []
    var reference: [Double] = []
    var pairs: [Int] = []
  }
  private var columns: [ComparedValue.Key: Column] = [:]
  private var groups: [Stratification: Set<String>] = [:]

  /// A row with the sensors it is the mean of.
  private struct Draft {
    var row: ComparisonRow
    var meeting: ProductMeeting
    /// The part of the grouping that goes by time, and the group in it.
    var ofTime: Stratification
    var timeGroup: String
    var sensors: [Int]
  }
  private var drafts: [Draft] = []

  /// What drafts are resampled together: one group of stations.
  private struct Resampling: Hashable {
    var meeting: ProductMeeting
    var stratification: Stratification
    var group: String
  }

  /// Compares every two products, with p-values not yet adjusted and verdicts not yet given.
  /// - Throws: `Failure` where the pairs cannot be read.
  static func rows(
    of compared: ComparedProducts, jobs: Int, progress: Validation.Progress
  ) throws(Failure) -> [ComparisonRow] {
    var comparisons = Comparisons(compared)
    try comparisons.takeValues(jobs: jobs, progress: progress)
    comparisons.makeDrafts()
    try comparisons.resample(jobs: jobs, progress: progress)
    return comparisons.drafts.map(\.row)
  }

  private init(_ compared: ComparedProducts) {
    self.compared = compared
    comparer = StationComparer(compared)
    order = GroupOrder(compared.experiment)
  }

  private mutating func takeValues(jobs: Int, progress: Validation.Progress) throws(Failure) {
    let comparer = comparer
    let count = compared.sensors.count
    try OrderedWork.run(count: count, jobs: jobs) { sensor throws(Failure) in
      try comparer.values(at: sensor)
    } deliver: { sensor, values throws(Failure) in
      for value in values {
        groups[value.key.ofTime, default: []].insert(value.key.group)
        var column = columns.removeValue(forKey: value.key) ?? Column()
        column.sensors.append(sensor)
        column.product.append(value.product)
        column.reference.append(value.reference)
        column.pairs.append(value.pairs)
        columns[value.key] = column
      }
      progress(sensor + 1, count, "sensors compared")
    }
  }

  private mutating func makeDrafts() {
    for meeting in compared.meetings {
      for stratification in compared.strata {
        let ofTime = stratification.ofPairs ?? .all
        let timeGroups = order.sorted(groups[ofTime] ?? (ofTime == .all ? ["all"] : []), of: ofTime)
        var labels: [String: (timeGroup: String, sensors: Set<Int>)] = [:]
        if stratification == .all { labels["all"] = ("all", Set(compared.sensors.indices)) }
        for timeGroup in timeGroups {
          let parts = ofTime.parts(of: timeGroup)
          for (index, sensor) in compared.sensors.enumerated() {
            let label = stratification.label(station: sensor.groups, pair: parts)
            labels[label, default: (timeGroup, [])].sensors.insert(index)
          }
        }
        for label in order.sorted(Set(labels.keys), of: stratification) {
          guard let (timeGroup, sensors) = labels[label] else { continue }
          for scaling in compared.experiment.scaling {
            for metric in compared.metrics where compared.has(metric, scaling) {
              let key = ComparedValue.Key(
                meeting: meeting, ofTime: ofTime, group: timeGroup, scaling: scaling, metric: metric)
              draft(key, stratification, label, of: sensors)
            }
          }
        }
      }
    }
  }

  private mutating func draft(
    _ key: ComparedValue.Key, _ stratification: Stratification, _ label: String, of members: Set<Int>
  ) {
    let column = columns[key] ?? Column()
    let positions = column.sensors.indices.filter { members.contains(column.sensors[$0]) }
    guard !positions.isEmpty || stratification == .all else { return }
    var row = ComparisonRow(
      product: compared.names[key.meeting.product], referenceProduct: compared.names[key.meeting.reference],
      stratification: stratification, group: label, scaling: key.scaling, metric: key.metric)
    row.fill(
      positions.map { position in
        ComparisonRow.Member(
          sensor: compared.sensors[column.sensors[position]], product: column.product[position],
          reference: column.reference[position], pairs: column.pairs[position])
      }, experiment: compared.experiment)
    drafts.append(
      Draft(
        row: row, meeting: key.meeting, ofTime: key.ofTime, timeGroup: key.group,
        sensors: positions.map { column.sensors[$0] }))
  }

  /// Gives rows of fewer than five networks an interval for their very stations.
  private mutating func resample(jobs: Int, progress: Validation.Progress) throws(Failure) {
    var positions: [Resampling: [Int]] = [:]
    var tasks: [Resampling] = []
    for (position, draft) in drafts.enumerated() where draft.row.status == .fewNetworks {
      let key = Resampling(
        meeting: draft.meeting, stratification: draft.row.stratification, group: draft.row.group)
      if positions[key] == nil { tasks.append(key) }
      positions[key, default: []].append(position)
    }
    let work = tasks.map { task in (positions[task] ?? []).map { drafts[$0] } }
    let this = self
    try OrderedWork.run(count: work.count, jobs: jobs) { index throws(Failure) in
      try this.means(of: work[index])
    } deliver: { index, means throws(Failure) in
      for (position, mean) in zip(positions[tasks[index]] ?? [], means) { drafts[position].row.take(mean) }
      progress(index + 1, work.count, "groups resampled")
    }
  }

  /// The mean differences over these very stations, of drafts of one group of stations.
  private func means(of drafts: [Draft]) throws(Failure) -> [ClusteredMean] {
    guard let first = drafts.first else { return [] }
    let experiment = compared.experiment
    var networks: [String: [Int]] = [:]
    for sensor in Set(drafts.flatMap(\.sensors)).sorted() {
      networks[compared.sensors[sensor].network, default: []].append(sensor)
    }
    var differences: [[StationDifference]] = drafts.map { _ in [] }
    for (network, sensors) in networks.sorted(by: { $0.key < $1.key }) {
      var commons: [(pairs: CommonPairs, positions: [Int])] = []
      for sensor in sensors {
        guard let pairs = try comparer.common(first.meeting, at: sensor),
          let group = pairs.groups(first.ofTime, years: comparer.years)
            .first(where: { $0.name == first.timeGroup })
        else { continue }
        commons.append((pairs, group.positions))
      }
      var made: [String: [PairedComparison]] = [:]
      for (position, draft) in drafts.enumerated() {
        let isAnomaly = draft.row.metric == .anomalyR
        let kind = isAnomaly ? "anomalies" : draft.row.scaling.rawValue
        let comparisons =
          made[kind]
          ?? commons.compactMap { pairs, positions in
            isAnomaly
              ? pairs.anomalies(positions)
              : pairs.rescaled(by: draft.row.scaling).flatMap { pairs.samples(positions, $0) }
          }.map(PairedComparison.init)
        made[kind] = comparisons
        let labels = [
          draft.row.product, draft.row.referenceProduct, network, draft.row.stratification.name,
          draft.row.group, draft.row.scaling.rawValue,
        ]
        differences[position] += PairedComparison.together(
          comparisons, metric: draft.row.metric, seed: experiment.intervals.seed, labels: labels,
          replicates: experiment.intervals.replicates
        ).map { StationDifference(network: network, difference: $0) }
      }
    }
    return differences.map {
      ClusteredMean(theseStations: $0, weighting: .station, level: experiment.intervals.level)
    }
  }
}
