internal import Files
internal import Grids
internal import Lab

extension MarkdownReport {
  /// Where data and software come from, and whom to cite.
  var statement: String {
    var text =
      "## Data and software\n\nThe numbers were made with lab \(escape(LabVersion.text)) "
      + "([experiment.yml](experiment.yml); inputs and versions in [manifest.json](manifest.json), by SHA-256): "
      + "`lab validate` with that experiment and those inputs writes the same bytes. Any score can be recomputed with "
      + "other programs from the pairs (`lab export-pairs`).\n\n"
    if let reference = experiment.reference {
      let cited = reference.source.description.references.map(escape).joined(separator: "; ")
      text += "To be cited. The reference \(escape(reference.name))\(cited.isEmpty ? "" : ": " + cited).\n\n"
      return text + productReferences
    }
    text += "To be cited. "
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
    return text + productReferences
  }

  /// What the products' descriptions ask to be cited.
  private var productReferences: String {
    experiment.products.flatMap { product in
      product.description.references.map { "- \(escape(product.name)): \(escape($0))\n" }
    }.joined()
  }

  /// What the run folder holds.
  var files: String {
    var text = """
      ## Files

      - [experiment.yml](experiment.yml): the experiment with every default
      - [scores.csv](scores.csv): every score of every \(ground("sensor")), with interval, n, n\\_eff and status
      - [summary.csv](summary.csv): the summaries over \(ground("stations"))
      \(run.comparisons.rows.isEmpty ? "" : "- [comparisons.csv](comparisons.csv): the comparisons\n")\
      \(run.verdicts.isEmpty ? "" : "- [verdicts.csv](verdicts.csv): the products against requirements\n")\
      \(run.triple.summary.isEmpty ? "" : "- [triple.csv](triple.csv): triple collocation\n")\
      - [exclusions.csv](exclusions.csv): the ledger
      - [matchups.nc](matchups.nc): the pairs
      - [manifest.json](manifest.json): inputs with SHA-256, versions, seed

      """
    if hasExport {
      text +=
        "- [qa4sm.nc](qa4sm.nc): the scores as qa4sm\\_reader opens them (there BIAS is \(ground.name == nil ? "station" : "reference") minus product)\n"
    }
    return text
  }
}
