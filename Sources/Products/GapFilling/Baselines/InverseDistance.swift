internal import Glibc
public import Grids

/// Fills a gap by the mean of the cells seen that day around it, weighted by an inverse power of their distance in cells.
public struct InverseDistance: GapFillingBaseline, Hashable {
  /// The distance in cells within which cells count.
  public var radius: Int
  /// The power of the distance.
  public var power: Double
  /// Whether anomalies are averaged instead of the values themselves.
  public var onAnomalies: Bool

  /// A mean over cells within a radius.
  public init(radius: Int = 5, power: Double = 2, onAnomalies: Bool = false) {
    (self.radius, self.power, self.onAnomalies) = (radius, power, onAnomalies)
  }

  /// The method and its settings in a few words, for tables.
  public var title: String {
    "inverse distance^\(power) within \(radius) cells\(onAnomalies ? ", anomalies" : "")"
  }

  /// Fills a gap by the observations of its day nearby, the nearer the heavier.
  public func fill(
    _ record: FieldStack, climatology: DayOfYearClimatology, wanted: [Bool], jobs: Int
  ) -> FilledStack {
    let (rows, columns, cells) = (record.rows, record.columns, record.cells)
    let means = onAnomalies ? climatology.means(of: record) : []
    var around: [(row: Int, column: Int, weight: Float)] = []
    for row in -radius...radius {
      for column in -radius...radius where row * row + column * column <= radius * radius {
        let square = Double(row * row + column * column)
        if square > 0 { around.append((row, column, Float(pow(square, -power / 2)))) }
      }
    }
    return FilledStack(filling: record, wanted: wanted, why: .nothingNear) { position in
      let (row, column) = (position % cells / columns, position % columns)
      var (sum, weights): (Float, Float) = (0, 0)
      for other in around {
        let (r, c) = (row + other.row, column + other.column)
        guard r >= 0, r < rows, c >= 0, c < columns else { continue }
        let index = position + other.row * columns + other.column
        let value = onAnomalies ? record.values[index] - means[index] : record.values[index]
        guard value.isFinite else { continue }
        sum += other.weight * value
        weights += other.weight
      }
      guard weights > 0 else { return .nan }
      return sum / weights + (onAnomalies ? means[position] : 0)
    }
  }
}
