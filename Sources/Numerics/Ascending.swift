/// Numbers put in ascending order by their bits, several times faster than comparing them.
///
/// A radix sort: doubles become integers that rise with them, which are sorted byte by byte; a byte in which all
/// agree, as the sign and most of the exponent do, costs nothing. −0 counts as 0. NaN goes to the ends.
public enum Ascending {
  /// The values in ascending order.
  ///
  /// - Complexity: O(n).
  public static func sorted(_ values: [Double]) -> [Double] {
    if values.count < fewest { return values.sorted() }
    var keys = values.map(key)
    var other = keys
    var counts = bytes(of: keys.span)
    for byte in 0..<8 where start(of: byte, first: keys[0], &counts, of: keys.count) {
      let shift = UInt64(byte * 8)
      for key in keys {
        let bucket = byte << 8 | Int(key >> shift & 255)
        other[counts[bucket]] = key
        counts[bucket] += 1
      }
      swap(&keys, &other)
    }
    return keys.map(value)
  }

  /// The positions of the values in ascending order; of equal values the first comes first.
  ///
  /// - Complexity: O(n).
  public static func order(_ values: [Double]) -> [Int] {
    if values.count < fewest { return values.indices.sorted { (values[$0], $0) < (values[$1], $1) } }
    let keys = values.map(key)
    var counts = bytes(of: keys.span)
    var members = keys.indices.map { Member(key: keys[$0], position: $0) }
    var other = members
    for byte in 0..<8 where start(of: byte, first: keys[0], &counts, of: keys.count) {
      let shift = UInt64(byte * 8)
      for member in members {
        let bucket = byte << 8 | Int(member.key >> shift & 255)
        other[counts[bucket]] = member
        counts[bucket] += 1
      }
      swap(&members, &other)
    }
    return members.map(\.position)
  }

  /// With fewer values than this counting bytes does not pay.
  private static let fewest = 64

  private struct Member {
    var key: UInt64
    var position: Int
  }

  /// An integer that rises with the value.
  private static func key(_ value: Double) -> UInt64 {
    let bits = (value + 0).bitPattern
    return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
  }

  private static func value(_ key: UInt64) -> Double {
    Double(bitPattern: key >> 63 == 1 ? key & ~(1 << 63) : ~key)
  }

  /// How often each byte takes each value: 256 counts for each of the eight bytes.
  private static func bytes(of keys: Span<UInt64>) -> [Int] {
    var counts = [Int](repeating: 0, count: 8 * 256)
    for index in keys.indices {
      var key = keys[index]
      for byte in 0..<8 {
        counts[byte << 8 | Int(key & 255)] += 1
        key >>= 8
      }
    }
    return counts
  }

  /// Turns the counts of a byte into where each of its values starts; false where all keys agree in it.
  private static func start(of byte: Int, first: UInt64, _ counts: inout [Int], of all: Int) -> Bool {
    let base = byte << 8
    if counts[base | Int(first >> UInt64(byte * 8) & 255)] == all { return false }
    var sum = 0
    for bucket in base..<base + 256 {
      let count = counts[bucket]
      counts[bucket] = sum
      sum += count
    }
    return true
  }
}
