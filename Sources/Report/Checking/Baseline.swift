public import Files
internal import Foundation
public import Lab

/// Accuracy tables that were accepted: what later runs are held against.
///
/// A baseline is a folder of its own with the tables of the run, its stations and their classes, the resolved
/// experiment and a manifest of the inputs. It holds no sample of any station and may be published.
public enum Baseline {
  /// Where baselines are kept unless told otherwise, seen from the project's root.
  public static let defaultFolder = "reports/baselines"

  /// The folder of a baseline.
  /// - Throws: `Failure` (usage) where the name could leave the folder or hide in it.
  public static func path(of name: String, in folder: String) throws(Failure) -> String {
    let isPlain = name.unicodeScalars.allSatisfy {
      $0.isASCII
        && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_.".unicodeScalars.contains($0))
    }
    guard isPlain, !name.isEmpty, !name.hasPrefix("."), !name.hasPrefix("-"), name.utf8.count <= 100 else {
      throw Failure(
        .usage, "'\(name)' is no name of a baseline",
        advice: "Use letters, digits, '-', '_' and '.', at most 100 of them, a letter or digit first")
    }
    return folder + "/" + name
  }

  /// The folder of a baseline that is there.
  /// - Throws: `Failure` (usage) where there is none of that name.
  public static func existing(_ name: String, in folder: String) throws(Failure) -> String {
    let path = try path(of: name, in: folder)
    guard Paths.exists(path + "/" + RunFolder.completionMark) else {
      throw Failure(
        .usage, "there is no baseline '\(name)'", path: folder,
        advice: "Store one: lab accept RUN --name \(name), or name its folder with --baselines")
    }
    return path
  }

  /// Stores a run's accuracy table, whole or not at all.
  /// - Returns: the baseline's folder.
  /// - Throws: `Failure` (usage) where the baseline is there and is not to be replaced; `Failure` (data) where the
  ///   run's tables are not those of its manifest, or the folder cannot be written.
  public static func accept(
    _ run: FinishedRun, name: String, in baselines: String, overwrite: Bool
  ) throws(Failure) -> String {
    let path = try path(of: name, in: baselines)
    let source = StoredAccuracy(of: run)
    for table in StoredAccuracy.tables {
      let digest = try Digest(ofFile: run.folder + "/" + table)
      guard run.manifest.outputs.contains(where: { $0.name == table && $0.sha256 == digest.sha256 }) else {
        throw Failure(
          .data, "is not the file the run wrote", path: run.folder + "/" + table, advice: "Make the run again"
        )
      }
    }
    if !overwrite, Paths.exists(path + "/" + RunFolder.completionMark) {
      throw Failure(
        .usage, "there is a baseline of that name", path: path,
        advice: "Choose another --name, or pass --overwrite")
    }
    let folder = try RunFolder(path: path, overwrite: overwrite)
    for table in StoredAccuracy.tables { try copy(run.folder + "/" + table, to: folder.file(table)) }
    try source.writeStations(to: folder.file(StoredAccuracy.stationFile))
    var manifest = run.manifest
    manifest.outputs = []
    for file in try folder.contents() {
      manifest.outputs.append(
        Manifest.Entry(role: "output", name: file, digest: try Digest(ofFile: folder.file(file))))
    }
    // A baseline is published: it says nothing of the machine it was made on.
    manifest.run.experiment = Paths.name(of: manifest.run.experiment)
    manifest.run.folder = ""
    try manifest.write(to: folder.file(RunFolder.completionMark))
    try folder.publish()
    return path
  }

  private static func copy(_ source: String, to target: String) throws(Failure) {
    let temporary = AtomicFile.temporaryName(for: target)
    do { try FileManager.default.copyItem(atPath: source, toPath: temporary) } catch {
      throw Failure(.data, "cannot be copied into the baseline", path: source)
    }
    try AtomicFile.commit(temporary: temporary, to: target)
  }
}
