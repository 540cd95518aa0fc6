/// One plot area of a figure, and what is in it.
struct Panel {
  /// A corner of the plot area.
  enum Corner {
    case topLeft, topRight, bottomRight

    /// Of the top left and the bottom right the one in which fewer points lie: above and below the 1:1 line.
    /// - Parameters:
    ///   - points: places with the number of points there.
    ///   - lower: the lower end of both axes; `upper` their upper end.
    static func emptier(
      _ points: some Sequence<(x: Double, y: Double, count: Int)>, lower: Double, upper: Double
    ) -> Corner {
      var (topLeft, bottomRight) = (0, 0)
      for point in points {
        let x = (point.x - lower) / (upper - lower)
        let y = (point.y - lower) / (upper - lower)
        if x < 0.5, y > 0.66 { topLeft += point.count }
        if x > 0.5, y < 0.34 { bottomRight += point.count }
      }
      return topLeft <= bottomRight ? .topLeft : .bottomRight
    }
  }

  /// The name above the area; text from data is welcome.
  var title: String?
  /// What follows the name and is not cut where that is too long.
  var titleEnd = ""
  /// The horizontal axis.
  var x: PanelAxis
  /// The vertical axis.
  var y: PanelAxis
  /// An axis of its own at the right edge, which clauses name as `axes x1y2`; its values run downwards.
  var hanging: PanelAxis?
  /// The clauses of gnuplot's `plot` command.
  var clauses: [String]
  /// Short lines in a corner; text from data is welcome.
  var notes: [String] = []
  /// The corner they stand in.
  var corner = Corner.topLeft
  /// The script's lines before the plot: palettes, grids, arrows.
  var script = ""
  /// Names beside points, in the panel's own units.
  var names: [(x: Double, y: Double, text: String)] = []
  /// Words and numbers of the layout at places in the panel's own units.
  var labels: [(x: Double, y: Double, text: String, alignment: String)] = []
  /// Whether the area has a frame all round and a grid.
  var isMap = false
  /// Whether axes, tics and grid are left away.
  var isBare = false
}

/// An entry of a figure's legend.
struct LegendEntry {
  /// What stands for the series.
  enum Mark {
    /// A filled box of the given style.
    case box(String)
    /// A line of the given style.
    case line(String)
    /// A point of the given style.
    case point(String)
  }

  /// The name; text from data is welcome.
  var text: String
  /// Its mark.
  var mark: Mark

  /// The clause that draws the mark of row `row` of the block `index`, which holds x and y in pixels.
  func clause(index: Int, row: Int) -> String {
    let rows = "data index \(index) every ::\(row)::\(row) using "
    switch mark {
    case .box(let style): return rows + "1:2:(4.5):(3.5) with boxxyerror " + style
    case .line(let style): return rows + "($1 - 6):2:(12):(0) with vectors nohead " + style
    case .point(let style): return rows + "1:2 with points " + style
    }
  }
}
