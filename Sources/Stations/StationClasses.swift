public import Files
internal import Grids

/// What a table says of stations' surroundings: classes by network and station, from a CSV of the user's.
///
/// Columns `network` and `station`, and one or more of `koppen`, `landcover` and `water_fraction`. Names are
/// compared without regard to case, blanks, `_` and `-`, as archives spell them differently.
public struct StationClasses: Sendable {
  /// The classes of one station; nil where the table does not say.
  public struct Entry: Hashable, Sendable {
    /// The code of the Köppen–Geiger class, one of the 30, such as `BSk`.
    public var koppen: String?
    /// The land cover class as in the table.
    public var landcover: String?
    /// The share of the surroundings that is open water, 0…1.
    public var waterFraction: Double?
  }

  /// How a table and the stations of an archive fit together.
  public struct Fit: Hashable, Sendable {
    /// The stations that the table does not have, `network/station`, in alphabetical order.
    public var withoutClasses: [String]
    /// The table's rows whose station is not among those asked for, in the table's order.
    public var unused: [Unused]
  }

  /// A row whose station nobody asked for.
  public struct Unused: Hashable, Sendable {
    /// The station as the table writes it, `network/station`.
    public var name: String
    /// Its line.
    public var line: Int
  }

  private struct Key: Hashable {
    var network: String
    var station: String

    init(_ network: String, _ station: String) {
      self.network = network.comparableName
      self.station = station.comparableName
    }
  }

  private var entries: [Key: (classes: Entry, line: Int)] = [:]
  private var rows: [(key: Key, station: Unused)] = []

  /// How many stations the table has.
  public var count: Int { rows.count }

  /// Reads a table.
  ///
  /// - Throws: a data failure with file and line for unknown columns, classes that do not exist, a water
  ///   fraction outside 0…1, or two rows of one station that say different things.
  public init(path: String) throws(Failure) {
    let columns = ["network", "station", "koppen", "landcover", "water_fraction"]
    let table = try TableRow.table(path, known: columns, required: ["network", "station"])
    for row in table {
      let network = try row.required("network")
      let station = try row.required("station")
      let key = Key(network, station)
      let classes = try StationClasses.classes(of: row)
      if let first = entries[key] {
        guard first.classes == classes else {
          throw row.failure("says something else of \(network)/\(station) than line \(first.line)")
        }
        continue
      }
      entries[key] = (classes, row.line)
      rows.append((key, Unused(name: network + "/" + station, line: row.line)))
    }
    guard entries.values.contains(where: { $0.classes != Entry() }) else {
      throw Failure(
        .data, "gives no class of any station", path: path,
        advice: "Give one or more of the columns koppen, landcover, water_fraction")
    }
  }

  /// The classes of a station; nil where the table does not have it.
  public subscript(network: String, station: String) -> Entry? { entries[Key(network, station)]?.classes }

  /// Which stations the table does not have, and which of its rows are not asked for.
  public func fit(to stations: [(network: String, station: String)]) -> Fit {
    let wanted = Set(stations.map { Key($0.network, $0.station) })
    let missing = Set(
      stations.filter { entries[Key($0.network, $0.station)] == nil }.map { $0.network + "/" + $0.station })
    return Fit(
      withoutClasses: missing.sorted(), unused: rows.filter { !wanted.contains($0.key) }.map(\.station))
  }

  /// The classes that a row of a table gives.
  static func classes(of row: TableRow) throws(Failure) -> Entry {
    var classes = Entry()
    let koppen = row.text("koppen")
    if !koppen.isEmpty {
      guard let found = KoppenClass(text: koppen) else {
        throw row.failure(
          "'\(koppen.prefix(40))' is no Köppen–Geiger class",
          advice: "Write a class such as BSk or its number 1…30 (stations/koppen-legend.csv)")
      }
      classes.koppen = found.rawValue
    }
    classes.landcover = row.text("landcover").nonEmpty
    classes.waterFraction = try row.number("water_fraction", within: 0...1)
    return classes
  }
}

extension StationMetadata {
  /// Takes over what a table says; a class without a year answers for every map.
  mutating func apply(_ classes: StationClasses.Entry) {
    if let koppen = classes.koppen {
      koppen2007 = koppen
      koppen2017 = koppen
    }
    if let cover = classes.landcover {
      for year in [2000, 2005, 2010] { landCover[year] = LandCover(code: cover, name: "") }
    }
    if let fraction = classes.waterFraction { waterFraction = fraction }
  }
}
