/// Numbers put in ascending order by their bits, several times faster than comparing them.
///
/// Doubles become integers that rise with them. Two counting passes sort these by the first bits in which they
/// differ, 16 or 22 of them; the few runs that need the other bits too are sorted by comparison, so that no
/// input costs more than O(n log n). −0 counts as 0; NaN goes to the ends.
public enum Ascending {
  /// The values in ascending order.
  public static func sorted(_ values: [Double]) -> [Double] {
    guard var keys = keys(of: values), let digits = Digits(keys) else { return values.sorted() }
    var other = keys
    digits.pass(from: keys.span, into: &other, by: digits.shift) { $0 }
    digits.pass(from: other.span, into: &keys, by: digits.shift + digits.width) { $0 }
    for run in digits.unsortedRuns(of: keys, { $0 }) { keys[run].sort() }
    return keys.map(value)
  }

  /// The positions of the values in ascending order; of equal values the first comes first.
  public static func order(_ values: [Double]) -> [Int] {
    guard let keys = keys(of: values), let digits = Digits(keys) else {
      return values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    }
    var order = Array(keys.indices)
    var other = order
    let table = keys.span
    digits.pass(from: order.span, into: &other, by: digits.shift) { table[$0] }
    digits.pass(from: other.span, into: &order, by: digits.shift + digits.width) { table[$0] }
    for run in digits.unsortedRuns(of: order, { keys[$0] }) {
      order[run].sort { (keys[$0], $0) < (keys[$1], $1) }
    }
    return order
  }

  /// Which bits of the keys are counted.
  private struct Digits {
    /// The bits of one pass.
    let width: UInt64
    /// How many bits lie below the counted ones.
    let shift: UInt64

    /// Nil where all keys are equal.
    init?(_ keys: [UInt64]) {
      var low = UInt64.max
      var high = UInt64.min
      for key in keys {
        low = min(low, key)
        high = max(high, key)
      }
      guard low < high else { return nil }
      width = keys.count < 1024 ? 8 : 11
      let differing = UInt64(64 - (low ^ high).leadingZeroBitCount)
      shift = differing > 2 * width ? differing - 2 * width : 0
    }

    /// One stable pass over elements by the digit at `place` of their keys.
    func pass<Element>(
      from elements: Span<Element>, into result: inout [Element], by place: UInt64,
      _ key: (Element) -> UInt64
    ) {
      let mask: UInt64 = (1 << width) - 1
      var starts = [Int32](repeating: 0, count: Int(mask) + 1)
      var table = starts.mutableSpan
      for index in elements.indices { table[Int(key(elements[index]) >> place & mask)] += 1 }
      var sum: Int32 = 0
      for bucket in table.indices {
        let count = table[bucket]
        table[bucket] = sum
        sum += count
      }
      var target = result.mutableSpan
      for index in elements.indices {
        let element = elements[index]
        let bucket = Int(key(element) >> place & mask)
        target[Int(table[bucket])] = element
        table[bucket] += 1
      }
    }

    /// The runs of elements that agree in the counted bits and are not in order.
    func unsortedRuns<Element>(of elements: [Element], _ key: (Element) -> UInt64) -> [Range<Int>] {
      var runs: [Range<Int>] = []
      var start = 0
      while start < elements.count {
        var last = key(elements[start])
        let digits = last >> shift
        var isInOrder = true
        var end = start + 1
        while end < elements.count {
          let next = key(elements[end])
          guard next >> shift == digits else { break }
          if next < last { isInOrder = false }
          last = next
          end += 1
        }
        if !isInOrder { runs.append(start..<end) }
        start = end
      }
      return runs
    }
  }

  /// Integers that rise with the values; nil where they are too few for counting to pay, or too many to count.
  private static func keys(of values: [Double]) -> [UInt64]? {
    guard values.count >= 64, values.count < Int(Int32.max) else { return nil }
    return values.map { value in
      let bits = (value + 0).bitPattern
      return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
    }
  }

  private static func value(_ key: UInt64) -> Double {
    Double(bitPattern: key >> 63 == 1 ? key & ~(1 << 63) : ~key)
  }
}
