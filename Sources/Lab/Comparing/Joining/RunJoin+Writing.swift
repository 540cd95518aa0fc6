public import Files
public import Foundation

extension RunJoin {
  /// Writes `comparisons.csv` into a folder that is being made.
  /// - Throws: `Failure` (data) where it cannot be written.
  public func write(_ table: ComparisonTable, into folder: RunFolder) throws(Failure) {
    try ComparisonsFile.write(table, to: folder.file("comparisons.csv"))
  }

  /// The runs' manifests, as inputs of a manifest of our own.
  var inputs: [Plan.Input] {
    folders.map { folder in
      let path = folder + "/" + RunFolder.completionMark
      return Plan.Input(
        role: "run", name: Paths.name(of: Paths.absolute(folder)) + "/" + RunFolder.completionMark, path: path
      )
    }
  }
}

extension Manifest {
  /// Writes the manifest of a comparison of runs, whose inputs are their manifests: they name everything else.
  /// - Throws: `Failure` (data) where a file cannot be read or written.
  public static func seal(
    _ join: RunJoin, in folder: RunFolder, jobs: Int, started: Date
  ) throws(Failure) {
    try seal(
      inputs: join.inputs, experiment: join.experiment, networks: join.networks, remarks: join.remarks,
      in: folder, jobs: jobs, started: started)
  }
}
