import Foundation
import Testing

@testable import Numerics

/// The fast transforms against their definition, and the invariants of an orthonormal one.
struct CosineTransformTests {
  /// Lengths of every kind: one, two, powers, mixed, primes below and above 13, primes whose p − 1 has a large prime.
  static let lengths = [
    1, 2, 3, 4, 5, 7, 8, 11, 13, 14, 17, 30, 64, 73, 80, 83, 94, 122, 147, 167, 365, 366, 487,
  ]

  private func line(_ length: Int, _ seed: UInt64) -> [Float] {
    var stream = RandomStream(seed: seed, stream: "cosine", "\(length)")
    return (0..<length).map { _ in Float(stream.normal()) }
  }

  private func direct(_ x: [Float]) -> [Double] {
    let n = x.count
    return (0..<n).map { k in
      let sum = x.indices.reduce(0.0) {
        $0 + Double(x[$1]) * cos(Double.pi * Double((2 * $1 + 1) * k % (4 * n)) / Double(2 * n))
      }
      return sum * (Double(k == 0 ? 1 : 2) / Double(n)).squareRoot()
    }
  }

  @Test(arguments: lengths) func isTheDefinition(length: Int) {
    let x = line(length, 1)
    let plan = CosineTransform(length: length)
    let fast = plan(x, .forward)
    let error = zip(fast, direct(x)).map { abs(Double($0) - $1) }.max() ?? 0
    #expect(error < 4e-6 * Double(length).squareRoot())
    let back = plan(fast, .inverse)
    #expect(zip(back, x).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  /// scipy.fft.dct([1, 2, 4, 3, -1], norm="ortho").
  @Test func agreesWithSciPy() {
    let expected: [Float] = [4.02492236, 0.83125388, -3.50701967, 1.34499702, -0.02851424]
    let found = CosineTransform(length: 5)([1, 2, 4, 3, -1], .forward)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 2e-6 })
  }

  @Test func aCubeIsTransformedAlongEveryAxis() {
    let (layers, rows, columns) = (6, 5, 19)
    let cube = CosineCube(layers: layers, rows: rows, columns: columns)
    let values = line(cube.count, 3)
    var expected = values.map(Double.init)
    func alongAxis(_ length: Int, _ stride: Int) {
      for start in expected.indices where start / stride % length == 0 {
        let found = direct((0..<length).map { Float(expected[start + $0 * stride]) })
        for k in 0..<length { expected[start + k * stride] = found[k] }
      }
    }
    alongAxis(layers, rows * columns)
    alongAxis(rows, columns)
    alongAxis(columns, 1)
    var one = values
    cube.transform(&one, .forward, jobs: 1)
    #expect(zip(one, expected).allSatisfy { abs(Double($0) - $1) < 2e-5 })
    var three = values
    cube.transform(&three, .forward, jobs: 3)
    #expect(one == three)
    cube.transform(&three, .inverse, jobs: 2)
    #expect(zip(three, values).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  /// An orthonormal transform keeps the sum of squares.
  @Test func keepsTheNorm() {
    let cube = CosineCube(layers: 13, rows: 4, columns: 33)
    var values = line(cube.count, 4)
    let before = values.reduce(0.0) { $0 + Double($1 * $1) }
    cube.transform(&values, .forward, jobs: 2)
    let after = values.reduce(0.0) { $0 + Double($1 * $1) }
    #expect(abs(after / before - 1) < 1e-5)
  }

  @Test func theResultsOfPiecesComeInOrder() {
    #expect(Pieces.run(100, jobs: 4) { $0 * $0 } == (0..<100).map { $0 * $0 })
    #expect(Pieces.run(0, jobs: 4) { $0 }.isEmpty)
  }
}
