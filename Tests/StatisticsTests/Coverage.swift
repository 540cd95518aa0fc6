import Dispatch
import Foundation
import Numerics

@testable import Statistics

/// One cell of a coverage table: a process over given days, with its true effective sample sizes.
struct CoverageCell: Sendable {
  let process: PairProcess
  let sampling: Sampling
  let days: [Int]
  let span: Int
  let effective: (r: Double, bias: Double, ubRMSE: Double)
}

/// How often intervals held the truth, and what they said of themselves.
struct CoverageTally: Sendable {
  var covered: Double = 0
  var below: Double = 0
  var medianEffective: Double = 0
  var medianWidth: Double = 0
  var marked: Double = 0
}

enum Coverage {
  static let seed: UInt64 = 20_261_121

  /// Microseconds of a day.
  static let day: Int64 = 86_400_000_000

  /// Draws trials of a cell, computes intervals, and tallies each metric against its truth.
  ///
  /// Every trial has its own stream, so that the tally does not depend on how trials meet threads.
  static func run(
    _ cell: CoverageCell, trials: Int, threads: Bool = true, truths: [Double],
    intervals: @escaping @Sendable ([Int64], [Double], [Double], Int) -> [Interval]
  ) -> [CoverageTally] {
    let metrics = truths.count
    nonisolated(unsafe) let results = UnsafeMutablePointer<[Interval]>.allocate(capacity: trials)
    results.initialize(repeating: [], count: trials)
    defer {
      results.deinitialize(count: trials)
      results.deallocate()
    }
    let times = cell.days.map { Int64($0) * day }
    let once: @Sendable (Int) -> Void = { trial in
      var stream = RandomStream(
        seed: seed, stream: cell.process.name, cell.sampling.rawValue, "\(cell.days.count)", "\(trial)")
      let (product, reference) = cell.process.draw(days: cell.span, from: &stream)
      results[trial] = intervals(times, cell.days.map { product[$0] }, cell.days.map { reference[$0] }, trial)
    }
    if threads {
      DispatchQueue.concurrentPerform(iterations: trials, execute: once)
    } else {
      for trial in 0..<trials { once(trial) }
    }
    return (0..<metrics).map { m in
      var tally = CoverageTally()
      var sizes: [Double] = []
      var widths: [Double] = []
      for trial in 0..<trials {
        let interval = results[trial][m]
        sizes.append(interval.nEffective)
        if interval.status == .fewEffective { tally.marked += 1 }
        guard let lower = interval.lower, let upper = interval.upper else { continue }
        if lower <= truths[m], truths[m] <= upper { tally.covered += 1 }
        if upper < truths[m] { tally.below += 1 }
        widths.append(upper - lower)
      }
      tally.covered /= Double(trials)
      tally.below /= Double(trials)
      tally.marked /= Double(trials)
      sizes.sort()
      widths.sort()
      tally.medianEffective = quantile(ofSorted: sizes, 0.5)
      tally.medianWidth = widths.isEmpty ? .nan : quantile(ofSorted: widths, 0.5)
      return tally
    }
  }

  /// The analytic intervals, in the order R, rho, bias, ubRMSE.
  static func analytic(_ cell: CoverageCell, trials: Int, threads: Bool = true) -> [CoverageTally] {
    let truth = cell.process.truth
    // Spearman of a bivariate normal: (6/π)·asin(R/2).
    let rho = 6 / Double.pi * asin(truth.r / 2)
    return run(
      cell, trials: trials, threads: threads, truths: [truth.r, rho, truth.bias, truth.ubRMSE]
    ) { times, product, reference, _ in
      let intervals = Intervals(times: times, product: product, reference: reference)
      return [intervals.r(), intervals.rho(), intervals.bias(), intervals.ubRMSE()]
    }
  }

  /// What is added to the sides where a bias and levels are wanted.
  static let offset = (product: 2.3, reference: 2.0)

  /// The true metrics of a process with these offsets, for normal values.
  static func offsetTruths(_ process: PairProcess, _ metrics: [Metric]) -> [Double] {
    let truth = process.truth
    let bias = offset.product - offset.reference
    let ub = truth.ubRMSE
    let e = process.covariance(1, 0, 1, 0, lag: 0).squareRoot()
    let o = process.covariance(0, 1, 0, 1, lag: 0).squareRoot()
    return metrics.map { metric in
      switch metric {
      case .rmse: hypot(ub, bias)
      case .mse: ub * ub + bias * bias
      case .mae:
        ub * (2 / Double.pi).squareRoot() * exp(-bias * bias / (2 * ub * ub))
          + bias * erf(bias / (ub * 2.0.squareRoot()))
      case .mseCorr: 2 * e * o * (1 - truth.r)
      case .mseBias: bias * bias
      case .mseVar: (e - o) * (e - o)
      case .kge:
        1
          - ((truth.r - 1) * (truth.r - 1) + (e / o - 1) * (e / o - 1)
          + pow(offset.product / offset.reference - 1, 2)).squareRoot()
      case .r: truth.r
      case .ubRMSE: ub
      default: bias
      }
    }
  }

