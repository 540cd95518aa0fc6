internal import Files
internal import Grids
internal import Stations

/// What the parts of a nature run's page share: where the run is, where figures go, what has been laid out.
final class NatureRunDesk {
  let run: String
  let figures: String
  let jobs: Int
  /// The figures written so far, in order.
  private(set) var names: [String] = []
  /// The sentences that sum the page up.
  var summary: [String] = []

  init(run: String, figures: String, jobs: Int) {
    (self.run, self.figures, self.jobs) = (run, figures, jobs)
  }

  /// A sheet of maps as it stands in the page; nothing where there is nothing to draw.
  func add(_ sheet: MapSheet, as name: String, caption: String) throws(Failure) -> [String] {
    var sheet = sheet
    sheet.hasGround = false
    return try add(sheet.figure(name: name, caption: caption))
  }

  /// A figure as it stands in the page; nothing where there is none.
  func add(_ figure: Figure?) throws(Failure) -> [String] {
    guard let figure else { return [] }
    try FigureSet.write(figure, folder: figures)
    names.append(figure.name)
    return ["![\(figure.name)](figures/\(figure.name).png)\n\n*\(figure.caption)*\n"]
  }

  /// The run's stations; none where it has no archive.
  func stations() throws(Failure) -> (points: [MapPoint], networks: Int, sensors: Int) {
    let path = run + "/stations/ismn"
    guard Paths.isFolder(path) else { return ([], 0, 0) }
    let sensors = try StationArchive.open(path).sensors
    var seen: Set<MapPoint> = []
    let points = sensors.map { MapPoint(latitude: $0.latitude, longitude: $0.longitude) }
      .filter { $0.latitude.isFinite && $0.longitude.isFinite && seen.insert($0).inserted }
    return (points, Set(sensors.map(\.network)).count, sensors.count)
  }

  /// A file of `ancillary/`; nil where it is not there.
  func ancillary(_ name: String) throws(Failure) -> GridFile? {
    let path = run + "/ancillary/" + name
    return Paths.exists(path) ? try GridFile(path) : nil
  }

  /// The Köppen–Geiger class of each cell of another grid, by the fine cell nearest to its centre; 0 where there is none.
  func koppen(latitudes: [Double], longitudes: [Double]) throws(Failure) -> [Int]? {
    guard let climate = try ancillary("climate_0.05.nc") else { return nil }
    let classes = try climate.values("koppen")
    let rows = latitudes.map { GridFile.nearest($0, in: climate.latitudes) }
    let columns = longitudes.map { GridFile.nearest($0, in: climate.longitudes) }
    return rows.flatMap { row in
      columns.map { column in
        let value = classes[row * climate.longitudes.count + column]
        return value.isNaN ? 0 : Int(value)
      }
    }
  }

  /// A coordinate as text, such as `35.9° N`.
  static func place(_ latitude: Double, _ longitude: Double) -> String {
    let north = FixedNumber.text(abs(latitude), decimals: 1) + (latitude < 0 ? "° S" : "° N")
    let east = FixedNumber.text(abs(longitude), decimals: 1) + (longitude < 0 ? "° W" : "° E")
    return north + ", " + east
  }

  /// A share in percent without decimals, small ones with one.
  static func percent(_ share: Double) -> String {
    FixedNumber.text(share * 100, decimals: share < 0.095 ? 1 : 0) + " %"
  }

  /// The lowest, the mean and the highest of values that are there; nil where there are none.
  static func range(_ values: [Float]) -> (low: Double, mean: Double, high: Double)? {
    let known = values.filter { !$0.isNaN }
    guard let low = known.min(), let high = known.max() else { return nil }
    return (Double(low), known.reduce(0) { $0 + Double($1) } / Double(known.count), Double(high))
  }
}
