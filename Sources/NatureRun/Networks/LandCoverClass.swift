/// The classes of the ESA CCI land cover's legend that the nature run's covers belong to.
enum LandCoverClass {
  /// The class of a cell's main cover and its words.
  static func code(of cell: Int, in land: Land) -> (code: Int, words: String) {
    switch land.mainCover(cell) {
    case .barren: (200, "Bare areas")
    case .shrub: (120, "Shrubland")
    case .grass: (130, "Grassland")
    case .crop:
      land.irrigatedFraction[cell] > 0.3
        ? (20, "Cropland, irrigated or post-flooding") : (10, "Cropland, rainfed")
    case .forest: (60, "Tree cover, broadleaved, deciduous, Closed to open (>15%)")
    }
  }
}
