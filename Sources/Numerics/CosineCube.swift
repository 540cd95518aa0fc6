/// The orthonormal cosine transform of a cube of maps, layer × row × column, along all three axes.
///
/// A map is small enough to stay in the processor's cache while both its axes are transformed, and so is a strip of
/// columns with all its layers: a transform goes through memory twice. `prepare` and `finish` do a caller's own work
/// while the values are there.
public struct CosineCube: Sendable {
  /// The number of maps, of rows and of columns.
  public let shape: (layers: Int, rows: Int, columns: Int)
  /// The number of cells of a map.
  public var cells: Int { shape.rows * shape.columns }
  /// The number of values.
  public var count: Int { shape.layers * cells }

  private let layers: CosineTransform
  private let rows: CosineTransform
  private let columns: CosineTransform

  /// The cells of a strip.
  private static let strip = 128

  /// Plans the transforms of cubes of a shape.
  /// - Precondition: all numbers are positive.
  public init(layers: Int, rows: Int, columns: Int) {
    shape = (layers, rows, columns)
    self.layers = CosineTransform(length: layers)
    self.rows = CosineTransform(length: rows)
    self.columns = CosineTransform(length: columns)
  }

  /// Transforms a cube in place.
  /// - Parameters:
  ///   - values: layer × row × column.
  ///   - direction: to coefficients or back.
  ///   - jobs: the number of threads; the result is the same for any number.
  public func transform(_ values: inout [Float], _ direction: CosineTransform.Direction, jobs: Int) {
    precondition(values.count == count, "the cube has the plan's shape")
    unsafe values.withUnsafeMutableBufferPointer { values in
      _ = unsafe transform(values, direction, jobs: jobs, prepare: { _ in 0 }, finish: { _ in 0 })
    }
  }

  /// Transforms a cube in place with work before and after, while the values are in the cache.
  /// - Parameters:
  ///   - values: layer × row × column.
  ///   - direction: to coefficients or back.
  ///   - jobs: the number of threads; the result is the same for any number.
  ///   - prepare: called for every layer before its map is transformed; it may write the map.
  ///   - finish: called for every strip of cells when all its layers are done.
  /// - Returns: the sums of what `prepare` and `finish` returned, added in the order of layers and strips.
  public func transform(
    _ values: UnsafeMutableBufferPointer<Float>, _ direction: CosineTransform.Direction, jobs: Int,
    prepare: (Int) -> Double, finish: (Range<Int>) -> Double
  ) -> (prepared: Double, finished: Double) {
    precondition(values.count == count, "the cube has the plan's shape")
    guard let base = values.baseAddress else { return (0, 0) }
    let cells = cells
    let (rowCount, columnCount) = (shape.rows, shape.columns)
    let vectors = max(layers.workspace, rows.workspace, columns.workspace)
    let prepared = Pieces.run(shape.layers, jobs: jobs, space: { Workspace(vectors: vectors) }) {
      layer, space in
      let sum = prepare(layer)
      let map = unsafe base + layer * cells
      if rowCount > 1 {
        unsafe rows.transform(map, stride: columnCount, lines: columnCount, apart: 1, direction, space.base)
      }
      if columnCount > 1 {
        unsafe columns.transform(map, stride: 1, lines: rowCount, apart: columnCount, direction, space.base)
      }
      return sum
    }
    let strips = (cells + CosineCube.strip - 1) / CosineCube.strip
    let finished = Pieces.run(strips, jobs: jobs, space: { Workspace(vectors: vectors) }) { strip, space in
      let range = strip * CosineCube.strip..<min(cells, (strip + 1) * CosineCube.strip)
      if shape.layers > 1 {
        unsafe layers.transform(
          base + range.lowerBound, stride: cells, lines: range.count, apart: 1, direction, space.base)
      }
      return finish(range)
    }
    return (prepared.reduce(0, +), finished.reduce(0, +))
  }
}
