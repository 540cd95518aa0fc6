import Glibc

/// A stream of random numbers that belongs to a seed and a list of labels, such as product, station, metric.
///
/// Every list of labels gives its own stream, so that a result drawn from it depends neither on what else is
/// computed nor on which thread computes it. The labels are hashed with FNV-1a (64 bits, each label ended by
/// its length), the hash and the seed are mixed by SplitMix64 into the state of xoshiro256**.
///
/// - Source: D. Blackman and S. Vigna (2021), Scrambled linear pseudorandom number generators, ACM TOMS 47.
public struct RandomStream: RandomNumberGenerator, Sendable {
  private var a: UInt64
  private var b: UInt64
  private var c: UInt64
  private var d: UInt64
  private var spare: Double?

  /// Opens the stream of a seed and of labels; their order matters, and `"ab", "c"` is not `"a", "bc"`.
  public init(seed: UInt64, stream labels: String...) {
    self.init(seed: seed, labels: labels)
  }

  /// Opens the stream of a seed and of labels given as an array.
  public init(seed: UInt64, labels: [String]) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func absorb(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    for label in labels {
      var length = UInt64(0)
      for byte in label.utf8 {
        absorb(byte)
        length += 1
      }
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        absorb(UInt8(truncatingIfNeeded: length >> shift))
      }
    }
    var state = Self.mixed(seed) ^ hash
    a = Self.splitMix(&state)
    b = Self.splitMix(&state)
    c = Self.splitMix(&state)
    d = Self.splitMix(&state)
    if a | b | c | d == 0 { a = 1 }
  }

  /// Starts from a state that is not all zero, for the generator's own test.
  init(state: (UInt64, UInt64, UInt64, UInt64)) {
    (a, b, c, d) = state
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = Self.rotated(b &* 5, 7) &* 9
    let t = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = Self.rotated(d, 45)
    return result
  }

  /// A number in 0 ≤ u < 1, a multiple of 2⁻⁵³.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A standard normal deviate, by Marsaglia's polar method.
  public mutating func normal() -> Double {
    if let kept = spare {
      spare = nil
      return kept
    }
    while true {
      let u = 2 * uniform() - 1
      let v = 2 * uniform() - 1
      let s = u * u + v * v
      guard s < 1, s > 0 else { continue }
      let factor = (-2 * log(s) / s).squareRoot()
      spare = v * factor
      return u * factor
    }
  }

  /// A whole number in 0 ..< n, every one equally likely.
  ///
  /// - Precondition: `n` is positive.
  /// - Source: D. Lemire (2019), Fast random integer generation in an interval, ACM TOMACS 29.
  public mutating func index(below n: Int) -> Int {
    precondition(n > 0, "an index is drawn from a non-empty range")
    let bound = UInt64(n)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  private static func rotated(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }

  private static func mixed(_ x: UInt64) -> UInt64 {
    var z = x
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  private static func splitMix(_ state: inout UInt64) -> UInt64 {
    state = state &+ 0x9e37_79b9_7f4a_7c15
    return mixed(state)
  }
}
