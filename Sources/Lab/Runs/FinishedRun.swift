public import Files
internal import Grids

/// A run read back from its folder: what the report was drawn from, and the pairs behind it.
///
/// Read are `manifest.json`, `experiment.yml`, `scores.csv`, `summary.csv`, `comparisons.csv`, `verdicts.csv`,
/// `exclusions.csv` and `matchups.nc`. What was wrong in the inputs (`RunResult.problems`) is in no file and stays
/// empty. Nothing of the inputs is needed.
public struct FinishedRun: Sendable {
  /// The run's folder.
  public let folder: String
  /// What the run knew when it was done.
  public let result: RunResult
  /// What the run was made from.
  public let manifest: Manifest
  /// The match-ups.
  public let pairs: RunPairs
  /// The rain at the stations; nil where none has a gauge.
  public let rain: RunRain?

  /// Reads a run's folder.
  ///
  /// The files' sizes must be those of the manifest, and so must the fingerprints of the tables and pairs.
  /// - Throws: `Failure` (usage) where there is no finished run; `Failure` (data) where a file of it is missing, has
  ///   another size or does not say what it should.
  public init(reading folder: String) throws(Failure) {
    self.folder = folder
    let manifest = try Manifest(reading: folder)
    try manifest.checkOutputs(in: folder)
    try manifest.checkTables(in: folder)
    self.manifest = manifest
    func path(_ name: String) -> String { folder + "/" + name }

    let experiment = try FinishedRun.experiment(path("experiment.yml"), manifest)
    let file = try NetCDFFile(reading: path("matchups.nc"))
    let series = try RunSensors(file, experiment: experiment)
    pairs = try RunPairs(file, sensors: series.sensors.count, products: experiment.products.count)
    rain = try RunRain(reading: path("rain.nc"))
    var scores = RunScores(sensors: series.sensors, experiment: experiment)
    try scores.read(path("scores.csv"))
    var totals = LedgerTotals()
    try totals.read(path("exclusions.csv"))
    var summary = Summary(
      of: scores.table, sensors: series.sensors, placements: series.placements, experiment: experiment)
    try SummaryFile.read(path("summary.csv"), into: &summary, experiment: experiment)
    result = RunResult(
      experiment: experiment, sensors: series.sensors, placements: series.placements,
      memberSpreads: series.memberSpreads, table: scores.table, summary: summary,
      comparisons: try ComparisonsFile.read(path("comparisons.csv"), strata: experiment.strata),
      triple: experiment.triple.isEmpty
        ? TripleTable()
        : try TripleFile.read(path("triple.csv"), sensors: series.sensors, experiment: experiment),
      verdicts: try VerdictsFile.read(path("verdicts.csv"), strata: experiment.strata),
      totals: totals.lines, problems: [], remarks: manifest.remarks, networks: manifest.networks)
  }

  /// The resolved experiment with what only the manifest knows: its own place and the catalogue's entries.
  private static func experiment(_ path: String, _ manifest: Manifest) throws(Failure) -> Experiment {
    var experiment: Experiment
    do throws(Failure) { experiment = try Experiment.read(path: path) } catch {
      // It was made by a run, so it is the file that is wrong, not its writer.
      var failure = error
      failure.kind = .data
      throw failure
    }
    experiment.path = manifest.run.experiment
    for index in experiment.products.indices {
      experiment.products[index].description.name = manifest.catalogue[experiment.products[index].name]
    }
    return experiment
  }
}
