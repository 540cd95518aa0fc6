import Glibc

/// The temperature of the air around its normal.
enum AirTemperature {
  /// How far it rises above the day's mean at three in the afternoon, in K: less under clouds and in humid air.
  static func swing(wetDays: Float, cloud: Float) -> Float {
    (4.5 + 7 * max(0, 0.5 - wetDays)) * (1 - 0.6 * cloud)
  }

  /// The course of the day at a local hour, 1 at 15:00 and −1 at 3:00, averaged over so many hours around it.
  static func course(localHour: Double, hours: Double) -> Float {
    let half = Double.pi * hours / 24
    return Float(cos(2 * Double.pi * (localHour - 15) / 24) * (half > 0 ? sin(half) / half : 1))
  }

  /// How far warm and cold air masses deviate (SD) in K: more where winters are cold.
  static func deviation(normal: Float) -> Float {
    min(4, max(1.6, 2 + (288 - normal) * 0.09))
  }

  /// The day's mean at a place in K: clouds cool by day more than they warm by night.
  static func dayMean(normal: Float, airMass: Float, cloud: Float) -> Float {
    normal + deviation(normal: normal) * airMass - 1.5 * (cloud - 0.4)
  }
}
