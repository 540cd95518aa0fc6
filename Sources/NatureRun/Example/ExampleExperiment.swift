/// The experiment that scores the example's products.
enum ExampleExperiment {
  static let text = """
    # Invented stations and products: see archive/Readme.txt.
    name: example
    period: {from: 2015-01-01, to: 2018-02-28}
    stations:
      archive: archive
      depth: [0.0, 0.10]
      depth_rule: enclosed
      flags: [G]
      unit: sensor
    products:
      - name: EX-DAILY
        files: products/daily/*.nc
        description:
          variable: sm
          fill: -9999
          flag: {variable: flag, rule: equals, value: 0}
      - name: EX-OVERPASS
        files: products/overpass/*.nc
        description:
          variable: soil_moisture
          valid: [0.02, 0.5]
          flag: {variable: retrieval_qual_flag, rule: bits-clear, value: 1}
      - name: EX-MODEL
        files: products/model/*.nc
        description:
          variable: sm
    matching: {time: nearest, window: 2h, cell: nearest, distance: 50}
    scaling: [none]
    strata: [all, koppen, season, landcover, network, year]
    metrics: [R, rho, bias, RMSE, ubRMSE, MAE, A.R]
    anomalies: {method: window, days: 35}
    intervals: {level: 0.95, method: effective-n, seed: 1}
    minimum: {pairs: 20}

    """
}
