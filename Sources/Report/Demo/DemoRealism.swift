internal import Files
internal import Lab
internal import Statistics

/// What the synthetic world's products should score near at its sparse stations.
enum DemoRealism {
  /// The printed scores of the products a run has; the tolerances are those the world was made for.
  ///
  /// AMSR2 stands beside SGD-SM 2.0's "original" row (124 sites), SMAP beside RSSSM's row of SMAP_E.
  static func lines(for products: [String]) throws(Failure) -> [PublishedComparison.Line] {
    let scores = try PublishedScore.all()
    let wanted: [(product: String, metric: Metric, name: String, table: String, tolerance: Double)] = [
      ("AMSR2", .r, "Original (AMSR-E/WindSat/AMSR2 LPRM)", "Table 1", 0.08),
      ("AMSR2", .rmse, "Original (AMSR-E/WindSat/AMSR2 LPRM)", "Table 1", 0.015),
      ("AMSR2", .ubRMSE, "Original (AMSR-E/WindSat/AMSR2 LPRM)", "Table 1", 0.012),
      ("SMAP", .r, "SMAP_E", "Table 3", 0.08),
      ("SMAP", .ubRMSE, "SMAP_E", "Table 3", 0.012),
    ]
    return wanted.compactMap { item in
      guard let product = products.first(where: { $0.hasPrefix(item.product) }),
        let published = PublishedScore.find(item.metric, of: item.name, table: item.table, in: scores)
      else { return nil }
      return PublishedComparison.Line(product: product, published: published, tolerance: item.tolerance)
    }
  }
}
