import Glibc

/// The discrete Fourier transform of any length, X(k) = Σ x(n) exp(−2πi kn / length), of several lines at once.
///
/// Stockham's self-sorting transform with factors 4, 2, 3, 5 and other small primes; a prime above 13 is turned into a
/// cyclic convolution of one number less (Rader), whose transforms are made the same way. So every length costs
/// O(n log n), and nothing is padded.
/// - Sources: C. Van Loan (1992), Computational Frameworks for the FFT, §1.7; C. M. Rader (1968), Proc. IEEE 56, 1107.
struct LineFourier: Sendable {
  /// The number of points.
  let length: Int
  /// The vectors of scratch space that `transform` needs beside its two buffers.
  let scratch: Int

  private let stages: [Stage]

  private struct Stage: Sendable {
    var radix: Int
    /// The points that are left after this stage, and those done before it.
    var rest: Int
    var done: Int
    /// exp(−2πi qr / (radix · rest)) for q in 0..<rest and r in 1..<radix.
    var twiddles: [(re: Float, im: Float)]
    /// exp(−2πi k / radix) for a small odd radix.
    var roots: [(re: Float, im: Float)]
    /// Rader's plan of a large prime.
    var prime: [PrimeFourier]
  }

  /// Plans the transform of so many points.
  /// - Precondition: `length` is positive.
  init(length: Int) {
    precondition(length > 0, "a line has points")
    self.length = length
    var rest = length
    var done = 1
    var stages: [Stage] = []
    for radix in LineFourier.factors(of: length) {
      rest /= radix
      let points = radix * rest
      var twiddles: [(re: Float, im: Float)] = []
      for q in 0..<rest {
        for r in 1..<radix { twiddles.append(LineFourier.root(q * r, of: points)) }
      }
      let isLarge = radix > 13
      stages.append(
        Stage(
          radix: radix, rest: rest, done: done, twiddles: twiddles,
          roots: isLarge ? [] : (0..<radix).map { LineFourier.root($0, of: radix) },
          prime: isLarge ? [PrimeFourier(prime: radix)] : []))
      done *= radix
    }
    self.stages = stages
    scratch = stages.map { $0.prime.first?.scratch ?? $0.radix }.max() ?? 0
  }

  /// exp(−2πi k / n) in single precision, from the angle reduced to one turn.
  static func root(_ k: Int, of n: Int) -> (re: Float, im: Float) {
    let angle = 2 * Double.pi * Double(k % n) / Double(n)
    return (Float(cos(angle)), Float(-sin(angle)))
  }

  /// The radices: the large primes first, so that their inputs lie far apart and their twiddles are few, then 5, 3, 4
  /// and at most one 2.
  static func factors(of length: Int) -> [Int] {
    var factors: [Int] = []
    var rest = length
    for radix in [4, 2, 3, 5] {
      while rest % radix == 0 {
        factors.append(radix)
        rest /= radix
      }
    }
    var candidate = 7
    while rest > 1 {
      if candidate * candidate > rest { candidate = rest }
      while rest % candidate == 0 {
        factors.append(candidate)
        rest /= candidate
      }
      candidate += 2
    }
    return factors.reversed()
  }

  /// Transforms `points`; the result is in `points` or in `other`, whose content is overwritten.
  /// - Returns: whether the result is in `other`.
  func transform(
    _ points: UnsafeMutablePointer<LaneComplex>, _ other: UnsafeMutablePointer<LaneComplex>,
    scratch: UnsafeMutablePointer<LaneComplex>
  ) -> Bool {
    var from = unsafe points
    var to = unsafe other
    for stage in stages {
      switch stage.radix {
      case 2: unsafe LineFourier.two(stage, from, to)
      case 3: unsafe LineFourier.three(stage, from, to)
      case 4: unsafe LineFourier.four(stage, from, to)
      case 5: unsafe LineFourier.five(stage, from, to)
      default: unsafe LineFourier.odd(stage, from, to, scratch)
      }
      unsafe swap(&from, &to)
    }
    return stages.count % 2 == 1
  }

  private typealias Points = UnsafeMutablePointer<LaneComplex>

  private static func two(_ stage: Stage, _ from: Points, _ to: Points) {
    let (m, s) = (stage.rest, stage.done)
    for q in 0..<m {
      let w = stage.twiddles[q]
      for j in 0..<s {
        let a = unsafe from[j + s * q]
        let b = unsafe from[j + s * (q + m)]
        unsafe to[j + s * 2 * q] = a + b
        unsafe to[j + s * (2 * q + 1)] = (a - b).times(w)
      }
    }
  }

