import Grids
import Numerics

#if canImport(Glibc)
  import Glibc
#endif

/// How a land surface model sees moisture: with a climatology and slow errors of its own, and without irrigation.
///
/// What irrigation brought is followed as an excess over the upper 10 cm that dries up with a time constant of ten days,
/// and taken off; the rest is stretched around the middle between wilting point and field capacity, moved by a fixed
/// field, and follows an error that lives for days, as that of a model's rain does. The form is ours.
struct ModelMoisture: Sendable {
  /// The character of a model.
  struct Character: Sendable {
    /// The name of its random streams.
    var name: String
    /// The part of moisture's range it shows.
    var range: Double
    /// Its mean bias, and the SD of its fixed field, in m³ m⁻³.
    var bias: Double
    var fieldSD: Double
    /// The SD of its slow error in m³ m⁻³, and the days it lives.
    var errorSD: Double
    var errorDays: Double
    /// The full width of its detail at half the maximum, in kilometres.
    var fwhm: Double
  }

  private let character: Character
  private let footprint: Footprint
  private let middle: [Float]
  private let field: [Float]
  private let least: [Float]
  private let most: [Float]
  private var memory: ErrorMemory
  private var error: (day: Int64, field: [Float])?
  private var excess: [Float]
  private let rows: Int
  private let columns: Int

  init(_ character: Character, grid: ProductGrid, land: Land, seed: UInt64) {
    self.character = character
    footprint = Footprint(fwhm: character.fwhm, from: land.grid, water: land.waterFraction, to: grid)
    middle = footprint.mean(zip(land.wiltingPoint, land.fieldCapacity).map { ($0 + $1) / 2 })
    least = footprint.mean(land.residual)
    most = footprint.mean(land.porosity)
    let degree = 111.2 / grid.lattice.kilometres
    var random = RandomStream(seed: seed, stream: "model bias", character.name)
    field = NoiseField.draw(rows: grid.rows, columns: grid.columns, sigma: degree, &random)
    memory = ErrorMemory(
      correlation: exp(-1 / character.errorDays), sigma: 0.7 * degree, seed: seed,
      labels: ["model error", character.name])
    excess = Array(repeating: 0, count: land.grid.count)
    (rows, columns) = (grid.rows, grid.columns)
  }

  /// Follows the irrigation through a step and draws the error of a new day; called at every step.
  mutating func advance(_ state: LandState) {
    let kept = Float(exp(-state.hours / 240))
    for cell in excess.indices { excess[cell] = excess[cell] * kept + state.irrigation[cell] / 100 }
    if error?.day != state.day {
      error = (state.day, memory.field(day: state.day, rows: rows, columns: columns))
    }
  }

  /// What the model makes of a map of moisture, on its grid, in m³ m⁻³.
  func analysis(of moisture: [Float]) -> [Float] {
    let natural = footprint.mean(zip(moisture, excess).map { $0 - $1 })
    let (range, bias) = (Float(character.range), Float(character.bias))
    let (fieldSD, errorSD) = (Float(character.fieldSD), Float(character.errorSD))
    return natural.indices.map { cell in
      let slow = error?.field[cell] ?? 0
      let value =
        middle[cell] + range * (natural[cell] - middle[cell]) + bias + fieldSD * field[cell] + errorSD * slow
      return min(most[cell], max(least[cell], value))
    }
  }

  /// A map of something else on the model's grid, as it is.
  func plain(_ values: [Float]) -> [Float] { footprint.mean(values) }
}
