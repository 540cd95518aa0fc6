import Foundation
import Testing

@testable import Statistics

/// Whether this is a build in which thousands of trials are cheap.
#if DEBUG
  private let isRelease = false
#else
  private let isRelease = true
#endif

/// Whether to print the tables of docs/intervals.md.
let printsCoverage = ProcessInfo.processInfo.environment["LAB_PRINT_COVERAGE"] == "1"

/// The promise of the intervals: they hold the truth as often as they say.
@Suite(.serialized) struct CoverageTests {
  @Test(.enabled(if: isRelease)) func sameDecayWithinThreePoints() {
    if printsCoverage {
      print("| φ | n | R n_eff | estimated | R | rho | bias n_eff | estimated | bias | ubRMSE n_eff | estimated | ubRMSE |")
      print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    }
    for cell in Coverage.sameDecay {
      let tallies = Coverage.analytic(cell, trials: 2000)
      check(cell, tallies, from: 15, 0.92...0.98)
    }
  }

  @Test(.enabled(if: isRelease)) func mixedDecaysAtLeastNinety() {
    for cell in Coverage.mixed where max(cell.effective.r, cell.effective.bias, cell.effective.ubRMSE) >= 15 {
      let tallies = Coverage.analytic(cell, trials: 1000)
      check(cell, tallies, from: 40, 0.9...1)
    }
  }

  func check(_ cell: CoverageCell, _ tallies: [CoverageTally], from least: Double, _ range: ClosedRange<Double>) {
    let sizes = [cell.effective.r, cell.effective.r, cell.effective.bias, cell.effective.ubRMSE]
    if printsCoverage {
      func column(_ m: Int) -> String {
        let mark = sizes[m] >= least ? "" : "·"
        return String(format: "%.1f%@", 100 * tallies[m].covered, mark)
      }
      func size(_ m: Int) -> String {
        String(format: "%.0f | %.0f", sizes[m], tallies[m].medianEffective)
      }
      print(
        "| \(cell.process.name) | \(cell.sampling.rawValue) | \(cell.days.count) | \(size(0)) | \(column(0)) | \(column(1)) | \(size(2)) | \(column(2)) | \(size(3)) | \(column(3)) | \(String(format: "%.3f %.2f", tallies[3].below, tallies[3].medianWidth / cell.process.truth.ubRMSE))|")
    }
    for (m, name) in [(0, "R"), (2, "bias"), (3, "ubRMSE")] where sizes[m] >= least {
      #expect(
        range.contains(tallies[m].covered),
        "\(name), \(cell.process.name), \(cell.sampling.rawValue), n = \(cell.days.count), n_eff = \(sizes[m])")
    }
  }
}
