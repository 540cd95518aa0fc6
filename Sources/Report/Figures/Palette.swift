/// Colours that people with any colour vision tell apart (Okabe and Ito, 2008, jfly.uni-koeln.de/color).
enum Palette {
  /// The colours of the products, in order; more products repeat them with another fill.
  static let products = [
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#595959",
  ]
  /// How full boxes are in the first, second and third round through the colours.
  private static let fills = [0.45, 0.0, 0.9]

  /// The colour of a product.
  static func colour(product: Int) -> String { products[product % products.count] }

  /// The darker colour of a product's outlines, which keeps yellow and sky blue visible on white.
  static func outline(product: Int) -> String {
    darker[product % products.count]
  }
  private static let darker = [
    "#005A8C", "#A87400", "#007A59", "#A3527F", "#2A86BC", "#A84A00", "#A09600", "#404040",
  ]

  /// The style of a product's line; from the ninth product on lines are dashed.
  static func line(product: Int) -> String {
    let dash = product < products.count ? "" : " dashtype (16,10)"
    return "linewidth 1.2\(dash) linecolor rgb '\(outline(product: product))'"
  }

  /// How full a product's box is, 0…1.
  static func fill(product: Int) -> Double { fills[(product / products.count) % fills.count] }

  /// The colour of a Köppen–Geiger class: one a main group.
  static func colour(koppen: String) -> String {
    switch koppen.first {
    case "A": "#0072B2"
    case "B": "#D55E00"
    case "C": "#009E73"
    case "D": "#CC79A7"
    case "E": "#56B4E9"
    default: "#7F7F7F"
    }
  }

  /// Viridis from low to high, 18 of its 256 colours.
  ///
  /// Lightness rises evenly, also for people with any colour vision and in print without colour.
  /// - Source: S. van der Walt and N. Smith (2015), matplotlib; CC0.
  static let sequential = [
    "#440154", "#481769", "#472A7A", "#433D84", "#3D4E8A", "#355E8D", "#2E6D8E", "#297B8E", "#23898E",
    "#1F978B", "#21A585", "#2EB37C", "#46C06F", "#65CB5E", "#89D548", "#B0DD2F", "#D8E219", "#FDE725",
  ]

  /// Vik turned round, brown through white to blue, 18 of its 256 colours.
  ///
  /// - Source: F. Crameri (2018), doi:10.5281/zenodo.1243862; MIT licence.
  static let diverging = [
    "#590008", "#731406", "#8F2B06", "#AF4C18", "#C06B3A", "#CC855D", "#D7A081", "#E4BEA8", "#EEDBD0",
    "#DEE6E9", "#B0CFDE", "#80B2CA", "#5194B6", "#2575A1", "#08598F", "#03417F", "#022A70", "#001261",
  ]

  /// The station's own values beside products.
  static let station = "#404040"

  /// gnuplot's point types that differ most, for the classes of one main group.
  static let shapes = [7, 5, 9, 13, 11, 15, 6, 4, 8, 12, 10, 14]
}
