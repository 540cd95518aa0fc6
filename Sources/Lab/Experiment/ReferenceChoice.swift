extension Experiment {
  /// A grid that products are scored against instead of stations: a model, a nature run's truth.
  ///
  /// What is known of the cells' surroundings (classes, open water, regions, uncertainty), and the layer, stands in
  /// `Experiment.stations` as for stations.
  public struct ReferenceChoice: Sendable {
    /// Which of the cells are scored.
    public enum Thinning: Hashable, Sendable {
      /// At most so many, evenly spread over the area.
      case atMost(Int)
      /// Those of every so manieth row and column of the grid, or of every so manieth place of a list.
      case every(Int)
    }

    /// The name in tables and figures, the description and the file patterns, as of a product.
    public var source: ProductChoice
    /// Which of the cells are scored.
    public var thinning = Thinning.atMost(Experiment.ReferenceChoice.usualCells)
    /// The part of the map whose cells are scored, without a name; nil = all of it.
    public var box: Region?
    /// A raster of numbers above 0 where cells are scored, such as a land mask; nil = everywhere.
    public var mask: (file: String, variable: String)?
    /// The width of the blocks of neighbouring cells, which stand where stations have their network, whole degrees.
    public var blocks = 2

    /// At most so many cells are scored unless the experiment says otherwise.
    public static let usualCells = 1000

    /// The reference's name.
    public var name: String { source.name }

    /// Everything at its default for some files.
    public init(source: ProductChoice) { self.source = source }
  }
}
