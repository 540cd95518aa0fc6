internal import Grids

extension MapCategory {
  /// The colours of the published maps by class, Af to EF.
  ///
  /// - Source: H. E. Beck et al. (2018), doi:10.1038/sdata.2018.214, the legend beside the maps.
  private static let published = [
    "#0000FF", "#0078FF", "#46AAFA", "#FF0000", "#FF9696", "#F5A500", "#FFDC64", "#FFFF00", "#C8C800",
    "#969600",
    "#96FF96", "#64C864", "#329632", "#C8FF50", "#64FF50", "#32C800", "#FF00FF", "#C800C8", "#963296",
    "#966496",
    "#AAAFFF", "#5A78DC", "#4B50B4", "#320087", "#00FFFF", "#37C8FF", "#007D7D", "#00465F", "#B2B2B2",
    "#666666",
  ]

  /// The Köppen–Geiger classes that occur, numbered as on the maps, 1 (Af) to 30 (EF).
  /// - Parameter values: the classes' numbers; NaN and what is no class is left out.
  public static func koppen(in values: [Float]) -> [MapCategory] {
    var count = [Int](repeating: 0, count: 31)
    for value in values where value >= 1 && value <= 30 { count[Int(value)] += 1 }
    return KoppenClass.allCases.filter { count[$0.number] > 0 }.map { koppen in
      MapCategory(number: koppen.number, name: koppen.rawValue, colour: published[koppen.number - 1])
    }
  }
}