  /// The cells of part (a): AR(1) pairs of one φ, every day sampled, effective sizes by the textbook formulas.
  static let sameDecay: [CoverageCell] = [0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95].flatMap { phi in
    [50, 100, 200, 500, 1000, 2000].map { n in
      let size = Double(n)
      let square = size * (1 - phi * phi) / (1 + phi * phi)
      return CoverageCell(
        process: .sameDecay(phi), sampling: .every, days: Array(0..<n), span: n,
        effective: (square, size * (1 - phi) / (1 + phi), square))
    }
  }

  /// The processes of part (b): white-plus-slow errors, and memories that differ between the sides.
  static let mixedProcesses: [PairProcess] = {
    typealias Part = PairProcess.Part
    func whiteAndSlow(_ white: Double, _ slow: Double, _ phi: Double) -> PairProcess {
      PairProcess(
        name: "error white \(white) + AR(\(phi)) \(slow)",
        parts: [
          Part(phi: 0.9, sd: 0.05, onProduct: 1, onReference: 1),
          Part(phi: 0, sd: white, onProduct: 1, onReference: 0),
          Part(phi: phi, sd: slow, onProduct: 1, onReference: 0),
        ])
    }
    return [
      whiteAndSlow(0.04, 0.03, 0.98), whiteAndSlow(0.03, 0.03, 0.95), whiteAndSlow(0.02, 0.04, 0.9),
      PairProcess(
        name: "white noise on AR(0.95)",
        parts: [
          Part(phi: 0.95, sd: 1, onProduct: 1, onReference: 1),
          Part(phi: 0, sd: 0.7, onProduct: 1, onReference: 0),
        ]),
      PairProcess(
        name: "white noise on both sides of AR(0.98)",
        parts: [
          Part(phi: 0.98, sd: 1, onProduct: 1, onReference: 1),
          Part(phi: 0, sd: 0.5, onProduct: 1, onReference: 0),
          Part(phi: 0, sd: 0.5, onProduct: 0, onReference: 1),
        ]),
      PairProcess(
        name: "AR(0.9), errors AR(0.5) and AR(0.95)",
        parts: [
          Part(phi: 0.9, sd: 1, onProduct: 1, onReference: 1),
          Part(phi: 0.5, sd: 0.6, onProduct: 1, onReference: 0),
          Part(phi: 0.95, sd: 0.5, onProduct: 0, onReference: 1),
        ]),
      PairProcess(
        name: "AR(0.8), errors AR(0.3) and AR(0.97)",
        parts: [
          Part(phi: 0.8, sd: 0.4, onProduct: 1, onReference: 1),
          Part(phi: 0.3, sd: 0.6, onProduct: 1, onReference: 0),
          Part(phi: 0.97, sd: 0.5, onProduct: 0, onReference: 1),
        ]),
      PairProcess(
        name: "independent AR(0.95) and AR(0.3)",
        parts: [
          Part(phi: 0.95, sd: 1, onProduct: 1, onReference: 0),
          Part(phi: 0.3, sd: 1, onProduct: 0, onReference: 1),
        ]),
      PairProcess(
        name: "error AR(0.5) 0.6 + AR(0.98) 0.4",
        parts: [
          Part(phi: 0.9, sd: 1, onProduct: 1, onReference: 1),
          Part(phi: 0.5, sd: 0.6, onProduct: 1, onReference: 0),
          Part(phi: 0.98, sd: 0.4, onProduct: 1, onReference: 0),
        ]),
    ]
  }()

  /// The cells of part (b).
  static let mixed: [CoverageCell] = mixedProcesses.flatMap { process in
    Sampling.allCases.flatMap { sampling in
      [200, 365, 730, 1460, 2920].compactMap { span in
        let days = sampling.days(of: span, seed: seed)
        guard days.count >= 40, sampling != .summers || span >= 365 else { return nil }
        let start = days[0]
        return CoverageCell(
          process: process, sampling: sampling, days: days, span: span,
          effective: process.effective(days: days.map { $0 - start }))
      }
    }
  }
}
