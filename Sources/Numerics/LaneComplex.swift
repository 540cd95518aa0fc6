/// Sixteen real lines side by side, or eight complex ones: what one step of a transform works on.
///
/// A transform over lines of a cube is bound by its arithmetic; with lines in the lanes of a vector every step is a
/// plain vector operation, whatever the length of the lines.
struct LaneComplex {
  /// Single precision, eight lines.
  typealias Lanes = SIMD8<Float>

  var re: Lanes
  var im: Lanes

  static let zero = LaneComplex(re: .zero, im: .zero)

  @inline(__always)
  static func + (a: LaneComplex, b: LaneComplex) -> LaneComplex {
    LaneComplex(re: a.re + b.re, im: a.im + b.im)
  }

  @inline(__always)
  static func - (a: LaneComplex, b: LaneComplex) -> LaneComplex {
    LaneComplex(re: a.re - b.re, im: a.im - b.im)
  }

  @inline(__always)
  static func * (a: LaneComplex, factor: Float) -> LaneComplex {
    LaneComplex(re: a.re * factor, im: a.im * factor)
  }

  /// The product with a number.
  @inline(__always)
  func times(_ w: (re: Float, im: Float)) -> LaneComplex {
    LaneComplex(re: re * w.re - im * w.im, im: re * w.im + im * w.re)
  }

  /// The product with −i.
  @inline(__always) var timesMinusI: LaneComplex { LaneComplex(re: im, im: -re) }

  /// The complex conjugate.
  @inline(__always) var conjugate: LaneComplex { LaneComplex(re: re, im: -im) }
}
