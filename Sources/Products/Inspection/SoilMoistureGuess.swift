import Files

/// Guesses which of a file's variables is soil moisture, from names and attributes.
enum SoilMoistureGuess {
  /// The variables that may be soil moisture, the likeliest first.
  static func candidates(in file: NetCDFFile) -> [NetCDFVariable] {
    let scored = file.variables.enumerated().map { (score: score($0.element), offset: $0.offset, $0.element) }
    return scored.filter { $0.score > 0 }.sorted { ($1.score, $0.offset) < ($0.score, $1.offset) }.map(\.2)
  }

  private static let names: Set<String> = [
    "sm", "ssm", "soil_moisture", "soilmoisture", "swvl1", "mrsos", "surface_soil_moisture", "sm_surface",
    "sm_smoothed", "sm_combined", "soilmoi0_10cm_inst", "reconstructed_sm", "swi",
  ]
  private static let otherThings = [
    "uncert", "error", "noise", "flag", "std", "count", "nobs", "stdv", "qual", "variance", "percentile",
    "mask",
  ]

  private static func score(_ variable: NetCDFVariable) -> Int {
    guard variable.type.isNumeric, !variable.dimensions.isEmpty else { return 0 }
    let name = variable.name.lowercased()
    let longName = variable.text("long_name")?.lowercased() ?? ""
    let standardName = variable.text("standard_name")?.lowercased() ?? ""
    if otherThings.contains(where: { name.contains($0) || longName.contains($0) }) { return 0 }
    var score = 0
    if names.contains(name) { score += 4 }
    if name.hasPrefix("sm_") || name.hasPrefix("ssm_") || name.contains("soil_moist")
      || name.contains("soilmoi")
    {
      score += 3
    }
    if standardName.contains("soil_moisture") || standardName.contains("condensed_water_in_soil")
      || standardName.contains("moisture_content_of_soil")
    {
      score += 3
    }
    if longName.contains("soil moisture") || longName.contains("soil water")
      || longName.contains("water in soil")
    {
      score += 2
    }
    return score
  }
}
