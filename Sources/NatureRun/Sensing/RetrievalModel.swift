#if canImport(Glibc)
  import Glibc
#endif

/// How a retrieval differs from the moisture in its footprint: range, bias, noise, and where there is none.
///
/// Without its random error a retrieval is
///   θ' = m + g·h(V)·(θ − m)·(1 − a·A) + b + c·V + s·F,
/// with θ the footprint's moisture, m the middle between wilting point and field capacity, V the water in vegetation
/// (kg m⁻²), h(V) falling from 1 to ½ around `halvingWater`, A the share of bare, dry ground and F a fixed random field.
/// The random error has the SD min(n₀ + n₁·V, `noiseCap`). Numbers: METHODS §8 and FEASIBILITY §1, see `standard`.
struct RetrievalModel: Sendable, Hashable {
  /// n₀ in m³ m⁻³.
  var noise: Double
  /// n₁ in m³ m⁻³ per kg m⁻².
  var noisePerWater: Double
  /// The largest SD in m³ m⁻³.
  var noiseCap = 0.12
  /// g: how much of the range of moisture comes through.
  var range = 1.0
  /// b in m³ m⁻³.
  var bias = 0.0
  /// c in m³ m⁻³ per kg m⁻².
  var biasPerWater = 0.0
  /// s, the SD of the fixed field in m³ m⁻³.
  var fieldSD = 0.0
  /// a: above 1 the signal turns round over bare, dry ground.
  var aridReversal = 0.0
  /// The vegetation at which the range has fallen to three quarters, in kg m⁻².
  var halvingWater = 4.0
  /// The vegetation above which the retrieval is flagged, in kg m⁻².
  var denseWater = 5.0
  /// Whether flagged dense vegetation has a value nonetheless.
  var keepsDense = false
  /// The share of open water above which there is no retrieval.
  var waterLimit = 0.1
  /// The least value that is given out, in m³ m⁻³.
  var least = 0.01

  /// g·h(V)·(1 − a·A): how much the retrieval changes where the moisture changes by one.
  func gain(water: Float, arid: Float) -> Float {
    let halving = 1 - 0.5 / (1 + exp((halvingWater - Double(water)) / 0.5))
    return Float(range * halving * (1 - aridReversal * Double(arid)))
  }

  /// The moisture the sensor tells where it makes no random error, in m³ m⁻³, not yet clipped.
  func noiseFree(moisture: Float, middle: Float, gain: Float, water: Float, field: Float) -> Float {
    let offset = bias + biasPerWater * Double(water) + fieldSD * Double(field)
    return middle + gain * (moisture - middle) + Float(offset)
  }

  /// The SD of the random error in m³ m⁻³.
  func noise(water: Float) -> Float { Float(min(noise + noisePerWater * Double(water), noiseCap)) }

  /// A value as it is given out.
  func clipped(_ value: Float) -> Float { min(0.99, max(Float(least), value)) }
}

/// The programs that make moisture of brightness.
public enum Algorithm: String, Sendable, Hashable, CaseIterable {
  /// The Land Parameter Retrieval Model: wet over vegetation, its range a little too large.
  case lprm
  /// JAXA's: dry, its range too small.
  case jaxa
  /// SMAP's single-channel algorithm.
  case smap
  /// SMOS's.
  case smos
  /// Change detection in the radar's backscatter.
  case changeDetection = "change-detection"
  /// FY-3B's.
  case mwri
}

extension RetrievalModel {
  /// The error of an algorithm on a band.
  ///
  /// Tuned at the sparse stations of the demo (docs/nature-run.md, "Realism"): C band 0.022 + 0.008·V, between the two
  /// cleaner lines of FEASIBILITY §1 (METHODS' 0.03 + 0.015·V leaves no room to see methods differ, §7.9); X band stands
  /// to it as in METHODS (1.08, and a slope 4/3 as steep). L band as METHODS for SMAP; SMOS has what its ubRMSE at 06:00
  /// has above SMAP's in quadrature (Chan et al. 2018, Table 7: barren 0.024, shrub 0.040, grass 0.035, crop 0.042,
  /// woody savanna 0.064 m³ m⁻³). Ranges as METHODS §8. Biases likewise but LPRM's: half its 0.02·V and two thirds of
  /// FEASIBILITY's field of 0.06, as the two add up and stations stand in more vegetation than that world had.
  static func standard(_ algorithm: Algorithm, _ band: Band) -> RetrievalModel {
    let isX = band == .x
    var model = RetrievalModel(noise: isX ? 0.0238 : 0.022, noisePerWater: isX ? 0.0107 : 0.008)
    // The shorter the wave the less vegetation it passes.
    if isX { (model.halvingWater, model.denseWater) = (3.5, 4.5) }
    switch algorithm {
    case .lprm:
      (model.range, model.biasPerWater, model.fieldSD) = (1.15, 0.01, 0.04)
    case .jaxa:
      (model.range, model.biasPerWater, model.fieldSD) = (0.7, -0.01, 0.04)
    case .smap:
      (model.noise, model.noisePerWater, model.bias, model.fieldSD) = (0.02, 0.008, -0.02, 0.03)
      (model.halvingWater, model.keepsDense, model.least) = (6, true, 0.02)
    case .smos:
      (model.noise, model.noisePerWater, model.bias, model.fieldSD) = (0.031, 0.014, -0.03, 0.04)
      (model.halvingWater, model.denseWater, model.least) = (6, 6, 0)
    case .changeDetection:
      (model.noise, model.noisePerWater, model.fieldSD) = (0.03, 0.008, 0.05)
      (model.aridReversal, model.denseWater, model.least) = (1.5, 7, 0)
    case .mwri:
      (model.noise, model.noisePerWater) = (0.032, 0.016)
      (model.range, model.bias, model.fieldSD) = (0.8, -0.02, 0.05)
    }
    return model
  }

  /// The full width at half the maximum of a sensor's footprint in kilometres: the geometric mean of its two axes
  /// (METHODS §8), for C and X widened by what gridding adds, so that AMSR2's C band has σ = 0.8 cell of 0.25°.
  static func footprint(_ sensor: Sensor, _ band: Band) -> Double {
    switch (sensor, band) {
    case (.amsrE, .c): 57
    case (.amsrE, _): 44
    case (.amsr2, .c): 52
    case (.amsr2, .c2): 50
    case (.amsr2, _): 38
    case (.windSat, .x): 36
    case (.windSat, _): 54
    case (.tmi, _): 48
    case (.fy3b, _): 66
    case (.smos, _): 43
    case (.smap, _): 40
    case (.ascat, _): 25
    case (.modis, _): 5
    }
  }
}
