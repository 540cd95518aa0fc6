/// The discrete Fourier transform of a prime number of points as a cyclic convolution of one point less.
///
/// With a generator g of the numbers modulo p, X(g⁻ᵐ) = x(0) + Σ x(g^q) exp(−2πi g^(q−m) / p): a convolution, done by
/// two transforms of length p − 1.
/// - Source: C. M. Rader (1968), Proc. IEEE 56, 1107–1108.
struct PrimeFourier: Sendable {
  /// The vectors of scratch space that `transform` needs.
  let scratch: Int

  private let prime: Int
  private let inner: LineFourier
  /// g^q modulo p: where the q-th input of the convolution comes from.
  private let sources: [Int]
  /// g⁻ᵐ modulo p: where its m-th result goes to.
  private let targets: [Int]
  /// The transform of exp(−2πi g^(−q) / p), divided by p − 1.
  private let kernel: [(re: Float, im: Float)]

  /// Plans the transform of a prime number of points.
  /// - Precondition: `prime` is an odd prime.
  init(prime: Int) {
    self.prime = prime
    let count = prime - 1
    let generator = (2..<prime).first { PrimeFourier.isGenerator($0, prime) } ?? 1
    var powers = [1]
    for _ in 1..<count { powers.append(powers[powers.count - 1] * generator % prime) }
    sources = powers
    targets = (0..<count).map { powers[(count - $0) % count] }
    inner = LineFourier(length: count)
    scratch = 2 * count + inner.scratch
    let roots = targets.map { LineFourier.root($0, of: prime) }
    kernel = inner.transformed(roots).map { ($0.re / Float(count), $0.im / Float(count)) }
  }

  /// Transforms the points at a stride into points at another.
  func transform(
    _ from: UnsafeMutablePointer<LaneComplex>, stride: Int, _ to: UnsafeMutablePointer<LaneComplex>,
    stride step: Int, _ scratch: UnsafeMutablePointer<LaneComplex>
  ) {
    let count = prime - 1
    let first = unsafe from[0]
    var points = unsafe scratch
    var other = unsafe scratch + count
    let space = unsafe scratch + 2 * count
    for q in 0..<count { unsafe points[q] = from[sources[q] * stride] }
    if unsafe inner.transform(points, other, scratch: space) { unsafe swap(&points, &other) }
    unsafe to[0] = first + points[0]
    // The inverse transform as the conjugate of the transform of the conjugate.
    for q in 0..<count { unsafe points[q] = points[q].times(kernel[q]).conjugate }
    unsafe points[0] = points[0] + first.conjugate
    if unsafe inner.transform(points, other, scratch: space) { unsafe swap(&points, &other) }
    for m in 0..<count { unsafe to[targets[m] * step] = points[m].conjugate }
  }

  /// Whether the powers of a number reach every number below the prime: none of them is 1 before the last.
  private static func isGenerator(_ candidate: Int, _ prime: Int) -> Bool {
    var power = candidate
    for _ in 1..<(prime - 1) {
      if power == 1 { return false }
      power = power * candidate % prime
    }
    return power == 1
  }
}

extension LineFourier {
  /// The transform of one complex line.
  func transformed(_ line: [(re: Float, im: Float)]) -> [(re: Float, im: Float)] {
    var points = line.map { LaneComplex(re: .init(repeating: $0.re), im: .init(repeating: $0.im)) }
    var other = [LaneComplex](repeating: .zero, count: length)
    var space = [LaneComplex](repeating: .zero, count: max(1, scratch))
    let isInOther = unsafe points.withUnsafeMutableBufferPointer { points in
      unsafe other.withUnsafeMutableBufferPointer { other in
        unsafe space.withUnsafeMutableBufferPointer { space in
          guard let a = points.baseAddress, let b = other.baseAddress, let c = space.baseAddress else {
            return false
          }
          return unsafe transform(a, b, scratch: c)
        }
      }
    }
    return (isInOther ? other : points).map { ($0.re[0], $0.im[0]) }
  }
}
