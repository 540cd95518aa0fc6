/// The experiments that a nature run carries: its observed products at its stations, and against the truth.
struct NatureRunExperiment: Sendable {
  /// One product of the experiments.
  private struct Product {
    /// Its name in tables and figures.
    var name: String
    /// The folder below `observations/`.
    var stack: String
    /// The files, a pattern within the folder.
    var files: String
    /// The value of `description:`.
    var description: String
  }

  /// A product a sensor or model, of several passes and bands the one that papers validate.
  private static let products = [
    Product(name: "AMSR-E LPRM", stack: "lprm-amsre", files: "*_D_*.nc", description: "lprm-amsre-d-c"),
    Product(name: "AMSR2 LPRM", stack: "lprm-amsr2", files: "*_D_*.nc4", description: "lprm-amsr2-d-c1"),
    Product(
      name: "WindSat LPRM", stack: "lprm-windsat", files: "*_NT_*.nc4", description: "lprm-windsat-night-c"),
    Product(name: "TMI LPRM", stack: "lprm-tmi", files: "*_NT_*.nc4", description: "lprm-tmi-night-x"),
    Product(name: "SMOS L3", stack: "smos-l3", files: "*CLF31A*.nc", description: "smos-l3-asc"),
    // Of recommended quality only, as its users take it: retrievals over dense vegetation are left out.
    Product(
      name: "SMAP L3", stack: "smap-l3", files: "*.h5",
      description: "{catalogue: smap-l3-36km-am, flag: {variable: "
        + "Soil_Moisture_Retrieval_Data_AM/retrieval_qual_flag, rule: bits-clear, value: 1}}"),
    Product(
      name: "ASCAT", stack: "ascat-h113", files: "*.nc",
      description:
        "{catalogue: ascat-h113, porosity: {file: ancillary/land_0.05.nc, variable: porosity}}"),
    Product(
      name: "FY-3B", stack: "fy3b-mwri", files: "*.nc",
      description: "{catalogue: fy3b-mwri-d, grid: coordinates}"),
    Product(
      name: "ESA CCI", stack: "esa-cci-combined", files: "*.nc", description: "esa-cci-combined-v08"),
    Product(name: "SMAP L4", stack: "smap-l4", files: "*.h5", description: "smap-l4"),
    Product(name: "ERA5-Land", stack: "era5-land", files: "*.nc", description: "era5-land"),
  ]

  /// The stacks below `observations/` that were written.
  let stacks: [Observatory.Stack]

  /// `experiment.yml`: the products at the sparse networks' sensors of 0–5 cm, which is what papers validate at.
  var stations: String {
    text(
      name: "nature-run",
      about: "The simulated products of this run at its sparse simulated stations.",
      sides: NatureRunExperiment.archive(NetworkStyle.sparse, unit: "sensor"),
      rest: """
        matching: {time: nearest, window: 1h, cell: nearest, distance: 50}
        strata: [all, koppen, season, landcover, network]
        metrics: [R, rho, bias, RMSE, ubRMSE, MAE, A.R]
        compare: {pairs: pairwise, common: day}
        minimum: {pairs: 20}
        """)
  }

  /// `experiment-cores.yml`: the products at the dense networks, whose stations of a cell are averaged.
  var cores: String {
    text(
      name: "nature-run-cores",
      about: "The simulated products of this run at its dense simulated networks, cell by cell.",
      sides: NatureRunExperiment.archive(NetworkStyle.cores, unit: "cell")
        + "\n  upscaling: {share: 0.5, step: 1h}",
      rest: """
        matching: {time: nearest, window: 1h, cell: nearest, distance: 50}
        strata: [all, network, season]
        metrics: [R, bias, RMSE, ubRMSE, A.R]
        compare: {pairs: pairwise, common: day}
        minimum: {pairs: 20}
        """)
  }

  /// `experiment-dekads.yml`: means of ten days at the same sensors, as RSSSM's tables have them.
  var dekads: String {
    text(
      name: "nature-run-dekads",
      about: "The simulated products of this run at its sparse simulated stations, means over dekads.",
      sides: NatureRunExperiment.archive(NetworkStyle.sparse, unit: "sensor"),
      rest: """
        matching: {time: dekad, completeness: {days: 3}, cell: nearest, distance: 50}
        strata: [all, koppen, landcover, network]
        metrics: [R, bias, RMSE, ubRMSE]
        compare: {pairs: pairwise, common: window}
        minimum: {pairs: 12}
        """)
  }

  /// Good samples of some networks' sensors of 0–5 cm; two inches count as 5 cm.
  private static func archive(_ networks: [NetworkStyle], unit: String) -> String {
    """
    stations:
      archive: stations/ismn
      networks: [\(networks.map(\.name.plain).joined(separator: ", "))]
      depth: [0.0, 0.051]
      depth_rule: enclosed
      flags: [G]
      unit: \(unit)
    """
  }

  /// `experiment-truth.yml`: the same products in every cell of 0.25° against the truth of that UTC day.
  var truth: String {
    text(
      name: "nature-run-truth",
      about:
        "The simulated products of this run against its truth: daily means at 0-5 cm, stamped at noon UTC.",
      sides: """
        reference:
          name: truth
          cells: 400
          files: truth/states_0.25_*.nc
          description: {variable: sm_0_5, time: file}
        """,
      rest: """
        matching: {time: nearest, window: 12h, cell: nearest, distance: 50}
        strata: [all, season]
        metrics: [R, bias, RMSE, ubRMSE, A.R]
        compare: {pairs: none}
        minimum: {pairs: 20}
        """)
  }

  private func text(name: String, about: String, sides: String, rest: String) -> String {
    let folders = Set(stacks.map(\.folder))
    let products = NatureRunExperiment.products.filter { folders.contains($0.stack) }
    var text = "# \(about)\nname: \(name)\n\(sides)\nproducts:\n"
    for product in products {
      text += """
          - name: \(product.name)
            description: \(product.description)
            files: observations/\(product.stack)/\(product.files)

        """
    }
    return text + rest + "\nanomalies: {method: window, days: 35}\n"
      + "intervals: {level: 0.95, method: effective-n, seed: 1}\n"
  }
}
