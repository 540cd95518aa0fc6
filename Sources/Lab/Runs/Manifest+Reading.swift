public import Files
internal import Foundation

extension Manifest {
  /// Reads the manifest of a finished run's folder.
  /// - Throws: `Failure` (usage) where there is no finished run, `Failure` (data) where its manifest is damaged or
  ///   of another version of lab.
  public init(reading folder: String) throws(Failure) {
    let path = folder + "/" + RunFolder.completionMark
    guard Paths.isFolder(folder), Paths.exists(path) else {
      throw Failure(
        .usage, "is no finished run: there is no \(RunFolder.completionMark)", path: folder,
        advice: "Make one: lab validate EXPERIMENT --out \(folder)")
    }
    let text = try Paths.text(of: path, limit: 256 << 20, kind: .data)
    do {
      self = try JSONDecoder().decode(Manifest.self, from: Data(text.utf8))
    } catch DecodingError.keyNotFound(let key, _) {
      throw Failure(
        .data, "has no '\(key.stringValue)'", path: path,
        advice: "The run was made by another version of lab, or this is no run: make it again")
    } catch {
      throw Failure(.data, "is not the manifest of a run", path: path, advice: "Make the run again")
    }
  }

  /// Checks that everything the run wrote is still there in its size.
  /// - Throws: `Failure` (data) naming the first file that is not.
  public func checkOutputs(in folder: String) throws(Failure) {
    for output in outputs {
      let path = folder + "/" + output.name
      let leaves = output.name.split(separator: "/", omittingEmptySubsequences: false)
      guard !leaves.contains(where: { $0.isEmpty || $0 == ".." }) else {
        throw Failure(
          .data, "names an output outside the run: '\(output.name)'",
          path: folder + "/" + RunFolder.completionMark)
      }
      let size =
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)?.intValue
      guard let size else {
        throw Failure(.data, "is missing from the run", path: path, advice: "Make the run again")
      }
      guard size == output.bytes else {
        throw Failure(
          .data, "has \(size) bytes; the run wrote \(output.bytes)", path: path,
          advice: "The file was changed or cut short: make the run again")
      }
    }
  }

  /// Checks that the tables and pairs of a run are those it wrote, byte by byte.
  ///
  /// One that somebody edited would be a wrong number in silence; pictures and texts are only looked at.
  /// - Throws: `Failure` (data) naming the first file that is another, or cannot be read.
  public func checkTables(in folder: String) throws(Failure) {
    for output in outputs
    where !output.name.contains("/") && [".csv", ".nc", ".yml"].contains(where: output.name.hasSuffix) {
      let path = folder + "/" + output.name
      guard try Digest(ofFile: path).sha256 == output.sha256 else {
        throw Failure(
          .data, "is not what the run wrote: its SHA-256 is another", path: path,
          advice: "The file was changed: make the run again")
      }
    }
  }
}

extension LedgerTotals {
  /// Adds the lines of a run's `exclusions.csv`.
  /// - Throws: `Failure` (data) where it is not one.
  mutating func read(_ path: String) throws(Failure) {
    try RunTable(path: path).forEachRow(columns: ["stage", "product", "reason", "count"]) {
      row throws(Failure) in
      add(
        LedgerLine(
          stage: try row.word("stage"), subject: LedgerSubject(product: row.text("product")),
          reason: row.text("reason"), count: try row.count("count")))
    }
  }
}
