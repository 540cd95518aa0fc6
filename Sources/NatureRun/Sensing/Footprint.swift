#if canImport(Glibc)
  import Glibc
#endif

/// What an antenna averages around each cell of a product: a Gaussian on the ground, over land only.
///
/// The weights are a product of one along the meridian and one along the parallel, so that a map of R × C fine cells
/// becomes one of r × c cells with r·C·k + r·c·k multiplications instead of r·c·k², k fine cells across the Gaussian.
/// The Gaussian is cut off at three standard deviations.
struct Footprint: Sendable {
  private struct Band: Sendable {
    var first: Int
    var weights: [Float]
  }

  private let columns: Int
  private let fineColumns: Int
  /// For each row the fine rows it averages.
  private let down: [Band]
  /// For each cell the fine columns it averages; the width in degrees grows with the latitude.
  private let across: [[Band]]
  /// The share of land of every fine cell.
  private let land: [Float]
  /// The sum of weights × land of every cell.
  private let total: [Float]

  /// - Parameters:
  ///   - fwhm: the full width at half the maximum, in kilometres.
  ///   - water: the share of open water of every fine cell.
  init(fwhm: Double, from fine: FineGrid, water: [Float], to grid: ProductGrid) {
    let sigma = fwhm / 2.354_820_045
    let kilometres = GroundTrack.earthRadius * .pi / 180
    let fineLatitudes = (0..<fine.rows).map { fine.latitude(row: $0) }
    let fineLongitudes = (0..<fine.columns).map { fine.longitude(column: $0) }
    columns = grid.columns
    fineColumns = fine.columns
    down = grid.latitudes.map { latitude in
      Footprint.band(fineLatitudes.map { ($0 - latitude) * kilometres }, sigma)
    }
    across = grid.latitudes.map { latitude in
      let scale = kilometres * cos(latitude * .pi / 180)
      return grid.longitudes.map { longitude in
        Footprint.band(fineLongitudes.map { ($0 - longitude) * scale }, sigma)
      }
    }
    land = water.map { 1 - $0 }
    total = Footprint.sums(land, nil, down, across, fine.columns)
  }

  /// The share of open water in each footprint.
  var water: [Float] {
    let ones = [Float](repeating: 1, count: land.count)
    let all = Footprint.sums(ones, nil, down, across, fineColumns)
    return zip(total, all).map { 1 - $0 / $1 }
  }

  /// The mean over the land of each footprint.
  func mean(_ values: [Float]) -> [Float] {
    let sums = Footprint.sums(values, land, down, across, fineColumns)
    return zip(sums, total).map { $1 > 0 ? $0 / $1 : .nan }
  }

  private static func band(_ distances: [Double], _ sigma: Double) -> Band {
    let near = distances.indices.filter { abs(distances[$0]) <= 3 * sigma }
    guard let first = near.first, let last = near.last else {
      // Narrower than a fine cell: the nearest one alone.
      let nearest = distances.indices.min { abs(distances[$0]) < abs(distances[$1]) } ?? 0
      return Band(first: nearest, weights: [1])
    }
    return Band(
      first: first,
      weights: (first...last).map { Float(exp(-0.5 * (distances[$0] / sigma) * (distances[$0] / sigma))) })
  }

  private static func sums(
    _ values: [Float], _ factors: [Float]?, _ down: [Band], _ across: [[Band]], _ fineColumns: Int
  ) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(down.count * (across.first?.count ?? 0))
    var line = [Float](repeating: 0, count: fineColumns)
    for (row, band) in down.enumerated() {
      for column in 0..<fineColumns { line[column] = 0 }
      for (offset, weight) in band.weights.enumerated() {
        let start = (band.first + offset) * fineColumns
        if let factors {
          for column in 0..<fineColumns {
            line[column] += weight * values[start + column] * factors[start + column]
          }
        } else {
          for column in 0..<fineColumns { line[column] += weight * values[start + column] }
        }
      }
      for band in across[row] {
        var sum: Float = 0
        for (offset, weight) in band.weights.enumerated() { sum += weight * line[band.first + offset] }
        result.append(sum)
      }
    }
    return result
  }
}
