/// Some rows of a map, with as many more on each side as the layers can see: a map of any size in pieces.
struct Band: Hashable, Sendable {
  /// The rows that are computed for good.
  let core: Range<Int>
  /// These and the rows around them that they depend on.
  let rows: Range<Int>

  /// The core's rows counted from the first of all rows.
  var coreInRows: Range<Int> {
    core.lowerBound - rows.lowerBound..<core.upperBound - rows.lowerBound
  }

  /// Whether a cell of the core is land.
  func hasLand<Scalar: NeuralScalar>(_ land: Tensor<Scalar>) -> Bool {
    LossKernels.count(land.parts(core)) > 0
  }

  /// The bands of a map, of about so many cells, but long against their halo.
  static func all(height: Int, width: Int, halo: Int, cells: Int) -> [Band] {
    let length = max(2 * halo, cells / max(1, width))
    return stride(from: 0, to: height, by: length).map { start in
      let core = start..<min(height, start + length)
      return Band(core: core, rows: max(0, core.lowerBound - halo)..<min(height, core.upperBound + halo))
    }
  }
}
