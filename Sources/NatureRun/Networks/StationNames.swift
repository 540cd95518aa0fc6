/// Names for simulated stations: two words that mean no place.
enum StationNames {
  private static let first = [
    "Amber", "Basalt", "Cedar", "Dune", "Ember", "Fern", "Granite", "Hazel", "Iron", "Jade", "Kelp", "Larch",
    "Moss",
    "Nettle", "Opal", "Pebble", "Quartz", "Reed", "Slate", "Thistle", "Umber", "Violet", "Willow",
  ]
  private static let second = [
    "Ridge", "Flat", "Gate", "Hollow", "Moor", "Sands", "Lane", "Down", "Steppe", "Hill", "Creek", "Point",
    "Field",
    "Terrace", "Crossing", "Meadow",
  ]

  /// The name of a number: others for the first 368 numbers, the lengths of the lists having no common divisor.
  static func name(_ number: Int) -> ArchiveName {
    ArchiveName(first[number % first.count] + " " + second[number % second.count])
  }
}
