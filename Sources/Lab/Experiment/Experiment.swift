internal import Files
public import Grids
public import Statistics

/// What a user asks for: which stations, which products, how matched and how scored, every default filled in.
///
/// Read from YAML by `Experiment.read(path:)`, written out resolved by `yaml`.
public struct Experiment: Sendable {
  /// Which part of the record is scored; anomalies and climatologies use the whole record.
  public struct Period: Hashable, Sendable {
    /// The first instant that is scored, microseconds UTC: 00:00 of the first day.
    public var start: Int64
    /// The first instant after the period: 00:00 of the day after the last.
    public var end: Int64

    /// Whether an instant (microseconds UTC) lies in the period.
    public func contains(_ time: Int64) -> Bool { time >= start && time < end }
  }

  /// One product to be scored.
  public struct ProductChoice: Sendable {
    /// The name in tables and figures.
    public var name: String
    /// How its files are read.
    public var description: ProductDescription
    /// The catalogue entry the description came from, if any.
    public var catalogueEntry: String? { description.name }
    /// File patterns as the user wrote them, relative to the experiment's file.
    public var patterns: [String]
  }

  /// How the anomalies of A.R are made.
  public enum Anomalies: Hashable, Sendable {
    /// The departure from the mean of a moving window of so many days.
    case window(days: Double)
    /// The departure from the mean seasonal cycle of at least so many years.
    case climatology(minimumYears: Int)
  }

  /// Which products are compared with which, and on what.
  public struct Comparison: Hashable, Sendable {
    /// Which products meet.
    public enum Pairs: String, CaseIterable, Sendable {
      /// Every product with every other.
      case pairwise
      /// All products on the samples common to all.
      case all
      /// No comparison.
      case none
    }
    /// When match-ups of two products count as one sample.
    public enum Common: String, CaseIterable, Sendable {
      /// Product times on the same UTC day.
      case day
      /// Product times within the matching window.
      case window
      /// Equal product times.
      case exact
    }

    /// Which products meet.
    public var pairs: Pairs
    /// When match-ups of two products count as one sample.
    public var common: Common
  }

  /// How intervals are made.
  public struct IntervalChoice: Hashable, Sendable {
    /// The nominal coverage, such as 0.95.
    public var level: Double
    /// The seed of the block bootstrap.
    public var seed: UInt64
    /// The number of bootstrap replicates.
    public var replicates: Int
  }

  /// The experiment's name, for the report's title.
  public var name: String
  /// The experiment's own file, for messages and relative paths.
  public var path: String
  /// What is scored; `nil` = everything.
  public var period: Period?
  /// The stations; with a gridded reference, what is known of the places of its cells.
  public var stations: StationChoice
  /// The grid that is taken instead of stations; nil where there are stations.
  public var reference: ReferenceChoice?
  /// The products, at least one, names unique.
  public var products: [ProductChoice]
  /// How pairs are made.
  public var matching: Matching
  /// How the product is rescaled to the station before scoring, in order, `none` among them or not.
  public var scaling: [RescalingMethod]
  /// How match-ups are grouped; `all` is always first.
  public var strata: [Stratification]
  /// Which metrics are written.
  public var metrics: [Metric]
  /// How the anomalies of A.R are made.
  public var anomalies: Anomalies
  /// How intervals are made.
  public var intervals: IntervalChoice
  /// Which comparisons were asked for.
  public var comparison: Comparison
  /// The three series of a triple collocation, or none.
  public var triple: [TripleSide]
  /// Fewer pairs than this are not scored (METHODS §0.7: 20).
  public var minimumPairs: Int
  /// A class of fewer stations than this has no summary (METHODS §0.7: 3).
  public var minimumStations: Int

  /// Whether any metric asks for anomalies.
  public var needsAnomalies: Bool { metrics.contains(.anomalyR) || metrics.contains(.pAnomalyR) }

  /// The experiment's folder, which its paths are relative to.
  public var folder: String { Paths.folder(of: path) }
}
