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
      print(
        "| φ | n | R n_eff | estimated | R | rho | bias n_eff | estimated | bias | ubRMSE n_eff | estimated | ubRMSE |"
      )
      print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    }
    for cell in Coverage.sameDecay {
      let tallies = Coverage.analytic(cell, trials: 2000)
      check(cell, tallies, from: 15, 0.92...0.98)
    }
  }

  @Test(.enabled(if: isRelease)) func mixedDecaysAtLeastNinety() {
    for cell in Coverage.mixed where max(cell.effective.r, cell.effective.bias, cell.effective.ubRMSE) >= 15 {
      let tallies = Coverage.analytic(cell, trials: cell.days.count < 1000 ? 1000 : 500)
      check(cell, tallies, from: 40, 0.9...1)
    }
  }

  /// The block bootstrap of the metrics without a formula: no promise but the printed table, and a floor.
  @Test(.enabled(if: isRelease)) func bootstrapIsNotFarOff() {
    let metrics: [Metric] = [.rmse, .mae, .mse, .mseCorr, .mseBias, .mseVar, .kge, .r, .ubRMSE]
    if printsCoverage {
      print("| φ | n | bias n_eff | \(metrics.map(\.rawValue).joined(separator: " | ")) |")
      print("|---|---|---|\(metrics.map { _ in "---|" }.joined())")
    }
    for cell in Coverage.sameDecay where cell.days.count <= 1000 && cell.effective.bias > 5 {
      let truths = Coverage.offsetTruths(cell.process, metrics)
      let tallies = Coverage.run(cell, trials: 500, truths: truths) { times, product, reference, _ in
        let bootstrap = BlockBootstrap(
          times: times, product: product.map { $0 + Coverage.offset.product },
          reference: reference.map { $0 + Coverage.offset.reference }, seed: 1, labels: ["coverage"],
          replicates: 400)
        return metrics.map { bootstrap.interval(of: $0) }
      }
      if printsCoverage {
        let columns = tallies.map { String(format: "%.1f", 100 * $0.covered) }.joined(separator: " | ")
        print(
          "| \(cell.process.name) | \(cell.days.count) | \(String(format: "%.0f", cell.effective.bias)) | \(columns) |"
        )
      }
      guard cell.effective.bias >= 15 else { continue }
      for (metric, tally) in zip(metrics, tallies) {
        #expect(tally.covered >= 0.85, "\(metric), \(cell.process.name), n = \(cell.days.count)")
      }
    }
  }

  func check(
    _ cell: CoverageCell, _ tallies: [CoverageTally], from least: Double, _ range: ClosedRange<Double>
  ) {
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
        "| \(cell.process.name) | \(cell.sampling.rawValue) | \(cell.days.count) | \(size(0)) | \(column(0)) | \(column(1)) | \(size(2)) | \(column(2)) | \(size(3)) | \(column(3)) | \(String(format: "%.3f %.2f", tallies[3].below, tallies[3].medianWidth / cell.process.truth.ubRMSE))|"
      )
    }
    for (m, name) in [(0, "R"), (2, "bias"), (3, "ubRMSE")] where sizes[m] >= least {
      #expect(
        range.contains(tallies[m].covered),
        "\(name), \(cell.process.name), \(cell.sampling.rawValue), n = \(cell.days.count), n_eff = \(sizes[m])"
      )
    }
  }
}
