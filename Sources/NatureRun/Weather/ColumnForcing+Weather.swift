extension ColumnForcing {
  /// What the moving maps mean at a place whose climate is given by its rule of rain and its normals of the day.
  ///
  /// - Parameters:
  ///   - decider: what decides on rain, of mean 0 and SD 1.
  ///   - threshold: where rain begins.
  ///   - scale: the rule's factor for this step in mm.
  ///   - wetDays: the share of days with rain.
  ///   - normal: the normal temperature in K.
  ///   - airMass: warm and cold air, of mean 0 and SD 1.
  ///   - course: the course of the day, `AirTemperature.course`.
  ///   - sine: the mean sine of the sun's elevation.
  ///   - distance: the sun's distance factor.
  ///   - transmission: the share of the sun a clear sky lets through.
  @inline(__always)
  init(
    decider: Float, threshold: Float, scale: Float, wetDays: Float, normal: Float, airMass: Float,
    course: Float, sine: Float, distance: Double, transmission: Double
  ) {
    let cloud = RainRule.cloud(decider, threshold: threshold)
    let air =
      AirTemperature.dayMean(normal: normal, airMass: airMass, cloud: cloud)
      + AirTemperature.swing(wetDays: wetDays, cloud: cloud) * course
    self.init(
      precipitation: Double(RainRule.rain(decider, threshold: threshold, scale: scale)),
      airTemperature: Double(air),
      radiation: SurfaceEnergy.radiation(
        sine: Double(sine), distance: distance, cloud: Double(cloud), transmission: transmission),
      cloud: Double(cloud))
  }
}
