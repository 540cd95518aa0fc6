import Numerics

@testable import Neural

/// Small batches with a pattern that can be learned, gaps, sea, and NaN wherever nothing may look.
enum MadeBatch {
  static func make<Scalar: NeuralScalar>(
    _ type: Scalar.Type, samples: Int = 3, days: Int = 4, height: Int = 7, width: Int = 6, fixedMaps: Int = 0,
    seed: UInt64 = 1
  ) -> Batch<Scalar> {
    let batch = Batch<Scalar>(
      samples: samples, days: days, height: height, width: width, fixedMaps: fixedMaps)
    var random = RandomStream(seed: seed, stream: "batch")
    for cell in 0..<batch.land.count where random.uniform() < 0.1 { batch.land[cell] = 0 }
    for index in 0..<batch.fixed.count { batch.fixed[index] = Scalar(random.normal()) }
    for sample in 0..<samples {
      for day in 0..<days {
        for cell in 0..<batch.cells {
          let at = (sample * days + day) * batch.cells + cell
          let isLand = batch.land[sample * batch.cells + cell] > 0
          let rain = max(0, random.normal())
          let truth = 0.5 * random.normal() + 0.8 * rain
          let isKnown = isLand && random.uniform() < 0.8
          let isHidden = isKnown && random.uniform() < 0.4
          batch.rain[at] = Scalar(rain)
          batch.base[at] = Scalar(0.1 * random.normal())
          batch.target[at] = isKnown ? Scalar(truth) : .nan
          batch.known[at] = isKnown ? 1 : 0
          batch.hidden[at] = isHidden ? 1 : 0
          batch.mask[at] = isKnown && !isHidden ? 1 : 0
          batch.values[at] = isKnown && !isHidden ? Scalar(truth) : .nan
        }
      }
    }
    return batch
  }
}
