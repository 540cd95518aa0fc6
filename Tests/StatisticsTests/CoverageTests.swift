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
///
/// `LAB_PRINT_COVERAGE=1 swift test -c release --filter CoverageTests` prints the tables of docs/intervals.md.
@Suite(.serialized) struct CoverageTests {
  /// Nominal 95 %: 92–98 % wherever the metric's own true effective sample size is 15 or more.
  @Test(.enabled(if: isRelease)) func sameDecayWithinThreePoints() {
    printHeading("One φ for signal and error, every day sampled")
    for cell in Coverage.sameDecay {
      check(cell, Coverage.analytic(cell, trials: 2000), from: 15, 0.92...0.98)
    }
  }

  /// At least 90 % wherever it is 40 or more, with several memories and gaps.
  @Test(.enabled(if: isRelease)) func mixedDecaysAtLeastNinety() {
    printHeading("Mixed memories and gaps")
    for cell in Coverage.mixed where max(cell.effective.r, cell.effective.bias, cell.effective.ubRMSE) >= 15 {
      check(cell, Coverage.analytic(cell, trials: cell.days.count < 1000 ? 1000 : 400), from: 40, 0.9...1)
    }
  }

  /// In any build: a few cells with few trials and a wide limit.
  @Test func aFewCells() {
    for (phi, n) in [(0.0, 50), (0.5, 100), (0.8, 200)] {
      let cell = CoverageCell(
        process: .sameDecay(phi), sampling: .every, days: Array(0..<n), span: n, effective: (0, 0, 0))
      for tally in Coverage.analytic(cell, trials: 150) { #expect(tally.covered >= 0.88) }
    }
  }

  /// The block bootstrap of the metrics without a formula: no promise but the printed table, and a floor.
  @Test(.enabled(if: isRelease)) func bootstrapIsNotFarOff() {
    let metrics: [Metric] = [.rmse, .mae, .mse, .mseCorr, .mseBias, .mseVar, .kge, .r, .ubRMSE]
    printTable("The block bootstrap", ["pairs", "n", "n_eff bias"] + metrics.map(\.rawValue))
    for cell in Coverage.sameDecay where cell.days.count <= 1000 && cell.effective.bias > 5 {
      let truths = Coverage.offsetTruths(cell.process, metrics)
      let tallies = Coverage.run(cell, trials: 300, truths: truths) { times, product, reference, _ in
        let bootstrap = BlockBootstrap(
          times: times, product: product.map { $0 + Coverage.offset.product },
          reference: reference.map { $0 + Coverage.offset.reference }, seed: 1, labels: ["coverage"],
          replicates: 400)
        return metrics.map { bootstrap.interval(of: $0) }
      }
      printRow(
        [cell.process.name, "\(cell.days.count)", String(format: "%.0f", cell.effective.bias)]
          + tallies.map { String(format: "%.1f", 100 * $0.covered) })
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
    let sampled = cell.sampling == .every ? "" : "; \(cell.sampling.rawValue)"
    printRow(
      ["\(cell.process.name)\(sampled)", "\(cell.days.count)"]
        + [0, 2, 3].map { String(format: "%.0f / %.0f", sizes[$0], tallies[$0].medianEffective) }
        + (0..<4).map { m in
          String(format: sizes[m] >= least ? "%.1f" : "(%.1f)", 100 * tallies[m].covered)
        } + [[0, 2, 3].map { String(format: "%.0f", 100 * tallies[$0].marked) }.joined(separator: "/")])
    for (m, name) in [(0, "R"), (2, "bias"), (3, "ubRMSE")] where sizes[m] >= least {
      #expect(
        range.contains(tallies[m].covered),
        "\(name), \(cell.process.name), \(cell.sampling.rawValue), n = \(cell.days.count), n_eff = \(sizes[m])"
      )
    }
  }

  func printHeading(_ title: String) {
    printTable(
      title, ["pairs", "n", "n_eff R", "n_eff bias", "n_eff ubRMSE", "R", "rho", "bias", "ubRMSE", "few %"])
  }

  func printTable(_ title: String, _ columns: [String]) {
    if printsCoverage { print("|# \(title)") }
    printRow(columns)
    printRow(["---"] + columns.dropFirst().map { _ in "--:" })
  }

  func printRow(_ columns: [String]) {
    if printsCoverage { print("| \(columns.joined(separator: " | ")) |") }
  }
}
