import Glibc

/// What drives a column through one step: means over it, and its sum of rain and snow.
public struct ColumnForcing: Sendable {
  /// Rain and snow in mm.
  public var precipitation: Double
  /// The air's temperature in K.
  public var airTemperature: Double
  /// The sun's radiation at the ground in W m⁻².
  public var radiation: Double
  /// The share of the sky under clouds.
  public var cloud: Double

  /// The forcing of a step.
  public init(precipitation: Double, airTemperature: Double, radiation: Double, cloud: Double) {
    self.precipitation = precipitation
    self.airTemperature = airTemperature
    self.radiation = radiation
    self.cloud = cloud
  }
}

/// What left and entered a column in one step, in mm, and the temperature of its surface in K.
///
/// Precipitation + irrigation − evaporation − runoff − seepage is the change of `ColumnState.water`.
public struct ColumnFluxes: Sendable {
  /// Water evaporated from soil and plants.
  public var evaporation = 0.0
  /// Water that ran off.
  public var runoff = 0.0
  /// Water that seeped out below.
  public var seepage = 0.0
  /// Water brought by irrigation.
  public var irrigation = 0.0
  /// The temperature of the land's surface in K.
  public var surfaceTemperature = 0.0
}

/// The physics of one column of soil: the same for maps of three-hourly steps and for hourly stations.
public enum ColumnModel {
  /// Snow that melts per kelvin above freezing, in mm h⁻¹.
  static let meltRate = 0.15
  /// Water that moves between neighbouring layers when one is at field capacity and the other at its driest, mm h⁻¹.
  static let upperExchange = 0.13
  static let lowerExchange = 0.03
  /// The shares of roots in the three layers.
  static let roots = (surface: 0.06, shallow: 0.10, root: 0.84)

  /// Advances a column by one step of the traits' length.
  @inline(__always)
  public static func step(
    _ state: inout ColumnState, traits: ColumnTraits, forcing: ColumnForcing
  ) -> ColumnFluxes {
    // Inlined, the traits are read where they lie; passed, all 40 of them are copied first, for every column and step.
    var fluxes = ColumnFluxes()
    let ice = (
      surface: ColumnState.ice(at: state.surfaceTemperature),
      shallow: ColumnState.ice(at: state.shallowTemperature),
      root: ColumnState.ice(at: state.rootTemperature)
    )
    var water = snow(&state, forcing, hours: traits.hours)
    fluxes.irrigation = state.irrigation * traits.hours
    water += fluxes.irrigation

    // Down, the lowest layer first, so that no water crosses two layers in one step.
    let seepage = traits.root.drained * (1 - ice.root) * max(0, state.root - traits.root.capacity)
    state.root -= seepage
    fluxes.seepage = seepage
    let below = min(
      traits.shallow.drained * (1 - ice.shallow) * max(0, state.shallow - traits.shallow.capacity),
      traits.root.saturation - state.root)
    state.shallow -= below
    state.root += below
    let down = min(
      traits.surface.drained * (1 - ice.surface) * max(0, state.surface - traits.surface.capacity),
      traits.shallow.saturation - state.shallow)
    state.surface -= down
    state.shallow += down

    if water > 0 { fluxes.runoff = infiltrate(&state, traits, water: water, ice: ice.surface) }
    exchange(
      &state.surface, traits.surface, &state.shallow, traits.shallow,
      rate: upperExchange * traits.hours * (1 - max(ice.surface, ice.shallow)))
    exchange(
      &state.shallow, traits.shallow, &state.root, traits.root,
      rate: lowerExchange * traits.hours * (1 - max(ice.shallow, ice.root)))

    let energy = SurfaceEnergy(state: state, traits: traits, forcing: forcing)
    let demand = energy.wetEvaporation * traits.hours * 3600 / SurfaceEnergy.latentHeat
    if demand > 0 {
      fluxes.evaporation = evaporate(&state, traits, demand: demand, ice)
      state.wetness = fluxes.evaporation / demand
    }
    fluxes.surfaceTemperature = energy.surfaceTemperature(wetness: state.wetness)
    warm(&state, traits, forcing, surface: fluxes.surfaceTemperature)
    return fluxes
  }

