import Foundation
import Numerics

@testable import Statistics

/// Two products over the stations of one network, their errors autocorrelated, alike at neighbouring stations and
/// partly the same in both products.
struct NetworkErrors: Sendable {
  /// The decay of the errors a day.
  let phi: Double
  /// The share of an error's variance that the stations of a network have in common.
  var common = 0.5
  /// The share of an error's variance that both products have in common.
  var both = 0.4
  /// The standard deviation of product a's error; b's is larger by the difference asked for.
  var deviation = 0.04
  /// The standard deviation of the truth, of memory 0.95 a day.
  let signal = 0.06

  /// Samples of `n` days at each of some stations; the true ubRMSE of b exceeds that of a by `difference`.
  func draw(_ n: Int, stations: Int, difference: Double, _ labels: String...) -> [PairedSamples] {
    var stream = RandomStream(seed: 20_261_121, labels: ["network errors", "\(phi)"] + labels)
    let truth = ar(n, 0.95, &stream)
    // Of the network: what both products share, a's own, b's own.
    let ofNetwork = (0..<3).map { _ in ar(n, phi, &stream) }
    let times = (0..<n).map { Int64($0) * Coverage.day }
    return (0..<stations).map { _ in
      let own = (0..<3).map { _ in ar(n, phi, &stream) }
      func error(_ k: Int, _ t: Int) -> Double {
        common.squareRoot() * ofNetwork[k][t] + (1 - common).squareRoot() * own[k][t]
      }
      func product(_ k: Int, _ deviation: Double) -> [Double] {
        (0..<n).map { t in
          0.25 + signal * truth[t]
            + deviation * (both.squareRoot() * error(0, t) + (1 - both).squareRoot() * error(k, t))
        }
      }
      return PairedSamples(
        times: times, a: product(1, deviation), b: product(2, deviation + difference),
        station: truth.map { 0.25 + signal * $0 })
    }
  }

  /// The true differences a − b where b's ubRMSE is larger by 0.005.
  func truths(_ metrics: [Metric]) -> [Double] {
    let (a, b) = (deviation, deviation + 0.005)
    func r(_ error: Double) -> Double { signal / hypot(signal, error) }
    func kge(_ error: Double) -> Double {
      1 - hypot(r(error) - 1, hypot(signal, error) / signal - 1)
    }
    return metrics.map { metric in
      switch metric {
      case .r: r(a) - r(b)
      case .rho: 6 / Double.pi * (asin(r(a) / 2) - asin(r(b) / 2))
      case .ubRMSE, .rmse: a - b
      case .mae: (a - b) * (2 / Double.pi).squareRoot()
      case .kge: kge(a) - kge(b)
      default: 0
      }
    }
  }

  private func ar(_ n: Int, _ phi: Double, _ stream: inout RandomStream) -> [Double] {
    let fresh = (1 - phi * phi).squareRoot()
    var state = stream.normal()
    return (0..<n).map { t in
      if t > 0 { state = phi * state + fresh * stream.normal() }
      return state
    }
  }
}
