import Files
import Foundation
import Testing

@testable import Products

/// The smoother against its invariants and against pytesmo.
struct DCTPLSTests {
  private let gap = Float.nan

  @Test func withoutSmoothingAndGapsItReturnsTheData() throws {
    var smoother = DCTPLS()
    smoother.smoothing = .fixed(1e-12)
    smoother.robustness = .none
    let values = (0..<60).map { Float($0 * 7 % 11) }
    let fit = try #require(smoother.fit(values, layers: 5, rows: 3, columns: 4))
    #expect(zip(fit.values, values).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test(arguments: [1e-6, 1, 1e6]) func aConstantFieldStaysConstant(s: Double) throws {
    var smoother = DCTPLS()
    smoother.smoothing = .fixed(s)
    let values = (0..<120).map { $0 % 3 == 0 ? gap : Float(0.25) }
    let fit = try #require(smoother.fit(values, layers: 6, rows: 4, columns: 5))
    #expect(fit.values.allSatisfy { abs($0 - 0.25) < 1e-5 })
  }

  @Test func pureFillingKeepsObservationsBitForBit() throws {
    let values = (0..<240).map { $0 % 4 == 1 ? gap : Float(sin(Double($0) / 9)) }
    let filled = try #require(DCTPLS().fillGaps(values, layers: 8, rows: 5, columns: 6, jobs: 2))
    #expect(filled.allSatisfy { $0.isFinite })
    for (after, before) in zip(filled, values) where before.isFinite { #expect(after == before) }
    #expect(filled == DCTPLS().fillGaps(values, layers: 8, rows: 5, columns: 6, jobs: 1))
  }

  @Test func nothingToFillFromGivesNothing() {
    #expect(DCTPLS().fit([.nan, .nan], layers: 2, rows: 1, columns: 1) == nil)
  }

  /// The start's nearest observations against a search over all of them.
  @Test func nearestObservationsAreExact() {
    let (layers, rows, columns) = (5, 7, 9)
    let values = (0..<315).map { $0 * $0 % 37 == 1 ? Float($0) : gap }
    let found = NearestObservation.search(values, layers: layers, rows: rows, columns: columns, jobs: 2)
    func place(_ index: Int) -> [Int] { [index / 63, index / 9 % 7, index % 9] }
    func square(_ a: Int, _ b: Int) -> Float {
      Float(zip(place(a), place(b)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
    }
    for index in values.indices {
      let best = values.indices.filter { values[$0].isFinite }.map { square($0, index) }.min()
      #expect(found.squares[index] == best)
      #expect(square(Int(found.sources[index]), index) == best)
    }
  }

  @Test func theMedianIsNumPys() {
    var odd: [Float] = [5, 1, 4, 2, 3]
    var even: [Float] = [4, 1, 3, 2]
    #expect(odd.takeMedian() == 3)
    #expect(even.takeMedian() == 2.5)
  }

  /// The benchmark case, at a tenth of its days in debug builds would be another case: release only.
  @Test(
    .enabled(
      if: SharedData.isPresent && !DCTPLSTests.isDebug,
      "the reference file is not here, or this is a debug build"))
  func agreesWithPytesmo() throws {
    let file = try NetCDFFile(reading: SharedData.path("reference/dctpls_case.nc"))
    let input = try file.floats(try file.requiredVariable("input"))
    let output = try file.doubles(try file.requiredVariable("output"))
    func difference(_ fit: DCTPLS.Fit) -> Double {
      let sum = zip(fit.values, output).reduce(0.0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) }
      return (sum / Double(output.count)).squareRoot()
    }
    var smoother = DCTPLS()
    let three = try #require(smoother.fit(input, layers: 365, rows: 80, columns: 80, jobs: 2))
    #expect(difference(three) < 1e-5)
    #expect(abs(three.smoothing - 11.5621001174245) < 1e-3)
    smoother.rounds = 20
    let converged = try #require(smoother.fit(input, layers: 365, rows: 80, columns: 80, jobs: 2))
    #expect(converged.steps.count < 20)
    #expect(difference(converged) < 1e-4)
  }

  private static var isDebug: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }
}
