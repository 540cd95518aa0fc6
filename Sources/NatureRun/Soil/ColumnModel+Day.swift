import Glibc

extension ColumnModel {
  /// What is decided once a day: how plants have grown, and whether fields are watered today.
  ///
  /// - Parameter day: the number of the day since 1970.
  public static func beginDay(_ state: inout ColumnState, traits: ColumnTraits, day: Int) {
    func supply(_ water: Double, _ layer: ColumnTraits.Layer) -> Double {
      min(1, max(0, (water - layer.wilting) * layer.perPlantLimit))
    }
    let moist = 0.5 * supply(state.shallow, traits.shallow) + 0.5 * supply(state.root, traits.root)
    let warm = min(1, max(0, (state.shallowTemperature - 276) / 12))
    let wanted = moist * warm
    // Leaves come faster than they go.
    state.growth += (wanted - state.growth) / (wanted > state.growth ? 16 : 28)
    state.leafArea = traits.leastLeaves + (traits.mostLeaves - traits.leastLeaves) * state.growth
    // Beer's law for the light that leaves keep from the ground, and for what the index sees of them.
    state.shade = 1 - exp(-0.5 * state.leafArea)
    state.ndvi = index(leafArea: state.leafArea) - 0.1 * state.snowCover
    let fullest = index(leafArea: traits.mostLeaves)
    // Chan et al. (2013), SMAP ancillary data report on vegetation water content: leaves, then stems, those of wood by
    // the fullest index of the year, those of grass and crops by today's: they come and go with the leaves.
    let greenness = max(0.1, state.ndvi)
    state.plantWater =
      max(0, 1.9134 * greenness * greenness - 0.3215 * greenness)
      + (traits.woodyStems * max(0, fullest - 0.1) + traits.softStems * (greenness - 0.1)) / 0.9
    state.irrigation = irrigation(state, traits, day: day)
  }

  private static func index(leafArea: Double) -> Double { 0.12 + 0.75 * (1 - exp(-0.65 * leafArea)) }

  /// Every seventh day of the warm season fields get what the upper soil lacks, 45 mm at most.
  private static func irrigation(_ state: ColumnState, _ traits: ColumnTraits, day: Int) -> Double {
    guard traits.irrigated > 0, (day + traits.irrigationDay) % 7 == 0, state.shallowTemperature > 282 else {
      return 0
    }
    let lack =
      max(0, traits.surface.capacity - state.surface) + max(0, traits.shallow.capacity - state.shallow)
      + 0.3 * max(0, 0.8 * traits.root.capacity - state.root)
    return traits.irrigated * min(45, lack) / 24
  }
}