  /// Adds snowfall, takes melt off, and returns the liquid water that reaches the soil.
  private static func snow(_ state: inout ColumnState, _ forcing: ColumnForcing, hours: Double) -> Double {
    let share = min(1, max(0, (274.65 - forcing.airTemperature) / 2.5))
    state.snow += share * forcing.precipitation
    let melt = min(state.snow, meltRate * hours * max(0, forcing.airTemperature - 273.15))
    state.snow -= melt
    return (1 - share) * forcing.precipitation + melt
  }

  /// Lets water in and returns what runs off: what the surface cannot take up, and what finds all layers full.
  private static func infiltrate(
    _ state: inout ColumnState, _ traits: ColumnTraits, water: Double, ice: Double
  ) -> Double {
    let taken = min(water, traits.conductivity * traits.hours * (1 - 0.85 * ice))
    // A store with steady inflow: of what would stand above field capacity a part drains within the step.
    let passed = min(
      traits.surface.drainedLate * (1 - ice)
        * max(0, min(taken, state.surface + taken - traits.surface.capacity)),
      max(0, traits.shallow.saturation - state.shallow))
    state.shallow += passed
    var rest = taken - passed
    fill(&state.surface, traits.surface, &rest)
    fill(&state.shallow, traits.shallow, &rest)
    fill(&state.root, traits.root, &rest)
    return water - taken + rest
  }

  private static func fill(_ store: inout Double, _ layer: ColumnTraits.Layer, _ water: inout Double) {
    let added = min(water, max(0, layer.saturation - store))
    store += added
    water -= added
  }

  /// Lets water seep towards the layer that is drier for its soil, upwards too.
  private static func exchange(
    _ upper: inout Double, _ above: ColumnTraits.Layer, _ lower: inout Double, _ below: ColumnTraits.Layer,
    rate: Double
  ) {
    let difference = (upper - above.driest) * above.perMoist - (lower - below.driest) * below.perMoist
    let moved = rate * difference
    let limited =
      moved > 0
      ? min(moved, upper - above.driest, max(0, below.saturation - lower))
      : -min(-moved, lower - below.driest, max(0, above.saturation - upper))
    upper -= limited
    lower += limited
  }

  /// Takes the evaporation of a step out of the layers and returns it in mm.
  private static func evaporate(
    _ state: inout ColumnState, _ traits: ColumnTraits, demand: Double,
    _ ice: (surface: Double, shallow: Double, root: Double)
  ) -> Double {
    let open = demand * (1 - state.snowCover)
    let soil = loss(
      of: state.surface - traits.surface.driest, demand: open * (1 - state.shade) * (1 - ice.surface),
      perLimit: traits.surface.perBareLimit)
    state.surface -= soil
    let plants = open * state.shade
    func drink(_ store: inout Double, _ layer: ColumnTraits.Layer, _ share: Double, _ ice: Double) -> Double {
      let taken = loss(
        of: store - layer.wilting, demand: plants * share * (1 - ice), perLimit: layer.perPlantLimit)
      store -= taken
      return taken
    }
    return soil + drink(&state.surface, traits.surface, roots.surface, ice.surface)
      + drink(&state.shallow, traits.shallow, roots.shallow, ice.shallow)
      + drink(&state.root, traits.root, roots.root, ice.root)
  }

  /// What a demand takes out of a store: all of it while the store is above a limit, then in proportion to what is
  /// left; second order in the step, never more than there is.
  private static func loss(of store: Double, demand: Double, perLimit: Double) -> Double {
    guard store > 0 else { return 0 }
    let x = min(1.9, demand * perLimit)
    return min(demand, store * x / (1 + x / 2))
  }

  /// Soil follows the surface, slowly under snow and while its water freezes or thaws.
  private static func warm(
    _ state: inout ColumnState, _ traits: ColumnTraits, _ forcing: ColumnForcing, surface: Double
  ) {
    let ground = forcing.airTemperature + (surface - forcing.airTemperature) * (1 - 0.6 * state.shade)
    let cover = state.snow > 0 ? 12 / (12 + state.snow) : 1
    let freezing = 1 - abs(state.surfaceTemperature - 272.15)
    let latent = freezing > 0 ? 1 / (1 + 4 * freezing) : 1
    state.surfaceTemperature +=
      traits.surfaceHeat * latent
      * (cover * (ground - state.surfaceTemperature)
        + 0.12 * (state.rootTemperature - state.surfaceTemperature))
    state.shallowTemperature += traits.shallowHeat * (state.surfaceTemperature - state.shallowTemperature)
    state.rootTemperature += traits.rootHeat * (state.shallowTemperature - state.rootTemperature)
  }
}
