internal import Files
internal import Lab
internal import Statistics

/// What the synthetic world's products should score near at its sparse stations.
enum DemoRealism {
  /// The printed scores of the products an experiment has, where it compares what the papers compared; the tolerances are
  /// those the world was made for.
  ///
  /// Single overpasses of AMSR2 stand beside SGD-SM 2.0's "original" row (124 sites), SMAP's means over dekads beside
  /// RSSSM's row of SMAP_E, which are means over dekads too. Nothing is printed against a truth, or for means of stations.
  static func lines(for experiment: Experiment) throws(Failure) -> [PublishedComparison.Line] {
    guard experiment.reference == nil, experiment.stations.unit == .sensor else { return [] }
    let scores = try PublishedScore.all()
    let wanted: [(product: String, metric: Metric, name: String, table: String, tolerance: Double)]
    switch experiment.matching.rule {
    case .nearest:
      let original = "Original (AMSR-E/WindSat/AMSR2 LPRM)"
      wanted = [
        ("AMSR2 LPRM", .r, original, "Table 1", 0.08), ("AMSR2 LPRM", .rmse, original, "Table 1", 0.015),
        ("AMSR2 LPRM", .ubRMSE, original, "Table 1", 0.012),
      ]
    case .dekad:
      wanted = [
        ("SMAP L3", .r, "SMAP_E", "Table 3", 0.08), ("SMAP L3", .ubRMSE, "SMAP_E", "Table 3", 0.012),
      ]
    default: wanted = []
    }
    return wanted.compactMap { item in
      guard experiment.products.contains(where: { $0.name == item.product }),
        let published = PublishedScore.find(item.metric, of: item.name, table: item.table, in: scores)
      else { return nil }
      return PublishedComparison.Line(product: item.product, published: published, tolerance: item.tolerance)
    }
  }
}
