import ArgumentParser
import Files
import Foundation
import Lab
import Products
import Report

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Says what an archive, a product file or an experiment holds, reading it wholly.",
    discussion: """
      PATH is a station archive (ISMN folder or zip), a station list (.csv), a netCDF file, a folder of netCDF \
      files, or an experiment (.yml). Of an experiment it is a dry run: how many pairs to expect per product, class and season, which \
      stations are out of reach or without accepted samples, and which catalogue entries nobody has verified.
      """)

  @Argument(help: "What to look at.")
  var path: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    guard Paths.exists(path) else { throw Failure(.data, "there is nothing at this path", path: path) }
    var progress = ProgressLine(isQuiet: common.quiet)
    let update: Validation.Progress = { done, total, what in
      progress.update(done: done, total: total, what: what)
    }
    switch try InspectionSubject(path) {
    case .experiment:
      let plan = try Plan(try Experiment.read(path: path), jobs: common.threads, progress: update)
      let inspection = try ExperimentInspection(plan, jobs: common.threads, progress: update)
      progress.clear()
      try show(inspection, lines: inspection.lines)
    case .archive:
      let inspection = try ArchiveInspection(path: path, jobs: common.threads, progress: update)
      progress.clear()
      try show(inspection, lines: inspection.lines)
    case .products(let files):
      var inspections: [ProductInspection] = []
      for (index, file) in files.enumerated() {
        inspections.append(try ProductInspection.inspect(path: file))
        progress.update(done: index + 1, total: files.count, what: "files")
      }
      progress.clear()
      try show(inspections, lines: Array(inspections.map(\.lines).joined(separator: [""])))
    }
  }

  private func show(_ inspection: some Encodable, lines: [String]) throws {
    guard common.json else {
      Terminal.output(lines.joined(separator: "\n"))
      return
    }
    Terminal.output(try JSONText.text(inspection))
  }
}

/// What kind of thing a path leads to.
enum InspectionSubject {
  case experiment
  case archive
  case products([String])

  /// Looks at the name, the first bytes of a file, or the files of a folder.
  /// - Throws: `Failure` (data) where it is none of the three.
  init(_ path: String) throws(Failure) {
    let name = path.lowercased()
    if name.hasSuffix(".yml") || name.hasSuffix(".yaml") {
      self = .experiment
    } else if Paths.isFolder(path) {
      let files = ["nc", "nc4", "h5", "hdf5"].flatMap { Paths.glob(path + "/*." + $0) }
      self = files.isEmpty ? .archive : .products(files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    } else if ["nc", "nc4", "h5", "hdf5", "cdf"].contains(where: { name.hasSuffix("." + $0) }) {
      self = .products([path])
    } else {
      // Everything else is a zip or a station list, or refused by the archive's reader with what was found.
      self = .archive
    }
  }
}
