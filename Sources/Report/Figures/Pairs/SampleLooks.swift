internal import Grids
internal import Lab

/// How the points of one product's pairs look: by what the product says of its value, observed or filled, where it
/// says so.
struct SampleLooks {
  /// A kind of point.
  struct Look {
    /// What the product calls such values; text from data.
    var name: String
    /// The positions of its pairs.
    var positions: [Int]
    /// gnuplot's point style without the size.
    var style: String
  }

  /// The looks that occur, the product's groups in its own order.
  let looks: [Look]
  /// Whether the product tells its values apart.
  let isTold: Bool

  private static let filled = ["#D55E00", "#CC79A7", "#595959", "#A09600"]

  /// Sorts the pairs of a product.
  /// - Parameters:
  ///   - product: the product's index, for the colour of its first group.
  ///   - names: the groups the product's description names, in order.
  init(_ series: PairSeries, product: Int, names: [String]) {
    let own = "pointtype 7 linecolor rgb '\(Palette.outline(product: product))'"
    guard let told = series.groups[.flag], names.count > 1 else {
      looks = [Look(name: "", positions: Array(series.times.indices), style: own)]
      isTold = false
      return
    }
    var looks: [Look] = []
    for (order, name) in names.enumerated() {
      let positions = series.times.indices.filter { told[$0] == name }
      guard !positions.isEmpty else { continue }
      let colour = SampleLooks.filled[(order + 3) % SampleLooks.filled.count]
      let style =
        order == 0
        ? own
        : "pointtype \([6, 8, 4, 12][(order - 1) % 4]) linewidth 0.7 linecolor rgb '\(order == 1 ? SampleLooks.filled[0] : colour)'"
      looks.append(Look(name: name, positions: positions, style: style))
    }
    let unknown = series.times.indices.filter { told[$0].map { !names.contains($0) } ?? true }
    if !unknown.isEmpty {
      looks.append(
        Look(
          name: "unknown", positions: unknown, style: "pointtype 1 linewidth 0.7 linecolor rgb '#8C8C8C'"))
    }
    self.looks = looks
    isTold = true
  }

  /// The groups a product's description names.
  static func names(of product: Experiment.ProductChoice) -> [String] {
    product.description.groups[.flag]?.names ?? []
  }

  /// Entries for the legend: each look once.
  static func legend(_ all: [SampleLooks]) -> [LegendEntry] {
    var seen: Set<String> = []
    return all.flatMap(\.looks).filter { !$0.name.isEmpty && seen.insert($0.name).inserted }.map {
      LegendEntry(text: $0.name, mark: .point("pointsize 0.5 " + $0.style))
    }
  }
}
