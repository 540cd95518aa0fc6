internal import Lab
internal import Statistics

/// Differences of a metric between two products at each sensor, from `scores.csv`: as boxes by Köppen class and as maps.
///
/// Of the bias the difference of the magnitudes is taken: a bias of −0.05 is no better than one of 0.05.
struct DifferenceFigures {
  /// More products than so many are each compared with the first alone.
  private static let maximumProducts = 4

  private let run: RunResult
  private let metric: Metric
  private let pairs: [(first: Int, second: Int)]
  private let names: [String]
  /// Each pair's difference at each sensor.
  private let differences: [[Double?]]

  /// `nil` for fewer than two products.
  init?(_ desk: FigureDesk, metric: Metric) {
    run = desk.run
    self.metric = metric
    let products = run.experiment.products
    guard products.count > 1 else { return nil }
    let scores = products.indices.map { product in
      desk.scores(product: product, metric: metric).map { value in
        value.map { metric == .bias ? abs($0) : $0 }
      }
    }
    pairs = products.indices.flatMap { first in
      products.indices.filter {
        $0 > first && (products.count <= DifferenceFigures.maximumProducts || first == 0)
      }.map { (first, $0) }
    }
    names = pairs.map { "\(products[$0.first].name) − \(products[$0.second].name)" }
    differences = pairs.map { pair in
      zip(scores[pair.first], scores[pair.second]).map { first, second in
        first.flatMap { first in second.map { first - $0 } }
      }
    }
  }

  private var symbol: String { metric == .bias ? "Δ|bias|" : "Δ\(metric.rawValue)" }
  private var label: String { "\(symbol) (\(MetricText.unit(metric)))" }
  /// Whether a larger value is a better one.
  private var isSkill: Bool { MetricText.upperBound(metric) != nil }
  private var better: String { isSkill ? "above" : "below" }
  private var basis: String {
    "Differences of the sensors' whole-record scores, each on its product's own pairs (comparisons.csv compares on "
      + "common samples); \(better) zero the first product is better."
  }

  /// Boxes over the stations of each Köppen class and of all; `nil` where there are too few.
  func boxes(name: String, setting: String) -> Figure? {
    let classes = GroupOrder().sorted(
      Set(run.sensors.map(\.koppen)), of: Stratification(factors: [.koppen]))
    let groups = ["all"] + (classes.count > 1 ? classes : [])
    let rows = differences.map { differences in
      groups.enumerated().map { position, group -> BoxPanels.Row? in
        var values: [Double] = []
        var stations: Set<[String]> = []
        for (sensor, difference) in zip(run.sensors, differences)
        where position == 0 || sensor.koppen == group {
          guard let difference else { continue }
          values.append(difference)
          stations.insert([sensor.network, sensor.station])
        }
        return BoxPanels.Row(
          values: values, count: stations.count, minimum: position == 0 ? 1 : run.experiment.minimumStations)
      }
    }
    let subject = BoxPanels.Subject(
      grouping: "koppen", groupTitle: "Köppen–Geiger class", metric: symbol, label: label, needsZero: true)
    guard let panels = BoxPanels(subject: subject, groups: groups, products: names, rows: rows) else {
      return nil
    }
    return BoxFigure(panels).figure(name: name, setting: basis + " " + setting)
  }

  /// A map a pair; `nil` where no sensor with coordinates has both scores.
  func map(name: String, setting: String) -> Figure? {
    // Both names of a pair are cut to half the panel, so that pairs of one first product stay apart.
    let room = PanelFigure.columns(for: pairs.count) < 3 ? 105.0 : 58
    let titles = pairs.map { pair in
      [pair.first, pair.second].map {
        TextWidth.fitted(
          FigureData.display(run.experiment.products[$0].name), fontSize: FigurePage.fontSize, limit: room)
      }.joined(separator: " − ")
    }
    let inFull =
      titles == names ? "" : " Maps: \(names.map(MarkdownText.escape).joined(separator: "; "))."
    let layers = zip(titles, differences).map { MetricMap.Layer(title: $0, values: $1) }
    guard let map = MetricMap(sensors: run.sensors, layers: layers) else { return nil }
    let farthest = max(abs(map.range.lowest), abs(map.range.highest), 1e-3)
    return map.figure(
      name: name, metric: symbol,
      scale: ColourScale(diverging: farthest, label: label, isTurned: !isSkill),
      caption: "\(MarkdownText.escape(symbol)) at each sensor; blue: the first product is better." + inFull
        + " " + basis
        + " "
        + setting)
  }
}
