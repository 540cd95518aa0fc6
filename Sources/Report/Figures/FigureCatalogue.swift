internal import Files
internal import Lab
internal import Statistics

/// All figures of a run by name, those of its report in the order of the report.
struct FigureCatalogue {
  /// The groupings whose boxes are drawn.
  private static let groupings: [Stratification] = [
    .koppen, .season, .flag, .flagCommon, .orbit, .dayNight, .frozen, .distance, .cellStations, .frm, .water,
    .region, .year,
  ].map { (kind: StratumKind) in Stratification(factors: [kind]) }

  /// The entries.
  var entries: [FigureEntry] {
    [stationMap] + boxes() + metricMaps() + overAll() + sites() + series() + differences() + skill()
  }

  private let run: RunResult
  private let setting: String
  private var names: [String] { run.experiment.products.map(\.name) }

  init(_ run: RunResult) {
    self.run = run
    setting = CaptionText.setting(of: run)
  }

  /// The metrics of maps and differences that a report draws.
  private func isHeadline(_ metric: Metric) -> Bool { metric == .r || metric == .ubRMSE }

  private var stationMap: FigureEntry {
    let (run, setting) = (run, setting)
    return FigureEntry(
      name: "map", sentence: "The scored stations with their Köppen–Geiger classes.", isStandard: true,
      reason: "no scored station has coordinates"
    ) { request throws(Failure) in
      StationMap(sensors: run.sensors, ground: GroundText(run.experiment))?.figure(
        name: request.name, setting: setting)
    }
  }

  private func metricMaps() -> [FigureEntry] {
    let (run, setting) = (run, setting)
    return run.keyMetrics.map { metric in
      FigureEntry(
        name: "map-\(MetricText.fileName(metric))",
        sentence: "\(metric.rawValue) at each sensor on a map, a panel a product.",
        isStandard: isHeadline(metric),
        reason: "no sensor with coordinates has a value of \(metric.rawValue)"
      ) { request throws(Failure) in
        let layers = run.experiment.products.indices.map { product in
          MetricMap.Layer(
            title: run.experiment.products[product].name,
            values: request.desk.scores(product: product, metric: metric))
        }
        guard let map = MetricMap(sensors: run.sensors, layers: layers) else { return nil }
        let range = map.range
        let label = MetricText.axis(metric)
        let scale =
          metric == .bias
          ? ColourScale(diverging: max(abs(range.lowest), abs(range.highest)), label: label)
          : ColourScale(sequential: range.lowest, range.highest, label: label)
        return map.figure(
          name: request.name, metric: metric.rawValue, scale: scale,
          caption: "\(MarkdownText.escape(metric.rawValue)) of each sensor's whole record (scores.csv). "
            + setting)
      }
    }
  }

  private func boxes() -> [FigureEntry] {
    let (run, setting) = (run, setting)
    return FigureCatalogue.groupings.filter(run.experiment.strata.contains).flatMap { grouping in
      run.keyMetrics.map { metric in
        FigureEntry(
          name: "boxes-\(grouping.name)-\(MetricText.fileName(metric))",
          sentence: "\(metric.rawValue) by \(MetricText.title(grouping)) as boxplots over stations.",
          isStandard: true,
          reason: "no \(MetricText.title(grouping)) has enough stations with a value of \(metric.rawValue)"
        ) { request throws(Failure) in
          BoxPanels(run: run, stratification: grouping, scaling: run.shownScaling, metric: metric).map {
            BoxFigure($0).figure(name: request.name, setting: setting)
          }
        }
      }
    }
  }

  /// Figures of all pairs of each product.
  private func overAll() -> [FigureEntry] {
    let (run, setting, names) = (run, setting, names)
    let ground = GroundText(run.experiment)
    return [
      FigureEntry(
        name: "scatter", sentence: "Product against station as the density of all pairs, with the 1:1 line.",
        isStandard: true
      ) { request throws(Failure) in
        try request.desk.digest().flatMap { DensityFigure(names: names, digest: $0, ground: ground) }?
          .figure(name: request.name, setting: setting)
      },
      FigureEntry(
        name: "cdf", sentence: "Cumulative distributions of product and station over the same pairs.",
        isStandard: true
      ) { request throws(Failure) in
        try request.desk.digest().flatMap { DistributionFigure(names: names, digest: $0, ground: ground) }?
          .figure(name: request.name, setting: setting)
      },
      FigureEntry(
        name: "taylor", sentence: "Taylor diagram: correlation and spread of every product at every station.",
        isStandard: true, reason: "no station has a correlation"
      ) { request throws(Failure) in
        try request.desk.digest().flatMap { TaylorDiagram(request.desk, digest: $0) }?
          .figure(name: request.name, setting: setting)
      },
      FigureEntry(
        name: "lag", sentence: "Product time minus station time of the pairs as histograms.", isStandard: true
      ) { request throws(Failure) in
        try request.desk.digest().flatMap { LagFigure(names: names, digest: $0, ground: ground) }?
          .figure(name: request.name, setting: setting)
      },
      FigureEntry(
        name: "coverage", sentence: "Share of the station-days with a pair over time, a line a product.",
        isStandard: true
      ) { request throws(Failure) in
        try request.desk.digest().flatMap { CoverageFigure(run, digest: $0) }?
          .figure(name: request.name, setting: setting)
      },
    ]
  }

