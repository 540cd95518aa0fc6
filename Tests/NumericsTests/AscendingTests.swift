import Numerics
import Testing

/// Sorting by bits gives what sorting by comparison gives.
@Suite struct AscendingTests {
  /// Values of several kinds: spread out, quantised with many ties, of both signs, in two far clusters, all equal.
  private static func values(_ kind: Int, count: Int) -> [Double] {
    var random = RandomStream(seed: 1, stream: "ascending", String(kind), String(count))
    return (0..<count).map { index in
      switch kind {
      case 0: random.normal()
      case 1: Double(random.index(below: 40)) / 1000
      case 2: Double(Float(random.uniform() - 0.5))
      case 3: (index % 2 == 0 ? 1e-300 : 1e300) * (1 + 1e-13 * random.uniform())
      case 4: index == 0 ? 1e9 : 1 + 1e-12 * random.uniform()
      case 5: index % 3 == 0 ? -Double.infinity : index % 3 == 1 ? .infinity : 0
      default: 0.25
      }
    }
  }

  @Test(arguments: 0..<7, [0, 1, 2, 63, 64, 65, 700, 1023, 1024, 5000])
  func agreesWithComparison(kind: Int, count: Int) {
    let values = Self.values(kind, count: count)
    #expect(Ascending.sorted(values) == values.sorted())
    #expect(
      Ascending.order(values) == values.indices.sorted { (values[$0], $0) < (values[$1], $1) })
  }

  @Test func zerosAreEqual() {
    let values = (0..<200).map { $0 % 2 == 0 ? 0.0 : -0.0 } + [1]
    #expect(Ascending.order(values) == Array(values.indices))
  }
}
