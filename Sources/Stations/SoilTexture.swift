/// The twelve soil texture classes of the USDA triangle.
public enum SoilTexture: String, Hashable, Sendable, CaseIterable {
  /// Sand.
  case sand = "sand"
  /// Loamy sand.
  case loamySand = "loamy sand"
  /// Sandy loam.
  case sandyLoam = "sandy loam"
  /// Loam.
  case loam = "loam"
  /// Silt loam.
  case siltLoam = "silt loam"
  /// Silt.
  case silt = "silt"
  /// Sandy clay loam.
  case sandyClayLoam = "sandy clay loam"
  /// Clay loam.
  case clayLoam = "clay loam"
  /// Silty clay loam.
  case siltyClayLoam = "silty clay loam"
  /// Sandy clay.
  case sandyClay = "sandy clay"
  /// Silty clay.
  case siltyClay = "silty clay"
  /// Clay.
  case clay = "clay"

  /// The class of a soil from its fractions in percent of weight.
  ///
  /// The rules are those of the Soil Survey Manual (USDA Handbook 18, 2017, chapter 3). Fractions are scaled
  /// to a sum of 100 %; nil when one is missing or not in 0…100, or the sum is not within 95…105 %.
  public init?(clay: Double?, sand: Double?, silt: Double?) {
    guard let clay, let sand, let silt, [clay, sand, silt].allSatisfy({ $0 >= 0 && $0 <= 100 }) else {
      return nil
    }
    let sum = clay + sand + silt
    guard sum >= 95, sum <= 105 else { return nil }
    self.init(clay: clay * 100 / sum, sand: sand * 100 / sum, silt: silt * 100 / sum)
  }

  private init(clay: Double, sand: Double, silt: Double) {
    if clay >= 40 {
      self = silt >= 40 ? .siltyClay : sand > 45 ? .sandyClay : .clay
    } else if clay >= 35, sand > 45 {
      self = .sandyClay
    } else if clay >= 27, sand <= 45 {
      self = sand > 20 ? .clayLoam : .siltyClayLoam
    } else if clay >= 20, silt < 28, sand > 45 {
      self = .sandyClayLoam
    } else if silt >= 80, clay < 12 {
      self = .silt
    } else if silt >= 50 {
      self = .siltLoam
    } else if silt + 1.5 * clay < 15 {
      self = .sand
    } else if silt + 2 * clay < 30 {
      self = .loamySand
    } else if clay < 7 || (clay < 20 && sand > 52) {
      self = .sandyLoam
    } else {
      self = .loam
    }
  }

  /// A coarser grouping into three.
  public enum Group: String, Hashable, Sendable, CaseIterable {
    /// Less than 18 % clay and more than 65 % sand.
    case coarse
    /// Neither coarse nor fine.
    case medium
    /// 35 % clay or more.
    case fine

    /// The group by the limits of the FAO soil map of the world, which the HWSD uses too; nil as for the class.
    public init?(clay: Double?, sand: Double?, silt: Double?) {
      guard let clay, let sand, SoilTexture(clay: clay, sand: sand, silt: silt) != nil else { return nil }
      self = clay >= 35 ? .fine : clay < 18 && sand > 65 ? .coarse : .medium
    }
  }
}
