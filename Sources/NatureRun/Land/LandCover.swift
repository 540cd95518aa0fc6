/// What grows on the land of the nature run.
public enum LandCover: Int, CaseIterable, Sendable {
  /// Bare soil, sand and rock.
  case barren
  /// Shrubs and steppe.
  case shrub
  /// Grass.
  case grass
  /// Fields.
  case crop
  /// Trees.
  case forest

  /// The name as written in files, lower case.
  public var name: String {
    switch self {
    case .barren: "barren"
    case .shrub: "shrubland"
    case .grass: "grassland"
    case .crop: "cropland"
    case .forest: "forest"
    }
  }
}
