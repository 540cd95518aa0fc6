internal import Files
internal import Grids
internal import Products
internal import Stations

/// The cells of a gridded reference that products are scored at, as a run names them.
struct ReferenceCells {
  /// The reference.
  let source: ProductSource
  /// The cells, in the order of the tables.
  private(set) var cells: [ProductCell] = []
  /// The cells as what is scored, parallel to `cells`.
  private(set) var units: [ScoredUnit] = []

  /// Cells that are looked at one by one for each that may be scored; of larger grids only every nth row and column.
  private static let candidatesPerCell = 64

  /// Opens the reference and selects: the cells in the box and the mask that lie in a product, thinned.
  /// - Throws: `Failure` where a file cannot be read, or no cell is left.
  init(
    _ choice: Experiment.ReferenceChoice, products: [ProductSource], _ draft: inout PlanDraft
  ) throws(Failure) {
    source = try draft.open(choice.source, as: "reference", role: PlanDraft.referenceRole)
    let total = source.cellCount
    var excluded = Tally()
    var candidates = candidates(choice)
    if candidates.outside > 0 { excluded.add("outside the box", candidates.outside) }

    let limit: Int
    switch choice.thinning {
    case .every(let step):
      let before = candidates.count
      candidates.thin(by: step)
      excluded.add(ReferenceCells.byStep(step), before - candidates.count)
      limit = .max
    case .atMost(let count):
      limit = count
      let before = candidates.count
      candidates.thin(toAtMost: count * ReferenceCells.candidatesPerCell)
      excluded.add(ReferenceCells.byCount(count), before - candidates.count)
    }

    var found: [ProductCell] = []
    for index in candidates.indices {
      if let cell = source.cell(index) { found.append(cell) } else { excluded.add("without coordinates") }
    }
    if let mask = choice.mask { try keep(inside: mask, &found, &excluded, &draft) }
    let distance = draft.experiment.matching.distance
    ReferenceCells.filter(&found, &excluded, "in no product") { cell in
      products.contains { $0.nearestCell(to: cell.point, within: distance) != nil }
    }
    var names: Set<String> = []
    ReferenceCells.filter(&found, &excluded, "another cell at the same place") {
      names.insert(CellName.cell($0.point)).inserted
    }
    let surroundings = try Surroundings(atCells: found.map(\.point), &draft)
    func place(_ cell: ProductCell) -> ScoredPlace {
      ScoredPlace(
        network: CellName.block(cell.point, degrees: choice.blocks), station: CellName.cell(cell.point),
        point: cell.point)
    }
    found = found.filter { cell in
      let reason = surroundings.reason(against: place(cell))
      if let reason { excluded.add(reason) }
      return reason == nil
    }
    let depth = draft.experiment.stations.selection.depth
    let kept = EvenSpread.positions(of: found.map(\.point), atMost: limit)
    if case .atMost(let count) = choice.thinning {
      excluded.add(ReferenceCells.byCount(count), found.count - kept.count)
    }
    draft.ledger.enter(
      .sensors, LedgerSubject(sensor: choice.name, depth: depth), read: total, kept: kept.count,
      excluded: excluded)
    guard !kept.isEmpty else {
      let counted = excluded.sorted.map { "\($0.count) \($0.reason)" }.joined(separator: ", ")
      throw Failure(
        .data, "no cell of the reference '\(choice.name)' is left", path: draft.experiment.path,
        advice: "Left out: \(counted)")
    }
    let named = kept.map { (cell: found[$0], place: place(found[$0])) }.sorted {
      ($0.place.network, $0.place.station) < ($1.place.network, $1.place.station)
    }
    cells = named.map(\.cell)
    units = named.map { cell, place in
      ScoredUnit(
        cell: ScoredSensor(
          network: place.network, station: place.station, sensor: choice.name,
          latitude: cell.point.latitude, longitude: cell.point.longitude, elevation: .nan,
          depthFrom: depth.lowerBound, depthTo: depth.upperBound, groups: surroundings.groups(of: place)))
    }
    if kept.count < total {
      let reasons = excluded.sorted.map { "\($0.count) × \($0.reason)" }.joined(separator: ", ")
      draft.remarks.append(
        "\(kept.count) of the \(total) cells of the reference \(choice.name) are scored; left out: \(reasons)."
      )
    }
  }

  private static func byStep(_ step: Int) -> String { "left out by every: \(step)" }
  private static func byCount(_ count: Int) -> String { "left out by cells: \(count)" }

  /// The cells inside the box.
  private func candidates(_ choice: Experiment.ReferenceChoice) -> CellCandidates {
    CellCandidates(geometry: source.geometry, count: source.cellCount, box: choice.box) {
      source.cell($0)?.point
    }
  }

  /// Keeps the cells where a raster is above 0.
  private func keep(
    inside mask: (file: String, variable: String), _ cells: inout [ProductCell], _ excluded: inout Tally,
    _ draft: inout PlanDraft
  ) throws(Failure) {
    let path = Paths.resolve(mask.file, in: draft.experiment.folder)
    draft.read(path, role: PlanDraft.referenceRole, written: mask.file)
    let values = try Raster(file: path, variable: mask.variable).values(at: cells.map(\.point))
    let inside = values.map { ($0 ?? 0) > 0 }
    excluded.add("outside the mask", inside.count { !$0 })
    cells = zip(cells, inside).filter(\.1).map(\.0)
  }

  /// Keeps the cells that fit, the others counted for a reason.
  private static func filter(
    _ cells: inout [ProductCell], _ excluded: inout Tally, _ reason: String, _ fits: (ProductCell) -> Bool
  ) {
    let kept = cells.filter(fits)
    excluded.add(reason, cells.count - kept.count)
    cells = kept
  }
}
