import Glibc
import Numerics

/// Two independent Gaussian maps of mean 0 and SD 1 that move with a wind and slowly forget their past.
///
/// Every wave keeps its size on the mean and turns with the wind; between two steps a share exp(−Δt/τ) of it survives
/// and the rest is drawn anew, so that the map is stationary in space and time. The power of a wave number k is
/// (1 + (k/k₀)²)^−slope. Maps repeat themselves beyond their extent.
struct SpectralField: Sendable {
  /// The number of rows and of columns, a power of two.
  let side: Int
  /// The extent of the map in degrees.
  let extent: Double
  private let transform: FourierMap
  private let amplitudes: [Float]
  private var real: [Float]
  private var imaginary: [Float]

  /// Draws the first maps.
  ///
  /// - Parameters:
  ///   - side: rows and columns, a power of two.
  ///   - extent: the side in degrees.
  ///   - outerScale: the wave length in degrees beyond which power no longer grows.
  ///   - slope: how fast the power falls with the wave number.
  ///   - random: what waves are drawn from.
  init(side: Int, extent: Double, outerScale: Double, slope: Double, random: inout RandomStream) {
    self.side = side
    self.extent = extent
    transform = FourierMap(side: side)
    let powers = SpectralField.powers(side: side, extent: extent, outerScale: outerScale, slope: slope)
    let sum = powers.reduce(0, +)
    amplitudes = powers.map { Float(($0 / sum).squareRoot()) }
    real = amplitudes
    imaginary = amplitudes
    for index in real.indices {
      let (x, y) = SpectralField.deviates(&random)
      real[index] *= x
      imaginary[index] *= y
    }
  }

  /// The power of every wave before it is scaled, row by row.
  private static func powers(side: Int, extent: Double, outerScale: Double, slope: Double) -> [Double] {
    var powers = [Double](repeating: 0, count: side * side)
    for row in 0..<side {
      for column in 0..<side where row + column > 0 {
        let (l, k) = (wave(row, of: side), wave(column, of: side))
        let ratio = (k * k + l * l).squareRoot() * outerScale / extent
        powers[row * side + column] = pow(1 + ratio * ratio, -slope)
      }
    }
    return powers
  }

  /// The variance of a map whose spectrum is (1 + (k/k₀)²)^−slope per wave and square degree, not scaled to 1: maps of
  /// one spectrum over several extents compare by it.
  static func variance(side: Int, extent: Double, outerScale: Double, slope: Double) -> Double {
    powers(side: side, extent: extent, outerScale: outerScale, slope: slope).reduce(0, +)
      / (extent * extent)
  }

  /// Moves the maps by an offset in degrees east and north and renews the share 1 − `kept`² of their variance.
  mutating func advance(east: Double, north: Double, kept: Double, random: inout RandomStream) {
    let renewed = Float((1 - kept * kept).squareRoot())
    // Rows run southwards.
    let rows = turns(by: -north, kept: 1)
    let columns = turns(by: east, kept: kept)
    for row in 0..<side {
      let (rowCosine, rowSine) = rows[row]
      for column in 0..<side {
        let (c, s) = columns[column]
        let (turnCosine, turnSine) = (c * rowCosine - s * rowSine, c * rowSine + s * rowCosine)
        let index = row * side + column
        let (x, y) = SpectralField.deviates(&random)
        let (a, b) = (real[index], imaginary[index])
        let scale = renewed * amplitudes[index]
        real[index] = a * turnCosine - b * turnSine + scale * x
        imaginary[index] = a * turnSine + b * turnCosine + scale * y
      }
    }
  }

  /// The two maps, side × side, row by row from the north.
  func maps() -> (first: [Float], second: [Float]) {
    var (first, second) = (real, imaginary)
    transform.invert(real: &first, imaginary: &second)
    return (first, second)
  }

  /// exp(−2πi k offset/extent) for every wave along one axis, times `kept`.
  private func turns(by offset: Double, kept: Double) -> [(Float, Float)] {
    (0..<side).map { index in
      let angle = -2 * Double.pi * SpectralField.wave(index, of: side) * offset / extent
      return (Float(kept * cos(angle)), Float(kept * sin(angle)))
    }
  }

  private static func wave(_ index: Int, of side: Int) -> Double {
    Double(index < side / 2 ? index : index - side)
  }

  /// Two numbers of mean 0 and SD 1, evenly spread: the sum over thousands of waves is normal whatever they are.
  private static func deviates(_ random: inout RandomStream) -> (Float, Float) {
    let bits = random.next()
    let scale = Float(2 * 3.0.squareRoot() / 4_294_967_296)
    return (
      Float(Int32(truncatingIfNeeded: bits)) * scale,
      Float(Int32(truncatingIfNeeded: bits >> 32)) * scale
    )
  }
}
