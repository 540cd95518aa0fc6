public import Files
import Grids

/// Writes what the simulated networks measured: `ismn/`, an archive in the ISMN's formats, and `cmn/`, a station list with
/// relative soil humidity.
///
/// Hours are kept until the run ends, as flags need the whole series (a spike is one by the hours after it) and static
/// tables the run's climate: 16 bytes an hour and station, 22 MB for the demo's two years. Then stations are measured,
/// checked and written one by one; the same bytes for any number of jobs. Not for use from two threads at once.
public final class NetworkWriter: WorldObserver {
  private let folder: String
  private let networks: Networks
  private let land: Land
  private let settings: NatureRunSettings
  private let jobs: Int
  private var logs: [ColumnLog]
  private var model: ModelLog
  private var climate: StationClimate

  /// Writes below a folder, which is made.
  ///
  /// - Parameters:
  ///   - folder: the run's `stations/`.
  ///   - networks: what is measured; the world's `points` begin with its columns.
  ///   - jobs: the number of threads; nothing depends on it.
  public init(folder: String, networks: Networks, land: Land, settings: NatureRunSettings, jobs: Int) {
    self.folder = folder
    self.networks = networks
    self.land = land
    self.settings = settings
    self.jobs = jobs
    let cells = networks.sites.map(\.cell)
    logs = cells.map { _ in ColumnLog(reserving: settings.days * 24) }
    model = ModelLog(cells: cells, grid: land.grid)
    climate = StationClimate(cells: cells, of: land, settings: settings)
  }

  /// Looks at the land around the stations.
  public func observe(_ state: LandState) throws(Failure) {
    climate.observe(state)
    model.observe(state)
  }

  /// Keeps a day of the stations' columns.
  public func observe(points: [[PointColumn.Hour]]) throws(Failure) {
    guard points.count >= logs.count else {
      throw Failure(.internalFault, "the world does not drive the networks' columns")
    }
    for index in logs.indices {
      for hour in points[index] { logs[index].append(hour) }
    }
  }

  /// Measures and writes everything.
  public func finish() throws(Failure) {
    let archive = folder + "/ismn"
    try ExampleArchive.createFolder(archive)
    let start = settings.start
    let stamps = (0..<settings.days * 24).map { SensorFile.stamp(start + Int64($0 + 1) * UTC.hour) }
    let classes = climate.classes
    let dates = NetworkWriter.date(settings.start) + "_" + NetworkWriter.date(settings.end - UTC.day)
    let (networks, land, settings, logs, model) = (networks, land, settings, logs, model)
    let ismn = networks.sites.indices.filter { networks.sites[$0].style != nil }
    try OrderedWork.run(
      count: ismn.count, jobs: jobs,
      work: { number throws(Failure) -> Void in
        let index = ismn[number]
        let site = networks.sites[index]
        guard let style = site.style else { return }
        let hours = logs[index].hours.count
        let record = SiteRecord(
          site, style: style, log: logs[index],
          modelTemperature: model.temperature(index, hours: hours),
          modelRain: model.rain(index, hours: hours),
          land: land, model: networks.model, seed: settings.seed)
        let cover = LandCoverClass.code(of: site.cell, in: land)
        let table = StaticTable(
          soil: record.soil, landCover: [cover, cover, cover], koppen2007: classes[index].rawValue,
          words: classes[index].name, koppen2017: land.koppen[site.cell].rawValue, origin: "Synthetic")
        try SiteFiles(site: site, style: style, dates: dates, stamps: stamps).write(
          record, table, to: archive)
      }, deliver: { _, _ in })
    try AtomicFile.write(NetworkWriter.readme, to: archive + "/Readme.txt")
    var humidity = HumidityTables()
    for (index, site) in networks.sites.enumerated() where site.style == nil {
      humidity.add(
        site, log: logs[index], start: settings.start, land: land, koppen: classes[index],
        model: networks.model,
        seed: settings.seed)
    }
    try humidity.write(to: folder + "/cmn")
  }

  private static func date(_ instant: Int64) -> String {
    String(UTC.dateText(instant).filter { $0 != "-" })
  }

  private static let readme = """
    Everything in this folder is simulated: networks, stations, probes and numbers, of a land that does not exist. It
    has the formats of the International Soil Moisture Network, whose quality rules gave the flags. It says nothing
    about any place on Earth.

    """
}
