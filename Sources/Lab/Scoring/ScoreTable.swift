public import Statistics

/// All scores of a run, column by column: what summaries, figures and `qa4sm.nc` are made from.
///
/// Kept small (32 bytes a score) because it is the only thing in memory that grows with the number of stations.
public struct ScoreTable: Sendable {
  /// What a column's scores have in common.
  public struct Key: Hashable, Sendable {
    /// The product's index in the experiment.
    public var product: Int
    /// The grouping of the pairs.
    public var stratification: Stratification
    /// The group in it.
    public var group: String
    /// How the product was rescaled.
    public var scaling: RescalingMethod
    /// Which metric.
    public var metric: Metric

    /// Creates a key.
    public init(
      product: Int, stratification: Stratification, group: String, scaling: RescalingMethod, metric: Metric
    ) {
      self.product = product
      self.stratification = stratification
      self.group = group
      self.scaling = scaling
      self.metric = metric
    }
  }

  /// The scores of one key, in the order of the sensors.
  public struct Column: Sendable {
    /// Indices into the run's sensors.
    public internal(set) var sensors: [Int32] = []
    /// The values, NaN where there is none.
    public internal(set) var values: [Double] = []
    /// The lower ends of the intervals, NaN where there is none.
    public internal(set) var lower: [Float] = []
    /// The upper ends of the intervals, NaN where there is none.
    public internal(set) var upper: [Float] = []
    /// The effective numbers of pairs, NaN where there is none.
    public internal(set) var effective: [Float] = []
    /// The numbers of pairs.
    public internal(set) var counts: [Int32] = []
    /// The statuses.
    public internal(set) var statuses: [Status] = []
  }

  /// The columns by key.
  public private(set) var columns: [Key: Column] = [:]
  /// The groups that occur in each grouping of the pairs.
  public private(set) var groups: [Stratification: Set<String>] = [:]

  /// An empty table.
  public init() {}

  /// The column of a key; `nil` where nothing was scored.
  public subscript(key: Key) -> Column? { columns[key] }

  /// Enters a sensor's scores for one product.
  ///
  /// Sensors are entered in order.
  public mutating func enter(_ scores: [Score], sensor: Int, product: Int) {
    for score in scores {
      let key = Key(
        product: product, stratification: score.stratification, group: score.group, scaling: score.scaling,
        metric: score.metric)
      groups[score.stratification, default: []].insert(score.group)
      var column = columns.removeValue(forKey: key) ?? Column()
      column.sensors.append(Int32(clamping: sensor))
      column.values.append(score.value ?? .nan)
      column.lower.append(Float(score.lower ?? .nan))
      column.upper.append(Float(score.upper ?? .nan))
      column.effective.append(Float(score.effectiveCount ?? .nan))
      column.counts.append(Int32(clamping: score.count))
      column.statuses.append(score.status)
      columns[key] = column
    }
  }
}
