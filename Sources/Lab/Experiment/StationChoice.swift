public import Grids
public import Stations

extension Experiment {
  /// Which sensors are compared with the products, and what is known of their surroundings.
  ///
  /// Where a gridded reference stands instead of stations there is no archive; the layer and the surroundings are
  /// those of its cells.
  public struct StationChoice: Sendable {
    /// What is scored as one series.
    public enum Unit: String, CaseIterable, Sendable {
      /// Every sensor by itself.
      case sensor
      /// The mean of a station's sensors.
      case station
      /// The mean of all stations in one cell of a grid.
      case cell
    }

    /// Archives or station lists as the user wrote them, relative to the experiment's file.
    public var archives: [String]
    /// Whether, of two copies of one sensor, the newer may be taken; otherwise two copies are an error.
    public var prefersNewest = false
    /// What is selected inside the archives.
    public var selection = StationSelection()
    /// What is scored as one series.
    public var unit = Unit.sensor
    /// How the members of a unit become one series.
    public var upscaling = UpscalingChoice()
    /// When a sample is left out because the soil was frozen; nil = never.
    public var frozen: FrozenChoice?
    /// Where the Köppen class comes from.
    public var koppen = ClassSource.metadata(year: 2007)
    /// Where the land-cover class comes from.
    public var landcover = ClassSource.metadata(year: 2010)
    /// Where the share of open water comes from; nil = not asked for.
    public var water: WaterChoice?
    /// Classes of Köppen and of land cover whose stations are left out, such as cities; none by default.
    public var excluded: [StratumKind: [String]] = [:]
    /// Boxes that name regions; the first that holds a station is taken.
    public var regions: [Region] = []
    /// The standard error of the stations as a reference for a cell, m³ m⁻³; nil where it is not known.
    public var uncertainty: Double?

    /// Everything at its default for some archives.
    public init(archives: [String]) { self.archives = archives }
  }

  /// How the members of a station or cell become one series.
  public struct UpscalingChoice: Hashable, Sendable {
    /// The share of the members that a sample needs; 1 = always the same set.
    public var share = 1.0
    /// Stamps are rounded to the nearest multiple of so many microseconds first; nil = they must be equal.
    public var step: Int64?
    /// The product whose cells gather stations; nil = the first product, unless there is a `grid`.
    public var cellsOf: String?
    /// The grid whose cells gather stations, instead of a product's.
    public var grid: GridRule?
    /// The fewest members of a unit that is scored.
    public var atLeast = 1
  }

  /// A named box of the map.
  public struct Region: Hashable, Sendable {
    /// The name in tables.
    public var name: String
    /// Degrees north, ends included.
    public var latitudes: ClosedRange<Double>
    /// Degrees east from the western to the eastern edge, which may lie beyond ±180°.
    public var west: Double
    /// The eastern edge.
    public var east: Double

    /// Whether a place lies in the box.
    public func contains(_ point: GeographicPoint) -> Bool {
      guard latitudes.contains(point.latitude) else { return false }
      let span = (east - west).truncatingRemainder(dividingBy: 360)
      var offset = (point.longitude - west).truncatingRemainder(dividingBy: 360)
      if offset < 0 { offset += 360 }
      return offset <= (span <= 0 ? span + 360 : span)
    }
  }

  /// When the station's own soil temperature takes a soil-moisture sample out.
  public struct FrozenChoice: Hashable, Sendable {
    /// Samples colder than this are left out, °C.
    public var below: Double
    /// The temperature's time may differ by this many microseconds.
    public var within: Int64
  }

  /// Where a class of the stations comes from.
  public enum ClassSource: Hashable, Sendable {
    /// The archive's metadata, the map of this year.
    case metadata(year: Int)
    /// A netCDF raster: its file relative to the experiment's, its variable, and the classes of its numbers where
    /// they are not the usual ones.
    case raster(file: String, variable: String, legend: [Int: String])
    /// A table of stations.
    case table(file: String)

    /// Whether it is a raster.
    var isRaster: Bool { if case .raster = self { true } else { false } }

    /// The source in words, for a report.
    public var words: String {
      switch self {
      case .metadata(let year): "as the archive says; of several maps that of \(year)"
      case .raster(let file, let variable, _): "variable \(variable) of \(file)"
      case .table(let file): "the table \(file)"
      }
    }
  }

  /// How much open water a station's surroundings may hold.
  public struct WaterChoice: Sendable {
    /// A raster of the water's share, 0–1 or percent by its units; nil = as the archive's metadata say.
    public var raster: (file: String, variable: String)?
    /// A table of stations with the share, instead.
    public var table: String?
    /// Stations with a larger share, 0–1, are left out; nil = none.
    public var atMost: Double?
  }
}