  private static func three(_ stage: Stage, _ from: Points, _ to: Points) {
    let (m, s) = (stage.rest, stage.done)
    let sine = Float(3).squareRoot() / 2
    for q in 0..<m {
      let (w1, w2) = (stage.twiddles[2 * q], stage.twiddles[2 * q + 1])
      for j in 0..<s {
        let a = unsafe from[j + s * q]
        let b = unsafe from[j + s * (q + m)]
        let c = unsafe from[j + s * (q + 2 * m)]
        let sum = b + c
        let turned = (b - c).timesMinusI * sine
        let middle = a - sum * 0.5
        unsafe to[j + s * 3 * q] = a + sum
        unsafe to[j + s * (3 * q + 1)] = (middle + turned).times(w1)
        unsafe to[j + s * (3 * q + 2)] = (middle - turned).times(w2)
      }
    }
  }

  private static func four(_ stage: Stage, _ from: Points, _ to: Points) {
    let (m, s) = (stage.rest, stage.done)
    for q in 0..<m {
      let (w1, w2, w3) = (stage.twiddles[3 * q], stage.twiddles[3 * q + 1], stage.twiddles[3 * q + 2])
      for j in 0..<s {
        let a = unsafe from[j + s * q]
        let b = unsafe from[j + s * (q + m)]
        let c = unsafe from[j + s * (q + 2 * m)]
        let d = unsafe from[j + s * (q + 3 * m)]
        let (even, odd) = (a + c, b + d)
        let (left, right) = (a - c, (b - d).timesMinusI)
        unsafe to[j + s * 4 * q] = even + odd
        unsafe to[j + s * (4 * q + 1)] = (left + right).times(w1)
        unsafe to[j + s * (4 * q + 2)] = (even - odd).times(w2)
        unsafe to[j + s * (4 * q + 3)] = (left - right).times(w3)
      }
    }
  }

  private static func five(_ stage: Stage, _ from: Points, _ to: Points) {
    let (m, s) = (stage.rest, stage.done)
    let (c1, s1) = (stage.roots[1].re, -stage.roots[1].im)
    let (c2, s2) = (stage.roots[2].re, -stage.roots[2].im)
    for q in 0..<m {
      let (w1, w2) = (stage.twiddles[4 * q], stage.twiddles[4 * q + 1])
      let (w3, w4) = (stage.twiddles[4 * q + 2], stage.twiddles[4 * q + 3])
      for j in 0..<s {
        let a = unsafe from[j + s * q]
        let b = unsafe from[j + s * (q + m)]
        let c = unsafe from[j + s * (q + 2 * m)]
        let d = unsafe from[j + s * (q + 3 * m)]
        let e = unsafe from[j + s * (q + 4 * m)]
        let (be, cd) = (b + e, c + d)
        let (db, dc) = ((b - e).timesMinusI, (c - d).timesMinusI)
        let one = a + be * c1 + cd * c2
        let two = a + be * c2 + cd * c1
        let first = db * s1 + dc * s2
        let second = db * s2 - dc * s1
        unsafe to[j + s * 5 * q] = a + be + cd
        unsafe to[j + s * (5 * q + 1)] = (one + first).times(w1)
        unsafe to[j + s * (5 * q + 2)] = (two + second).times(w2)
        unsafe to[j + s * (5 * q + 3)] = (two - second).times(w3)
        unsafe to[j + s * (5 * q + 4)] = (one - first).times(w4)
      }
    }
  }

  /// Any other odd radix: the sums and differences of mirrored points directly, or Rader's convolution.
  private static func odd(_ stage: Stage, _ from: Points, _ to: Points, _ scratch: Points) {
    let (p, m, s) = (stage.radix, stage.rest, stage.done)
    let half = p / 2
    for q in 0..<m {
      for j in 0..<s {
        if let prime = stage.prime.first {
          unsafe prime.transform(from + j + s * q, stride: s * m, to + j + s * p * q, stride: s, scratch)
        } else {
          let first = unsafe from[j + s * q]
          var total = first
          for r in 1...half {
            let (a, b) = unsafe (from[j + s * (q + r * m)], from[j + s * (q + (p - r) * m)])
            unsafe scratch[r] = a + b
            unsafe scratch[half + r] = (a - b).timesMinusI
            total = total + (a + b)
          }
          unsafe to[j + s * p * q] = total
          for k in 1...half {
            var (even, odd) = (first, LaneComplex.zero)
            for r in 1...half {
              let root = stage.roots[k * r % p]
              unsafe even = even + scratch[r] * root.re
              unsafe odd = odd - scratch[half + r] * root.im
            }
            unsafe to[j + s * (p * q + k)] = even + odd
            unsafe to[j + s * (p * q + p - k)] = even - odd
          }
        }
        guard q > 0 else { continue }
        for r in 1..<p {
          let index = j + s * (p * q + r)
          unsafe to[index] = to[index].times(stage.twiddles[q * (p - 1) + r - 1])
        }
      }
    }
  }
}
