internal import COpenBLAS

#if canImport(Glibc)
  internal import Glibc
#endif

/// The numbers a network works with: `Float` to train and run, `Double` to check gradients sharply.
///
/// Everything in this room is written once for both, and compiled for each.
public protocol NeuralScalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable {
  /// eˣ to about two units in the last place; NaN stays NaN, and the result never overflows to infinity.
  static func exponential(_ x: Self) -> Self

  /// C = A·B + β·C in rows, through the linear algebra library; for `Matrix` alone, which checks the bounds.
  static func multiplyRows(
    _ a: UnsafePointer<Self>, _ strideA: Int, transposed isATransposed: Bool,
    _ b: UnsafePointer<Self>, _ strideB: Int, transposed isBTransposed: Bool,
    into c: UnsafeMutablePointer<Self>, _ strideC: Int, rows: Int, columns: Int, inner: Int, beta: Self)
}

/// One thread per call of the library: we spread whole samples over threads ourselves, in a fixed order.
private let isSingleThreaded: Bool = {
  openblas_set_num_threads(1)
  return true
}()

/// What the linear algebra library says about itself, for a run's record: version, kernel, threads.
public func linearAlgebraDescription() -> String {
  _ = isSingleThreaded
  return unsafe String(cString: openblas_get_config()).trimmingSpaces
    + " " + (unsafe String(cString: openblas_get_corename()).trimmingSpaces)
}

extension String {
  fileprivate var trimmingSpaces: String { split(separator: " ").joined(separator: " ") }
}

extension Float: NeuralScalar {
  /// 2ⁿ·eʳ with |r| ≤ ½ ln 2 and the polynomial of Cephes' `expf`: a few instructions that run on many numbers
  /// at once, and the same bits on every machine.
  @inline(__always)
  public static func exponential(_ x: Float) -> Float {
    let bounded = Swift.min(Swift.max(x, -87), 88)
    // Adding 1.5·2²³ rounds to a whole number, which then lies in the low bits.
    let shifted = bounded * 1.442_695_04 + 12_582_912
    let n = shifted - 12_582_912
    let r = (bounded - n * 0.693_359_375) + n * 2.121_944_4e-4
    var p: Float = 1.987_569_15e-4
    p = p * r + 1.398_199_95e-3
    p = p * r + 8.333_451_9e-3
    p = p * r + 4.166_579_6e-2
    p = p * r + 1.666_666_55e-1
    p = p * r + 5.000_000_1e-1
    let fraction = p * r * r + r + 1
    return fraction * Float(bitPattern: (shifted.bitPattern &- 0x4b40_0000 &+ 127) &<< 23)
  }

  /// `cblas_sgemm`.
  public static func multiplyRows(
    _ a: UnsafePointer<Float>, _ strideA: Int, transposed isATransposed: Bool,
    _ b: UnsafePointer<Float>, _ strideB: Int, transposed isBTransposed: Bool,
    into c: UnsafeMutablePointer<Float>, _ strideC: Int, rows: Int, columns: Int, inner: Int, beta: Float
  ) {
    _ = isSingleThreaded
    unsafe cblas_sgemm(
      CblasRowMajor, isATransposed ? CblasTrans : CblasNoTrans, isBTransposed ? CblasTrans : CblasNoTrans,
      Int32(rows), Int32(columns), Int32(inner), 1, a, Int32(strideA), b, Int32(strideB), beta, c,
      Int32(strideC))
  }
}

extension Double: NeuralScalar {
  /// The system's `exp`, bounded.
  public static func exponential(_ x: Double) -> Double { exp(Swift.min(Swift.max(x, -700), 700)) }

  /// `cblas_dgemm`.
  public static func multiplyRows(
    _ a: UnsafePointer<Double>, _ strideA: Int, transposed isATransposed: Bool,
    _ b: UnsafePointer<Double>, _ strideB: Int, transposed isBTransposed: Bool,
    into c: UnsafeMutablePointer<Double>, _ strideC: Int, rows: Int, columns: Int, inner: Int, beta: Double
  ) {
    _ = isSingleThreaded
    unsafe cblas_dgemm(
      CblasRowMajor, isATransposed ? CblasTrans : CblasNoTrans, isBTransposed ? CblasTrans : CblasNoTrans,
      Int32(rows), Int32(columns), Int32(inner), 1, a, Int32(strideA), b, Int32(strideB), beta, c,
      Int32(strideC))
  }
}

extension NeuralScalar {
  /// 1 / (1 + e⁻ˣ).
  @inline(__always)
  static func sigmoid(_ x: Self) -> Self { 1 / (1 + exponential(-x)) }

  /// 2σ(2x) − 1: exact to about 10⁻⁷ in absolute terms, which is all that a gate needs.
  @inline(__always)
  static func hyperbolicTangent(_ x: Self) -> Self { 2 / (1 + exponential(-2 * x)) - 1 }
}