  private func sites() -> [FigureEntry] {
    let (run, setting) = (run, setting)
    // Products are named by their numbers: a figure's name stands in its script, which holds no text from data.
    return run.experiment.products.indices.flatMap { product in
      let name = names[product].singleLineText
      let pages = (run.sensors.count + SitesFigure.perPage - 1) / SitesFigure.perPage
      return [
        FigureEntry(
          name: "sites-\(product + 1)",
          sentence: "\(name) against single stations: the best, the middle and the worst by R.",
          isStandard: product == 0
        ) { request throws(Failure) in
          let ranked = request.desk.ranked(product: product)
          let which =
            ranked.count > SitesFigure.chosen
            ? ", the three best, middle and worst by R" : ", from the best to the worst R"
          return try SitesFigure(request.desk, product: product, sensors: SitesFigure.choice(ranked))
            .figure(name: request.name, which: which, setting: setting)
        },
        FigureEntry(
          name: "sites-\(product + 1)-all",
          sentence:
            "\(name) against single stations: all of them from the best to the worst R, \(SitesFigure.perPage) a page.",
          family: pages
        ) { request throws(Failure) in
          let ranked = request.desk.ranked(product: product)
          let page = ranked.dropFirst((request.number - 1) * SitesFigure.perPage).prefix(SitesFigure.perPage)
          return try SitesFigure(request.desk, product: product, sensors: Array(page))
            .figure(
              name: request.name, which: ", from the best to the worst R, page \(request.number)",
              setting: setting)
        },
      ]
    }
  }

  private func series() -> [FigureEntry] {
    let (run, setting) = (run, setting)
    return [
      FigureEntry(
        name: "series",
        sentence: "Time series at the station in the middle by R of the first product, a panel a product.",
        isStandard: true
      ) { request throws(Failure) in
        for product in run.experiment.products.indices {
          let ranked = request.desk.ranked(product: product)
          guard !ranked.isEmpty else { continue }
          return try SeriesFigure(request.desk, sensor: ranked[ranked.count / 2])
            .figure(name: request.name, setting: setting)
        }
        return nil
      },
      FigureEntry(
        name: "series", sentence: "Time series at a sensor, by its place in the tables, a panel a product.",
        family: run.sensors.count, reason: "there are no pairs at this sensor"
      ) { request throws(Failure) in
        try SeriesFigure(request.desk, sensor: request.number - 1)
          .figure(name: request.name, setting: setting)
      },
    ]
  }

  private func differences() -> [FigureEntry] {
    let setting = setting
    return run.keyMetrics.flatMap { metric -> [FigureEntry] in
      let name = MetricText.fileName(metric)
      let reason = "fewer than two products have a value of \(metric.rawValue) at the same stations"
      return [
        FigureEntry(
          name: "delta-boxes-\(name)",
          sentence:
            "Differences of \(metric.rawValue) between products at the same stations, as boxplots by class.",
          isStandard: isHeadline(metric) && names.count > 1, reason: reason
        ) { request throws(Failure) in
          DifferenceFigures(request.desk, metric: metric)?.boxes(name: request.name, setting: setting)
        },
        FigureEntry(
          name: "delta-map-\(name)",
          sentence: "Differences of \(metric.rawValue) between products at the same stations, as maps.",
          isStandard: metric == .ubRMSE && names.count > 1, reason: reason
        ) { request throws(Failure) in
          DifferenceFigures(request.desk, metric: metric)?.map(name: request.name, setting: setting)
        },
      ]
    }
  }

  private func skill() -> [FigureEntry] {
    let (run, setting) = (run, setting)
    let few = "has pairs at \(SpatialSkill.minimumStations) stations"
    return [Metric.r, .rmse, .ubRMSE].map { metric in
      FigureEntry(
        name: "dekads-\(MetricText.fileName(metric))",
        sentence:
          "\(metric.rawValue) over the stations in each dekad of the year, as boxplots over the years.",
        isStandard: isHeadline(metric), reason: "no dekad \(few)"
      ) { request throws(Failure) in
        try request.desk.digest().flatMap {
          SkillFigures(run, digest: $0).dekads(name: request.name, metric: metric, setting: setting)
        }
      }
    } + [
      FigureEntry(
        name: "years", sentence: "R, RMSE and ubRMSE over the stations in each year, a line a product.",
        isStandard: true, reason: "no year \(few)"
      ) { request throws(Failure) in
        try request.desk.digest().flatMap {
          SkillFigures(run, digest: $0).years(name: request.name, setting: setting)
        }
      }
    ]
  }
}

extension String {
  /// The text on one line without control characters, for a list on a terminal.
  fileprivate var singleLineText: String { PlainText.line(self) }
}
