public import Files
public import Foundation
internal import Products

/// `manifest.json`: what the run was made from; written last, so that its presence marks a finished run.
///
/// Only its `run` section may hold facts that differ between identical runs (paths, dates, jobs, times taken).
public struct Manifest: Codable, Sendable {
  /// A file with its fingerprint.
  public struct Entry: Codable, Sendable {
    /// `experiment`, `stations`, a product's name or `output`.
    public var role: String
    /// The name relative to the experiment's folder, or to the run folder for outputs.
    public var name: String
    /// The size in bytes.
    public var bytes: Int
    /// The SHA-256 in hexadecimal.
    public var sha256: String

    /// Names a file's role and fingerprint.
    public init(role: String, name: String, digest: Digest) {
      self.role = role
      self.name = name
      bytes = digest.byteCount
      sha256 = digest.sha256
    }
  }

  /// What may differ between identical runs.
  public struct Run: Codable, Sendable {
    /// The experiment's absolute path.
    public var experiment: String
    /// The run folder's absolute path.
    public var folder: String
    /// When the run began, ISO 8601, UTC.
    public var started: String
    /// How long it took.
    public var seconds: Double
    /// The threads it used.
    public var jobs: Int
  }

  /// The version of the program.
  public var lab: String
  /// The seed of the bootstrap.
  public var seed: UInt64
  /// What was read.
  public var inputs: [Entry]
  /// What was written, the manifest aside.
  public var outputs: [Entry]
  /// The libraries and their versions.
  public var libraries: [String: String]
  /// The processor's instruction set that numbers were made with.
  public var cpuKernel: String
  /// The networks whose data were used, to be cited.
  public var networks: [String]
  /// The catalogue entry each product's description came from, by the product's name.
  public var catalogue: [String: String]
  /// Notes on how far a claim reaches (`RunResult.remarks`).
  public var remarks: [String]
  /// What may differ between identical runs.
  public var run: Run

  /// Fingerprints inputs and outputs and writes the manifest: the run is finished.
  /// - Throws: `Failure` (data) where a file cannot be read or written.
  public static func seal(
    _ plan: Plan, _ result: RunResult, in folder: RunFolder, jobs: Int, started: Date
  ) throws(Failure) {
    try seal(
      inputs: plan.inputs, experiment: plan.experiment, networks: result.networks, remarks: result.remarks,
      in: folder, jobs: jobs, started: started)
  }

  /// As the public one, for anything that is made of inputs by an experiment.
  static func seal(
    inputs: [Plan.Input], experiment: Experiment, networks: [String], remarks: [String],
    in folder: RunFolder, jobs: Int, started: Date
  ) throws(Failure) {
    let outputs = try folder.contents()
    let files =
      inputs.map { (role: $0.role, name: $0.name, path: $0.path) }
      + outputs.map { (role: "output", name: $0, path: folder.file($0)) }
    var entries: [Entry] = []
    try OrderedWork.run(count: files.count, jobs: jobs) { index throws(Failure) in
      try Digest(ofFile: files[index].path)
    } deliver: { index, digest throws(Failure) in
      let file = files[index]
      entries.append(Entry(role: file.role, name: file.name, digest: digest))
    }
    let manifest = Manifest(
      lab: LabVersion.text, seed: experiment.intervals.seed,
      inputs: Array(entries[..<inputs.count]), outputs: Array(entries[inputs.count...]),
      libraries: LibraryVersions.all, cpuKernel: LibraryVersions.cpuKernel, networks: networks,
      catalogue: Dictionary(
        experiment.products.compactMap { product in product.catalogueEntry.map { (product.name, $0) } },
        uniquingKeysWith: { first, _ in first }),
      remarks: remarks,
      run: Run(
        experiment: Paths.absolute(experiment.path), folder: Paths.absolute(folder.path),
        started: started.ISO8601Format(), seconds: Date().timeIntervalSince(started), jobs: jobs))
    try manifest.write(to: folder.file(RunFolder.completionMark))
  }

  /// Writes the manifest.
  /// - Throws: `Failure` (data) where the file cannot be written.
  public func write(to path: String) throws(Failure) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let text: String
    do {
      text = String(decoding: try encoder.encode(self), as: UTF8.self)
    } catch {
      throw Failure(.internalFault, "the manifest cannot be encoded (\(error))", path: path)
    }
    try AtomicFile.write(text + "\n", to: path)
  }
}
