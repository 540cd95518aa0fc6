import Grids
import Numerics

/// The simulated in-situ networks of a nature run: two dense ones, sparse ones over all climates of the land, and one in
/// the form of Chinese agrometeorological records.
///
/// Everything is drawn from the settings' seed. Put `columns` into the world's `points`, and give it a `NetworkWriter`.
public struct Networks: Sendable {
  /// A station.
  struct Site: Sendable {
    let network: ArchiveName
    let station: ArchiveName
    /// Its number within the network.
    let number: Int
    /// The network's style; nil for the network of relative humidity.
    let style: NetworkStyle?
    let cell: Int
    /// Degrees north and east.
    let latitude, longitude: Double
    /// Metres above the sea.
    let elevation: Double
    let traits: StationTraits
  }

  /// All stations; those of the dense networks first, those of relative humidity last.
  let sites: [Site]
  /// The hourly columns of the stations, in their order.
  public let columns: [PointColumn]
  /// How stations and probes err.
  public let model: MeasurementModel

  /// The most stations there are: dense, sparse, of relative humidity.
  static let most = (cores: [9, 12], sparse: 48, relative: 12)

  /// Chooses the stations of a land.
  ///
  /// Regions of fewer than about 100 cells of 0.25° have fewer stations: no two sparse ones share a cell.
  public init(land: Land, settings: NatureRunSettings, model: MeasurementModel = MeasurementModel()) {
    self.model = model
    let seed = settings.seed
    var choice = SiteChoice(land: land, seed: seed)
    let cores = choice.cores(Array(Networks.most.cores.prefix(max(1, choice.blocks / 4))))
    let free = choice.blocks - cores.count
    let sparse = choice.sparse(min(Networks.most.sparse, free * 2 / 3))
    let relative = choice.sparse(min(Networks.most.relative, (free - sparse.count) / 2))
    var sites: [Site] = []
    func place(_ cells: [Int], _ network: ArchiveName, _ style: NetworkStyle?) {
      for (number, cell) in cells.enumerated() {
        let name = StationNames.name(sites.count)
        var random = RandomStream(seed: seed, stream: "networks", network.plain, name.plain, "place")
        let (row, column) = (cell / land.grid.columns, cell % land.grid.columns)
        func jittered(_ centre: Double) -> Double {
          ((centre + 0.04 * (random.uniform() - 0.5)) * 1e5).rounded() / 1e5
        }
        let point = (jittered(land.grid.latitude(row: row)), jittered(land.grid.longitude(column: column)))
        let elevation = (Double(land.elevation[cell]) * 10).rounded() / 10
        sites.append(
          Site(
            network: network, station: name, number: number, style: style, cell: cell, latitude: point.0,
            longitude: point.1, elevation: elevation,
            traits: StationTraits(cell: cell, of: land, model: model, random: &random)))
      }
    }
    for (cells, style) in zip(cores, NetworkStyle.cores) { place(cells, style.name, style) }
    for (cells, style) in zip(Networks.territories(sparse, land.grid), NetworkStyle.sparse) {
      place(cells, style.name, style)
    }
    place(relative, Networks.relativeName, nil)
    self.sites = sites
    columns = sites.map { site in
      PointColumn(
        cell: site.cell, of: model == .noiseFree ? land : site.traits.changing(site.cell, of: land),
        rainFactor: site.traits.rainFactor, settings: settings)
    }
  }

  /// The network of relative humidity.
  static let relativeName = ArchiveName("SYNTH-CMN")

  /// Cells by network: every sixth belongs to the one that spans the region, the others to six parts of it with as many
  /// cells each, three by longitude, each halved by latitude.
  static func territories(_ cells: [Int], _ grid: FineGrid) -> [[Int]] {
    let wide = stride(from: 0, to: cells.count, by: 6).map { cells[$0] }
    let rest = cells.enumerated().filter { $0.offset % 6 != 0 }.map(\.element)
    let byLongitude = rest.sorted { ($0 % grid.columns, $0) < ($1 % grid.columns, $1) }
    func parts(_ cells: [Int], _ count: Int) -> [[Int]] {
      (0..<count).map { Array(cells[(cells.count * $0 / count)..<(cells.count * ($0 + 1) / count)]) }
    }
    return [wide] + parts(byLongitude, 3).flatMap { parts($0.sorted(), 2) }
  }
}
