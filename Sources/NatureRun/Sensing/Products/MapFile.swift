import Files

/// One file of a product, ready to be written: what a product's family makes of a day.
///
/// All families share this shape; they differ in names, packing, flags and in how the maps are laid out.
struct MapFile: Sendable {
  /// How rows and columns are stored.
  enum Layout: Sendable {
    /// Rows × columns of the region, with a coordinate for each dimension, of these names.
    case rowsFirst(latitude: String, longitude: String)
    /// Columns × rows, as LPRM and IMERG store them; with one step at most.
    case columnsFirst(latitude: String, longitude: String)
    /// The rows and columns of the whole globe without coordinates, the first column at a meridian: 180° W as the grid's, or
    /// 0° E. The region's alone are filled in: what is never written takes no space.
    case globe(west: GlobeEdge)
  }

  /// The meridian that maps of the globe begin at.
  enum GlobeEdge: Sendable {
    case dateLine
    case greenwich
  }

  /// The time the maps hold for, where the file has a dimension for it.
  struct Time: Sendable {
    var name = "time"
    var units: String
    /// One step each.
    var values: [Double]
  }

  /// One variable of maps.
  struct Layer: Sendable {
    /// The name, with its group before a slash.
    var name: String
    /// Step by step, cell by cell as in the grid, in the stored type.
    var values: NetCDFArray
    /// The value that means missing.
    var fill: NetCDFArray
    /// Attributes in their order.
    var attributes: [(String, NetCDFAttribute)] = []
  }

  /// The file's name.
  var name: String
  var grid: ProductGrid
  var layout: Layout
  var time: Time?
  /// Global attributes in their order.
  var attributes: [(String, NetCDFAttribute)] = []
  var layers: [Layer] = []

  /// What every simulated file says of itself.
  static func attributes(title: String, source: String) -> [(String, NetCDFAttribute)] {
    [
      ("Conventions", .text("CF-1.8")), ("title", .text(title)), ("source", .text(source)),
      ("institution", .text("soil-moisture-lab")), ("history", .text("simulated by soil-moisture-lab")),
      (
        "comment",
        .text(
          "Synthetic: what a simulated satellite sees of a simulated land. It says nothing about the Earth.")
      ),
    ]
  }
}

/// Numbers packed into 16 bits: stored = round(value / scale), CF's scale_factor.
struct Packing: Sendable {
  /// What one step of the stored number is worth.
  var scale: Double
  /// The stored number that means missing.
  var fill: Int16 = -32767

  /// The stored numbers; NaN and what does not fit is missing.
  func packed(_ values: some Sequence<Float>, times factor: Double = 1) -> NetCDFArray {
    .int16(
      values.map { value in
        let stored = (Double(value) * factor / scale).rounded()
        return stored > -32767 && stored <= 32767 ? Int16(stored) : fill
      })
  }

  /// A layer with the attributes a reader unpacks by.
  func layer(
    _ name: String, _ values: some Sequence<Float>, times factor: Double = 1, units: String, title: String,
    more: [(String, NetCDFAttribute)] = []
  ) -> MapFile.Layer {
    MapFile.Layer(
      name: name, values: packed(values, times: factor), fill: .int16([fill]),
      attributes: [
        ("long_name", .text(title)), ("units", .text(units)),
        ("scale_factor", .values(.double([scale]))), ("add_offset", .values(.double([0]))),
      ] + more)
  }
}
