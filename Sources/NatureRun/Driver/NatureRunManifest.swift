public import Files
public import Foundation

/// `manifest.json` of a nature run: what was written, with fingerprints; written last, so that its presence marks a
/// finished run.
///
/// Only its `run` section differs between runs of the same settings by the same program.
public struct NatureRunManifest: Codable, Sendable {
  /// A file with its fingerprint.
  public struct Entry: Codable, Sendable {
    /// `output`.
    public var role: String
    /// The name relative to the run's folder.
    public var name: String
    /// The size in bytes.
    public var bytes: Int
    /// The SHA-256 in hexadecimal.
    public var sha256: String
  }

  /// What may differ between identical runs.
  public struct Run: Codable, Sendable {
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
  /// The seed everything random was drawn from.
  public var seed: UInt64
  /// What was written, the manifest aside, in byte order of the names.
  public var outputs: [Entry]
  /// The libraries and their versions.
  public var libraries: [String: String]
  /// The processor's instruction set that numbers were made with.
  public var cpuKernel: String
  /// What may differ between identical runs.
  public var run: Run

  /// Fingerprints what a run folder holds and writes the manifest: the run is whole, but not yet in its place.
  /// - Throws: `Failure` (data) where a file cannot be read or written.
  public static func seal(
    _ folder: RunFolder, seed: UInt64, jobs: Int, started: Date
  ) throws(Failure) -> NatureRunManifest {
    let names = try folder.contents()
    let paths = names.map { folder.file($0) }
    var entries: [Entry] = []
    try OrderedWork.run(count: names.count, jobs: jobs) { index throws(Failure) in
      try Digest(ofFile: paths[index])
    } deliver: { index, digest throws(Failure) in
      entries.append(
        Entry(role: "output", name: names[index], bytes: digest.byteCount, sha256: digest.sha256))
    }
    let manifest = NatureRunManifest(
      lab: LabVersion.text, seed: seed, outputs: entries, libraries: LibraryVersions.all,
      cpuKernel: LibraryVersions.cpuKernel,
      run: Run(
        folder: Paths.absolute(folder.path), started: started.ISO8601Format(),
        seconds: Date().timeIntervalSince(started), jobs: jobs))
    try AtomicFile.flush(filesystemOf: folder.file(""))
    try manifest.write(to: folder.file(RunFolder.completionMark))
    return manifest
  }

  private func write(to path: String) throws(Failure) {
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

extension NatureRunManifest {
  /// Reads a finished run's manifest.
  /// - Throws: `Failure` (data) where the folder holds none, or it is damaged.
  public init(reading folder: String) throws(Failure) {
    let path = folder + "/" + RunFolder.completionMark
    let text = try Paths.text(of: path)
    do {
      self = try JSONDecoder().decode(NatureRunManifest.self, from: Data(text.utf8))
    } catch {
      throw Failure(.data, "is not the manifest of a nature run", path: path)
    }
  }
}
