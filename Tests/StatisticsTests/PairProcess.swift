import Foundation
import Numerics

/// A known process of pairs: a sum of independent AR(1) parts, each entering product and reference its own way.
struct PairProcess: Sendable {
  /// One AR(1) part of unit-step decay `phi` and standard deviation `sd`.
  struct Part: Sendable {
    let phi: Double
    let sd: Double
    let onProduct: Double
    let onReference: Double
  }

  let name: String
  let parts: [Part]

  /// Product = reference + error, both AR(1) with the same φ, correlation 0.8.
  static func sameDecay(_ phi: Double, correlation: Double = 0.8) -> PairProcess {
    let noise = (1 / (correlation * correlation) - 1).squareRoot()
    return PairProcess(
      name: "AR(\(phi))",
      parts: [
        Part(phi: phi, sd: 1, onProduct: 1, onReference: 1),
        Part(phi: phi, sd: noise, onProduct: 1, onReference: 0),
      ])
  }

  /// Draws product and reference over `days` steps.
  func draw(days: Int, from stream: inout RandomStream) -> (product: [Double], reference: [Double]) {
    var product = [Double](repeating: 0, count: days)
    var reference = product
    for part in parts {
      let fresh = (1 - part.phi * part.phi).squareRoot()
      var state = stream.normal()
      for day in 0..<days {
        if day > 0 { state = part.phi * state + fresh * stream.normal() }
        product[day] += part.onProduct * part.sd * state
        reference[day] += part.onReference * part.sd * state
      }
    }
    return (product, reference)
  }

  /// Covariance at a lag in days of a·product + b·reference with c·product + d·reference.
  func covariance(_ a: Double, _ b: Double, _ c: Double, _ d: Double, lag: Int) -> Double {
    parts.reduce(0) { sum, part in
      let left = a * part.onProduct + b * part.onReference
      let right = c * part.onProduct + d * part.onReference
      return sum + left * right * part.sd * part.sd * (lag == 0 ? 1 : pow(part.phi, Double(lag)))
    }
  }

  /// The population R, ubRMSE and bias.
  var truth: (r: Double, ubRMSE: Double, bias: Double) {
    let e = covariance(1, 0, 1, 0, lag: 0)
    let o = covariance(0, 1, 0, 1, lag: 0)
    return (
      covariance(1, 0, 0, 1, lag: 0) / (e * o).squareRoot(), covariance(1, -1, 1, -1, lag: 0).squareRoot(), 0
    )
  }

  /// The true effective sample sizes over these days, by Bartlett's formulas summed over every pair of days.
  func effective(days: [Int]) -> (r: Double, bias: Double, ubRMSE: Double) {
    let n = Double(days.count)
    var pairsAtLag = [Double](repeating: 0, count: (days.last ?? 0) + 1)
    for i in days.indices { for j in 0...i { pairsAtLag[days[i] - days[j]] += i == j ? 1 : 2 } }
    let e0 = covariance(1, 0, 1, 0, lag: 0)
    let o0 = covariance(0, 1, 0, 1, lag: 0)
    let d0 = covariance(1, -1, 1, -1, lag: 0)
    let r = truth.r
    var bias = 0.0
    var square = 0.0
    var correlation = 0.0
    for lag in pairsAtLag.indices where pairsAtLag[lag] > 0 {
      let d = covariance(1, -1, 1, -1, lag: lag) / d0
      let e = covariance(1, 0, 1, 0, lag: lag) / e0
      let o = covariance(0, 1, 0, 1, lag: lag) / o0
      let x = covariance(1, 0, 0, 1, lag: lag) / (e0 * o0).squareRoot()
      bias += pairsAtLag[lag] * d
      square += pairsAtLag[lag] * d * d
      correlation +=
        pairsAtLag[lag]
        * (e * o + x * x + 0.5 * r * r * (e * e + o * o + 2 * x * x) - 2 * r * x * (e + o))
    }
    let one = (1 - r * r) * (1 - r * r)
    return (min(n, n * n * one / correlation), n * n / bias, n * n / square)
  }
}

/// Which days are sampled.
enum Sampling: String, Sendable, CaseIterable {
  case every = "every day"
  case random = "40 % missing at random"
  case winters = "120 winter days missing"
  case both = "winters and 40 % missing"
  case summers = "one season of 92 days"

  /// The sampled days out of `count`, the random ones from a stream of their own.
  func days(of count: Int, seed: UInt64) -> [Int] {
    var stream = RandomStream(seed: seed, stream: "sampling", rawValue, "\(count)")
    return (0..<count).filter { day in
      let kept = stream.uniform() >= 0.4
      return switch self {
      case .every: true
      case .random: kept
      case .winters: day % 365 < 245
      case .both: day % 365 < 245 && kept
      case .summers: day % 365 < 92
      }
    }
  }
}
