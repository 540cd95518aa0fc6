import Glibc
import Grids
import Numerics

/// Where stations stand: cells of the fine grid, chosen by the seed alone.
struct SiteChoice {
  private let land: Land
  private let blockColumns: Int
  /// The largest share of open water in each cell of 0.25°.
  private let wettest: [Float]
  /// The share of forest of each cell of 0.25°.
  private let wooded: [Float]
  private var random: RandomStream
  /// The cells taken so far.
  private var taken: [Int] = []
  private var takenBlocks: Set<Int> = []

  init(land: Land, seed: UInt64) {
    self.land = land
    blockColumns = land.grid.columns / 5
    var wettest = [Float](repeating: 0, count: land.grid.rows / 5 * (land.grid.columns / 5))
    var wooded = wettest
    let forest = land.share(of: .forest)
    for cell in 0..<land.grid.count {
      let block = SiteChoice.block(cell, land.grid)
      wettest[block] = max(wettest[block], land.waterFraction[cell])
      wooded[block] += forest[cell] / 25
    }
    self.wettest = wettest
    self.wooded = wooded
    random = RandomStream(seed: seed, stream: "networks", "sites")
  }

  /// The number of cells of 0.25°.
  var blocks: Int { wettest.count }

  private static func block(_ cell: Int, _ grid: FineGrid) -> Int {
    cell / grid.columns / 5 * (grid.columns / 5) + cell % grid.columns / 5
  }

  private func block(_ cell: Int) -> Int { SiteChoice.block(cell, land.grid) }

  private func cells(of block: Int) -> [Int] {
    let (row, column) = (block / blockColumns * 5, block % blockColumns * 5)
    return (0..<25).map { (row + $0 / 5) * land.grid.columns + column + $0 % 5 }
  }

  private func distance(_ a: Int, _ b: Int) -> Double {
    let columns = land.grid.columns
    let north = Double(a / columns - b / columns)
    let east = Double(a % columns - b % columns) * cos(land.grid.latitude(row: a / columns) * .pi / 180)
    return hypot(north, east)
  }

  /// The cells of dense networks, each within one cell of 0.25° without water, as level, uniform, mild and little
  /// irrigated as there is, the second in another climate than the first where there is one.
  mutating func cores(_ sizes: [Int]) -> [[Int]] {
    func roughness(_ block: Int) -> Double {
      let members = cells(of: block)
      func mean(_ map: [Float]) -> Double { members.reduce(0) { $0 + Double(map[$1]) } / 25 }
      // Frozen soil is of no use as a reference.
      let winter = Double(land.climate.temperature.count { $0[members[12]] < 273.15 }) / 12
      return 0.5 * winter + mean(land.topographicComplexity) + 2 * mean(land.irrigatedFraction)
        + mean(land.share(of: .forest)) + 5 * Double(wettest[block])
        + Double(Set(members.map { land.koppen[$0] }).count - 1)
    }
    let ranked = (0..<blocks).map { (block: $0, roughness: roughness($0)) }.sorted {
      ($0.roughness, $0.block) < ($1.roughness, $1.block)
    }
    var good = ranked.prefix(max(sizes.count, blocks / 20)).map(\.block)
    var chosen: [[Int]] = []
    for size in sizes where !good.isEmpty {
      let classes = Set(chosen.compactMap { $0.first.map { land.koppen[$0] } })
      let other = good.filter { !classes.contains(land.koppen[cells(of: $0)[12]]) }
      let pool = other.isEmpty ? good : other
      let block = pool[random.index(below: pool.count)]
      good.removeAll { $0 == block }
      // Every second row and column first, then those between.
      let members = cells(of: block)
      let order = [0, 2, 4, 10, 12, 14, 20, 22, 24, 6, 8, 16, 18, 11, 13, 7, 17]
      chosen.append(order.prefix(size).map { members[$0] })
      takenBlocks.insert(block)
    }
    taken += chosen.compactMap { $0.count > 4 ? $0[4] : $0.first }
    return chosen
  }

  /// Cells far from each other and from those taken before, at least three of every Köppen–Geiger class of the land
  /// where it has as many, the rest by the classes' areas; never in open water.
  mutating func sparse(_ count: Int) -> [Int] {
    var byClass: [KoppenClass: [Int]] = [:]
    for cell in 0..<land.grid.count where wettest[block(cell)] < 0.05 || land.waterFraction[cell] == 0 {
      byClass[land.koppen[cell], default: []].append(cell)
    }
    let order = KoppenClass.allCases.filter { byClass[$0] != nil }.sorted {
      (byClass[$0]?.count ?? 0, $0.number) < (byClass[$1]?.count ?? 0, $1.number)
    }
    var chosen: [Int] = []
    var left = count
    for (index, name) in order.enumerated() {
      let cells = byClass[name] ?? []
      let rest = order[index...].reduce(0.0) { $0 + Double(byClass[$1]?.count ?? 0).squareRoot() }
      let fair = Int((Double(left) * Double(cells.count).squareRoot() / rest).rounded())
      let others = 3 * (order.count - index - 1)
      let wanted = min(left, max(3, min(fair, max(3, left - others))))
      for _ in 0..<wanted {
        guard let cell = farthest(of: cells) else { break }
        chosen.append(cell)
        left -= 1
      }
    }
    return chosen
  }

  /// Of some cells drawn at random, outside the cells of 0.25° that are taken, the one farthest from all stations,
  /// woods counting as near.
  private mutating func farthest(of cells: [Int]) -> Int? {
    var best: (cell: Int, distance: Double)?
    for _ in 0..<40 {
      let cell = cells[random.index(below: cells.count)]
      guard !takenBlocks.contains(block(cell)) else { continue }
      // Stations stand on grass in open land: where half of the cell around is wooded, hardly ever.
      let open = pow(Double(1 - wooded[block(cell)]), 3)
      let nearest = open * taken.reduce(1e9) { min($0, distance($1, cell)) }
      if nearest > best?.distance ?? 0 { best = (cell, nearest) }
    }
    guard let best else { return nil }
    taken.append(best.cell)
    takenBlocks.insert(block(best.cell))
    return best.cell
  }
}
