import Glibc

/// The inverse discrete Fourier transform of square complex maps, f(x, y) = Σ c(k, l) exp(2πi (kx + ly) / side).
///
/// Radix 2, decimation in time. A map of coefficients without symmetry gives two independent real maps at once: the
/// real and the imaginary part.
/// - Source: J. W. Cooley and J. W. Tukey (1965), Mathematics of Computation 19, 297–301.
public struct FourierMap: Sendable {
  /// The number of rows and of columns, a power of two.
  public let side: Int
  private let cosines: [Float]
  private let sines: [Float]
  private let reversed: [Int]

  /// Prepares maps of a side.
  /// - Precondition: `side` is a power of two of at least 2.
  public init(side: Int) {
    precondition(side >= 2 && side & (side - 1) == 0, "the side is a power of two")
    self.side = side
    let angles = (0..<side / 2).map { 2 * Double.pi * Double($0) / Double(side) }
    cosines = angles.map { Float(cos($0)) }
    sines = angles.map { Float(sin($0)) }
    let bits = side.trailingZeroBitCount
    reversed = (0..<side).map { index in
      (0..<bits).reduce(0) { $0 | (index >> $1 & 1) << (bits - 1 - $1) }
    }
  }

  /// Replaces coefficients (row l, column k) by the map (row y, column x), both side × side, row by row.
  /// - Precondition: both arrays hold side × side values.
  public func invert(real: inout [Float], imaginary: inout [Float]) {
    precondition(real.count == side * side && imaginary.count == side * side, "a map has side × side values")
    unsafe real.withUnsafeMutableBufferPointer { re in
      unsafe imaginary.withUnsafeMutableBufferPointer { im in
        for _ in 0..<2 {
          unsafe transformColumns(re, im)
          unsafe transpose(re)
          unsafe transpose(im)
        }
      }
    }
  }

  /// Transforms every column; the inner loop runs along rows, so that neighbouring columns share their steps.
  private func transformColumns(
    _ re: UnsafeMutableBufferPointer<Float>, _ im: UnsafeMutableBufferPointer<Float>
  ) {
    for row in 0..<side where row < reversed[row] {
      for column in 0..<side {
        let (a, b) = (row * side + column, reversed[row] * side + column)
        unsafe re.swapAt(a, b)
        unsafe im.swapAt(a, b)
      }
    }
    var half = 1
    while half < side {
      for start in stride(from: 0, to: side, by: 2 * half) {
        for pair in 0..<half {
          let c = cosines[pair * (side / 2 / half)]
          let s = sines[pair * (side / 2 / half)]
          let upper = (start + pair) * side
          let lower = upper + half * side
          for column in 0..<side {
            let (x, y) = unsafe (re[lower + column], im[lower + column])
            let (p, q) = (x * c - y * s, x * s + y * c)
            let (u, v) = unsafe (re[upper + column], im[upper + column])
            unsafe re[lower + column] = u - p
            unsafe im[lower + column] = v - q
            unsafe re[upper + column] = u + p
            unsafe im[upper + column] = v + q
          }
        }
      }
      half *= 2
    }
  }

  private func transpose(_ map: UnsafeMutableBufferPointer<Float>) {
    for row in 1..<side {
      for column in 0..<row { unsafe map.swapAt(row * side + column, column * side + row) }
    }
  }
}
