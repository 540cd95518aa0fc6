internal import Files
internal import Grids
internal import Products
internal import Stations

/// One series that is scored, and the sensors it is made of.
struct ScoredUnit {
  /// The sensors whose mean it is; one where single sensors are scored, none of a cell of a gridded reference.
  var members: [Plan.Source]
  /// The unit as the tables name it.
  var sensor: ScoredSensor

  /// The network and name of each of its stations, of a cell its block and its own name.
  var stations: [[String]] {
    members.isEmpty
      ? [[sensor.network, sensor.station]] : members.map { [$0.sensor.network, $0.sensor.station] }
  }

  /// A cell of a gridded reference.
  init(cell: ScoredSensor) {
    members = []
    sensor = cell
  }

  /// A unit of its members, in their order; classes on which they differ are `mixed`.
  ///
  /// - Parameters:
  ///   - members: at least one.
  ///   - groups: each member's classes.
  init(members: [Plan.Source], groups: [[StratumKind: String]]) {
    self.members = members
    let sensors = members.map(\.sensor)
    let center = ScoredUnit.center(of: sensors.map(\.point))
    let heights = sensors.compactMap(\.elevation).filter(\.isFinite)
    var common: [StratumKind: String] = [:]
    for kind in StratumKind.allCases {
      let classes = Set(groups.map { $0[kind] ?? "unknown" })
      if classes.count == 1, let only = classes.first, only != "unknown" { common[kind] = only }
      if classes.count > 1 { common[kind] = "mixed" }
    }
    sensor = ScoredSensor(
      network: ScoredUnit.joined(sensors.map(\.network)), station: ScoredUnit.joined(sensors.map(\.station)),
      sensor: ScoredUnit.joined(sensors.map(\.instrument)), latitude: center.latitude,
      longitude: center.longitude,
      elevation: heights.isEmpty ? .nan : heights.reduce(0, +) / Double(heights.count),
      depthFrom: sensors.map(\.depthFrom).min() ?? 0, depthTo: sensors.map(\.depthTo).max() ?? 0,
      groups: common)
  }

  /// Different names in their order, joined by `+`.
  private static func joined(_ names: [String]) -> String {
    var known: Set<String> = []
    return names.filter { known.insert($0).inserted }.joined(separator: "+")
  }

  /// The mean position of points that lie close together, also across ±180°.
  private static func center(of points: [GeographicPoint]) -> GeographicPoint {
    guard let first = points.first, points.count > 1 else {
      return points.first ?? GeographicPoint(latitude: .nan, longitude: .nan)
    }
    var latitude = 0.0
    var longitude = 0.0
    for point in points {
      latitude += point.latitude - first.latitude
      let east = (point.longitude - first.longitude).remainder(dividingBy: 360)
      longitude += east
    }
    let count = Double(points.count)
    return GeographicPoint(
      latitude: first.latitude + latitude / count,
      longitude: (first.longitude + longitude / count).remainder(dividingBy: 360))
  }
}

extension PlanDraft {
  /// Puts the sensors together to what the experiment scores: each by itself, by station, or by cell.
  ///
  /// - Parameters:
  ///   - sources: the sensors in the order of the tables.
  ///   - groups: the classes of each.
  ///   - products: whose cells may gather stations.
  /// - Throws: `Failure` where a grid that gathers stations cannot be used.
  mutating func units(
    of sources: [Plan.Source], groups: [[StratumKind: String]], products: [ProductSource]
  ) throws(Failure) -> [ScoredUnit] {
    let keys: [String?]
    switch experiment.stations.unit {
    case .sensor: keys = sources.map(\.sensor.id)
    case .station: keys = sources.map { "\($0.sensor.network)/\($0.sensor.station)" }
    case .cell: keys = try cellKeys(of: sources.map(\.sensor.point), products: products)
    }
    var members: [String: [Int]] = [:]
    var order: [String] = []
    for (position, key) in keys.enumerated() {
      guard let key else { continue }
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(position)
    }
    let fewest = experiment.stations.upscaling.atLeast
    let counted = experiment.stations.unit == .cell ? "stations" : "sensors"
    func isTooSmall(_ key: String) -> Bool {
      let sensors = (members[key] ?? []).map { sources[$0].sensor }
      guard experiment.stations.unit == .cell else { return sensors.count < fewest }
      return Set(sensors.map { "\($0.network)/\($0.station)" }).count < fewest
    }
    let tooSmall = Set(order.filter(isTooSmall))
    for (position, key) in keys.enumerated() {
      var reason: String?
      if let key {
        if tooSmall.contains(key) { reason = "in a unit of fewer than \(fewest) \(counted)" }
      } else {
        reason = "in no cell that gathers stations"
      }
      enter(LedgerSubject(sources[position].sensor), excluded: reason)
    }
    order.removeAll { tooSmall.contains($0) }
    return order.compactMap { members[$0] }.map { positions in
      ScoredUnit(members: positions.map { sources[$0] }, groups: positions.map { groups[$0] })
    }
  }

  /// What names the cell each point lies in; nil outside the grid.
  private func cellKeys(
    of points: [GeographicPoint], products: [ProductSource]
  ) throws(Failure) -> [String?] {
    let upscaling = experiment.stations.upscaling
    if let grid = upscaling.grid {
      guard let geometry = try grid.geometry() else { return points.map { _ in nil } }
      return points.map { point in geometry.flatCell(containing: point).map(String.init) }
    }
    let index = upscaling.cellsOf.flatMap { name in experiment.products.firstIndex { $0.name == name } } ?? 0
    let cells = try products[index].cells(
      for: points, within: experiment.matching.distance, needsData: false)
    return cells.map { $0.map { String($0.index) } }
  }
}
