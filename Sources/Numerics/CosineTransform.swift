import Glibc

/// The orthonormal discrete cosine transform of lines of any length (DCT-II) and its inverse (DCT-III).
///
/// X(k) = a(k) Σ x(n) cos(π (2n + 1) k / 2N), a(0) = √(1/N), a(k) = √(2/N). A line is reordered and transformed as one
/// real line of N points; two real lines go through one complex transform. Single precision: an error of about 1e-7 of
/// the line's norm.
/// - Source: J. Makhoul (1980), IEEE Trans. ASSP 28, 27–34.
public struct CosineTransform: Sendable {
  /// The direction of a transform.
  public enum Direction: Sendable {
    /// From values to coefficients.
    case forward
    /// From coefficients to values.
    case inverse
  }

  /// The number of points of a line.
  public let length: Int

  private let fourier: LineFourier
  /// cos and sin of πk / 2N, k = 0…N/2.
  private let turns: [(re: Float, im: Float)]

  /// The lines that go through one transform together.
  static let lines = 2 * LaneComplex.Lanes.scalarCount

  /// Plans the transform of lines of a length.
  /// - Precondition: `length` is positive.
  public init(length: Int) {
    self.length = length
    fourier = LineFourier(length: length)
    turns = (0...length / 2).map { k in
      let angle = Double.pi * Double(k) / Double(2 * length)
      return (Float(cos(angle)), Float(sin(angle)))
    }
  }

  /// The transform of one line.
  /// - Precondition: `line` has `length` values.
  public func callAsFunction(_ line: [Float], _ direction: Direction) -> [Float] {
    precondition(line.count == length, "the line has the plan's length")
    var line = line
    let space = Workspace(vectors: workspace)
    unsafe line.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      unsafe transform(base, stride: 1, lines: 1, apart: 1, direction, space.base)
    }
    return line
  }

  /// The vectors of scratch space of `transform`.
  var workspace: Int { 2 * length + fourier.scratch }

  /// Transforms lines in place.
  /// - Parameters:
  ///   - base: the first point of the first line.
  ///   - stride: from a point of a line to its next.
  ///   - lines: the number of lines.
  ///   - apart: from a line to the next.
  ///   - direction: the direction.
  ///   - space: `workspace` vectors of scratch space.
  func transform(
    _ base: UnsafeMutablePointer<Float>, stride: Int, lines: Int, apart: Int, _ direction: Direction,
    _ space: UnsafeMutablePointer<LaneComplex>
  ) {
    let other = unsafe space + length
    let scratch = unsafe space + 2 * length
    for start in Swift.stride(from: 0, to: lines, by: CosineTransform.lines) {
      let tile = unsafe LineTile(
        base: base + start * apart, stride: stride, count: min(CosineTransform.lines, lines - start),
        apart: apart)
      switch direction {
      case .forward:
        for n in 0..<length { unsafe space[n & 1 == 0 ? n / 2 : length - 1 - n / 2] = tile[n] }
        let isInOther = unsafe fourier.transform(space, other, scratch: scratch)
        unsafe separate(isInOther ? other : space, into: tile)
      case .inverse:
        unsafe combine(tile, into: space)
        let isInOther = unsafe fourier.transform(space, other, scratch: scratch)
        let points = unsafe isInOther ? other : space
        for n in 0..<length {
          unsafe tile.store(points[n & 1 == 0 ? n / 2 : length - 1 - n / 2].conjugate, at: n)
        }
      }
    }
  }

  /// The coefficients of both real lines of each complex one: exp(−πik/2N) V(k) = X(k) − i X(N − k) but for the norm.
  private func separate(_ z: UnsafeMutablePointer<LaneComplex>, into tile: LineTile) {
    unsafe tile.store(z[0] * (1 / Float(length)).squareRoot(), at: 0)
    let norm = (2 / Float(length)).squareRoot() / 2
    guard length > 1 else { return }
    for k in 1...length / 2 {
      let (a, b) = unsafe (z[k], z[length - k])
      let (c, s) = (turns[k].re * norm, turns[k].im * norm)
      let real = a + b
      let (first, second) = (a.im - b.im, b.re - a.re)
      tile.store(LaneComplex(re: real.re * c + first * s, im: real.im * c + second * s), at: k)
      tile.store(
        LaneComplex(re: real.re * s - first * c, im: real.im * s - second * c), at: length - k)
    }
  }

  /// The inverse of `separate`, conjugated: the forward transform of a conjugate is the inverse's conjugate.
  private func combine(_ tile: LineTile, into z: UnsafeMutablePointer<LaneComplex>) {
    let zero = tile[0] * (1 / Float(length)).squareRoot()
    unsafe z[0] = zero.conjugate
    let norm = 1 / (2 * Float(length)).squareRoot()
    guard length > 1 else { return }
    for k in 1...length / 2 {
      let (a, b) = (tile[k], tile[length - k])
      let (c, s) = (turns[k].re * norm, turns[k].im * norm)
      let (real, imaginary) = (a * c + b * s, a * s - b * c)
      unsafe z[k] = LaneComplex(re: real.re - imaginary.im, im: -(imaginary.re + real.im))
      unsafe z[length - k] = LaneComplex(re: real.re + imaginary.im, im: imaginary.re - real.im)
    }
  }
}

/// Up to sixteen lines of a cube as one line of vectors; whoever makes one vouches for the cube's size.
@safe private struct LineTile {
  var base: UnsafeMutablePointer<Float>
  var stride: Int
  var count: Int
  var apart: Int

  private typealias Lanes = LaneComplex.Lanes

  /// The n-th points of the lines; lanes without a line are zero.
  @inline(__always)
  subscript(n: Int) -> LaneComplex {
    let point = unsafe base + n * stride
    if apart == 1, count == CosineTransform.lines {
      let raw = UnsafeRawPointer(point)
      return unsafe LaneComplex(
        re: raw.loadUnaligned(as: Lanes.self),
        im: raw.loadUnaligned(fromByteOffset: 4 * Lanes.scalarCount, as: Lanes.self))
    }
    var value = LaneComplex.zero
    for lane in 0..<min(count, Lanes.scalarCount) { unsafe value.re[lane] = point[lane * apart] }
    for lane in 0..<max(0, count - Lanes.scalarCount) {
      unsafe value.im[lane] = point[(lane + Lanes.scalarCount) * apart]
    }
    return value
  }

  /// Writes the n-th points.
  @inline(__always)
  func store(_ value: LaneComplex, at n: Int) {
    let point = unsafe base + n * stride
    if apart == 1, count == CosineTransform.lines {
      let raw = UnsafeMutableRawPointer(point)
      unsafe raw.storeBytes(of: value.re, as: Lanes.self)
      unsafe raw.storeBytes(of: value.im, toByteOffset: 4 * Lanes.scalarCount, as: Lanes.self)
      return
    }
    for lane in 0..<min(count, Lanes.scalarCount) { unsafe point[lane * apart] = value.re[lane] }
    for lane in 0..<max(0, count - Lanes.scalarCount) {
      unsafe point[(lane + Lanes.scalarCount) * apart] = value.im[lane]
    }
  }
}

/// Scratch space of vectors, freed with its owner.
@safe final class Workspace {
  let base: UnsafeMutablePointer<LaneComplex>

  init(vectors: Int) {
    unsafe base = .allocate(capacity: max(1, vectors))
  }

  deinit { unsafe base.deallocate() }
}
