internal import Files
internal import Grids
internal import Lab

extension MarkdownReport {
  /// What was read, kept and left out, by stage, product and reason.
  var excluded: String {
    var text = "## What was left out, and why\n\n"
    guard !run.totals.isEmpty else { return text + "The ledger is empty.\n" }
    text +=
      "Within each stage and product, *read* is *kept* plus the reasons. Single sensors are listed in "
      + "[exclusions.csv](exclusions.csv).\n\n"
    var table = MarkdownTable([("Stage", .left), ("Product", .left), ("Item", .left), ("Count", .right)])
    for line in run.totals {
      let isTotal = line.stage != .note && (line.reason == "read" || line.reason == "kept")
      table.append([
        escape(line.stage.rawValue), escape(line.subject.product),
        isTotal ? "*\(line.reason)*" : escape(line.reason), FixedNumber.count(line.count),
      ])
    }
    text += table.text
    text += """

      ISMN quality flags: G good; U unchecked; M missing; C01 below 0 m³ m⁻³; C02 above 0.6 m³ m⁻³; C03 above \
      saturation; D01 soil temperature below 0 °C; D02 air temperature below 0 °C; D03 modelled soil temperature below \
      0 °C; D04 rise without rain; D05 rise without modelled rain; D06 spike; D07 negative jump; D08 positive jump; \
      D09 low plateau; D10 saturated plateau. A sample can carry several.

      """
    return text
  }

  /// How far claims reach.
  var remarks: String {
    guard !run.remarks.isEmpty else { return "" }
    return "## Remarks\n\n" + run.remarks.map { "- \(escape($0))\n" }.joined()
  }

  /// What was wrong in the inputs.
  var problems: String {
    guard !run.problems.isEmpty else { return "" }
    let shown = run.problems.prefix(MarkdownReport.maximumProblems)
    var text = "## Problems in the inputs\n\nNone of them stopped the work.\n\n"
    for problem in shown {
      let line = problem.line.map { ", line \($0)" } ?? ""
      let times = problem.count > 1 ? " (\(FixedNumber.count(problem.count)) times)" : ""
      text += "- \(escape(ReportPath.short(problem.path)))\(line): \(escape(problem.reason))\(times)\n"
    }
    let rest = run.problems.count - shown.count
    if rest > 0 { text += "\nAnd \(plural(rest, "more problem")).\n" }
    return text
  }

  /// Whom to cite.
  var citations: String {
    var text = "## To be cited\n\n"
    if run.networks.isEmpty {
      text += "No network's data entered a score.\n\n"
    } else {
      text += "Networks: \(run.networks.map(escape).joined(separator: ", ")).\n"
      text +=
        "Each has its own references and terms, named in the archive's readme; ISMN data may not be passed on.\n\n"
    }
    text +=
      "- Dorigo, W., et al. (2021): The International Soil Moisture Network: serving Earth system science for over a "
      + "decade. Hydrology and Earth System Sciences, 25, 5749–5804, "
      + "[doi:10.5194/hess-25-5749-2021](https://doi.org/10.5194/hess-25-5749-2021).\n"
    for product in experiment.products {
      for reference in product.description.references {
        text += "- \(escape(product.name)): \(escape(reference))\n"
      }
    }
    return text
  }

  /// What the run folder holds.
  var files: String {
    var text = """
      ## Files

      - [experiment.yml](experiment.yml): the experiment with every default
      - [scores.csv](scores.csv): every score of every sensor, with interval, n, n\\_eff and status
      - [summary.csv](summary.csv): the summaries over stations
      - [exclusions.csv](exclusions.csv): the ledger
      - [matchups.nc](matchups.nc): the pairs
      - [manifest.json](manifest.json): inputs with SHA-256, versions, seed

      """
    if hasExport {
      text +=
        "- [qa4sm.nc](qa4sm.nc): the scores as qa4sm\\_reader opens them (there BIAS is station minus product)\n"
    }
    return text
  }
}
