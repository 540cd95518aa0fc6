import Files
import Foundation
import Statistics
import Testing

@testable import Lab
@testable import Report

/// Whole reports written into temporary folders.
@Suite struct ReportTests {
  /// Whether this machine has gnuplot.
  static let hasGnuplot =
    ["/usr/bin/gnuplot", "/usr/local/bin/gnuplot", "/opt/homebrew/bin/gnuplot"].contains {
      FileManager.default.fileExists(atPath: $0)
    }

  private func write(
    _ run: RunResult, jobs: Int = 2, draws: Bool
  ) async throws -> (outcome: ReportOutcome, files: [String: Data]) {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("report-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = try RunFolder(path: path, overwrite: false)
    let outcome = try await ReportWriter.write(run, into: folder, jobs: jobs, drawsFigures: draws)
    try folder.publish()
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path) where !name.hasSuffix(".lock") {
      files[name] = FileManager.default.contents(atPath: path + "/" + name)
    }
    return (outcome, files)
  }

  private func report(_ files: [String: Data]) throws -> String {
    String(decoding: try #require(files["report.md"]), as: UTF8.self)
  }

  @Test(.enabled(if: hasGnuplot)) func everyFigureIsDrawnAndTheSameTwice() async throws {
    let run = try SyntheticRun(stations: 18).result()
    let (outcome, first) = try await write(run, jobs: 1, draws: true)
    let (_, second) = try await write(run, jobs: 3, draws: true)
    #expect(outcome.figures.count == 11)
    #expect(outcome.figures.allSatisfy { $0.status == .drawn })
    #expect(outcome.warnings.isEmpty)
    #expect(outcome.gnuplotVersion?.hasPrefix("gnuplot ") == true)
    for figure in outcome.figures {
      for ending in ["gp", "dat", "svg", "png"] {
        #expect((first["figures/\(figure.name).\(ending)"]?.count ?? 0) > 100)
      }
    }
    #expect(!first.keys.contains { $0.hasSuffix(".partial") })
    #expect(first.keys.sorted() == second.keys.sorted())
    for (name, bytes) in first { #expect(second[name] == bytes, "\(name)") }
  }

  @Test(.enabled(if: hasGnuplot)) func hostileNamesAreDrawnAsText() async throws {
    var synthetic = HostileNames.run
    synthetic.minimumStations = 1
    let (outcome, files) = try await write(try synthetic.result(), draws: true)
    #expect(outcome.figures.allSatisfy { $0.status == .drawn }, "\(outcome.warnings)")
    #expect(!files.keys.contains { $0.contains("pwned") })
    let map = String(decoding: try #require(files["figures/map.svg"]), as: UTF8.self)
    #expect(map.contains("&lt;script"))
    #expect(!map.contains("<script"))
    #expect(map.contains("`touch pwned`"))
    #expect(map.contains("@x_y^z{/Bold w}"))
    #expect(map.contains("∖∖n∖042"))
  }

  @Test func hostileNamesStayTextInTheReport() async throws {
    let (_, files) = try await write(try HostileNames.run.result(), draws: false)
    let text = try report(files)
    #expect(!text.contains("<script"))
    #expect(!text.contains("](http://evil"))
    #expect(!text.contains("\r"))
    // Every row of a table has the cells of its head: no name has added a column.
    var columns = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("|") else {
        columns = 0
        continue
      }
      let cells = line.replacing("\\\\", with: "").replacing("\\|", with: "").count { $0 == "|" }
      if columns == 0 { columns = cells }
      #expect(cells == columns, "\(line)")
    }
  }

  @Test func hostileNamesStayTextInTheExport() async throws {
    let (_, files) = try await write(try HostileNames.run.result(), draws: false)
    #expect((files["qa4sm.nc"]?.count ?? 0) > 1000)
    let names = QA4SMNames.names(for: HostileNames.run.products)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") } })
  }

  @Test func reportsNameNoMachine() async throws {
    let (_, files) = try await write(try SyntheticRun().result(), draws: false)
    let text = try report(files)
    #expect(!text.contains("/secret"))
    #expect(!text.contains("/tmp"))
    #expect(text.contains("archive.zip/n/s/file0.stm, line 12"))
    #expect(text.contains("And 10 more problems."))
    #expect(text.contains("10.5194/hess-25-5749-2021"))
  }

  /// METHODS §11 row 21: every table cell has its n, a class of fewer than three stations prints a dash.
  @Test func everySummaryRowPrintsItsNumbers() async throws {
    let run = try SyntheticRun(stations: 17).result()
    let text = try report(try await write(run, draws: false).files)
    let koppen = Stratification(factors: [.koppen])
    for row in run.summary.rows
    where row.stratification == koppen
      && ["R", "RMSE", "ubRMSE", "bias", "A.R"].contains(row.metric.rawValue)
    {
      let head = "| \(row.group) | \(MarkdownText.escape(run.experiment.products[row.product].name)) | "
      let tail = " | \(row.stations) | \(FixedNumber.count(row.pairs)) |"
      let line =
        row.status == .ok
        ? head + FixedNumber.text(row.mean) + " | " + FixedNumber.text(row.median) + " | "
        : head + "— | — | —" + tail
      #expect(text.contains(line), "\(line)")
      if row.status == .ok { #expect(text.contains(tail)) }
    }
    #expect(run.summary.rows.contains { $0.status == .tooFew })
  }

  @Test func sensorTablesGiveWayToTheFile() async throws {
    let few = try report(try await write(try SyntheticRun(stations: 50).result(), draws: false).files)
    #expect(few.contains("| Station 50 |"))
    #expect(few.contains("(tooFew)"))
    let many = try report(try await write(try SyntheticRun(stations: 51).result(), draws: false).files)
    #expect(!many.contains("| Station 51 |"))
    #expect(many.contains("51 sensors: see [scores.csv](scores.csv)."))
  }

  @Test func anEmptyRunHasAReportWithoutFigures() async throws {
    let (outcome, files) = try await write(try SyntheticRun(isEmpty: true).result(), draws: true)
    #expect(
      outcome.figures.allSatisfy {
        if case .noData = $0.status { true } else { false }
      })
    #expect(files["qa4sm.nc"] == nil)
    let text = try report(files)
    #expect(text.contains("Nothing was scored."))
    #expect(text.contains("No figure *map*: no scored station has coordinates."))
  }

  @Test func figuresNotAskedForLeaveTheirScripts() async throws {
    let (outcome, files) = try await write(try SyntheticRun(stations: 18).result(), draws: false)
    #expect(outcome.figures.allSatisfy { $0.status == .notDrawn("not asked for") })
    #expect(
      files["figures/map.gp"] != nil && files["figures/map.dat"] != nil && files["figures/map.svg"] == nil)
  }
}
