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
    _ run: RunResult, jobs: Int = 2, draws: Bool, formats: [FigureFormat] = FigureFormat.standard
  ) async throws -> (outcome: ReportOutcome, files: [String: Data]) {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("report-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = try RunFolder(path: path, overwrite: false)
    let outcome = try await ReportWriter.write(
      run, into: folder, jobs: jobs, drawsFigures: draws, formats: formats)
    try folder.publish()
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path) where !name.hasSuffix(".lock") {
      files[name] = FileManager.default.contents(atPath: path + "/" + name)
    }
    return (outcome, files)
  }

  /// Whether nothing failed: what is missing is what needs pairs.
  private func isDrawnOrWithoutPairs(_ outcome: ReportOutcome) -> Bool {
    outcome.figures.allSatisfy { figure in
      if case .notDrawn = figure.status { false } else { true }
    }
  }

  private func report(_ files: [String: Data]) throws -> String {
    String(decoding: try #require(files["report.md"]), as: UTF8.self)
  }

  @Test(.enabled(if: hasGnuplot)) func everyFigureIsDrawnAndTheSameTwice() async throws {
    let run = try SyntheticRun(stations: 18).result()
    let (outcome, first) = try await write(run, jobs: 1, draws: true)
    let (_, second) = try await write(run, jobs: 3, draws: true)
    // Of the tables: three maps, ten boxplots, three of differences; the pairs are not at hand.
    let drawn = outcome.figures.filter { $0.status == .drawn }
    #expect(outcome.figures.count == 26 && drawn.count == 16)
    #expect(isDrawnOrWithoutPairs(outcome))
    #expect(outcome.warnings.isEmpty)
    #expect(outcome.gnuplotVersion?.hasPrefix("gnuplot ") == true)
    for figure in drawn {
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
    let (outcome, files) = try await write(try synthetic.result(), draws: true, formats: [.svg])
    #expect(isDrawnOrWithoutPairs(outcome), "\(outcome.warnings)")
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
        ? head + FixedNumber.text(row.mean) + " | — | " + FixedNumber.text(row.median) + " | "
        : head + "— | — | — | — | \(row.networks)" + tail
      #expect(text.contains(line), "\(line)")
      if row.status == .ok { #expect(text.contains(tail)) }
    }
    #expect(run.summary.rows.contains { $0.status == .tooFew })
  }

  private func flagged() -> SyntheticRun {
    var synthetic = SyntheticRun(stations: 9, classes: ["BSk"])
    synthetic.strata = [StratumKind.all, .flag, .flagCommon, .distance, .cellStations].map {
      Stratification(factors: [$0])
    }
    synthetic.metrics = ["R", "ubRMSE", "ubRMSE_corr", "bias"]
    synthetic.uncertainty = 0.0361
    synthetic.tellsFilled = true
    return synthetic
  }

  @Test func filledAndObservedValuesStandApartWithTheirNumbers() async throws {
    let run = try flagged().result()
    let text = try report(try await write(run, draws: false).files)
    let flag = try #require(text.components(separatedBy: "### By product flag\n").last)
    #expect(
      flag.contains(
        "- ERA5-Land: *observed* (gap\\|mask is 1), *filled &lt;late&gt;* (gap\\|mask is 0 or 2)\n"
          + "- SMAP L3: does not tell\n"))
    let common = try #require(text.components(separatedBy: "### By product flag at common sensors\n").last)
    #expect(common.contains("Only sensors with a value in each of a product's groups enter"))
    for (stratum, part, observed) in [(StratumKind.flag, flag, 9), (.flagCommon, common, 8)] {
      let rows = run.summary.rows.filter {
        $0.stratification.factors == [stratum] && $0.metric == .ubRMSE && $0.product == 0
      }
      #expect(rows.map(\.stations) == [observed, 8])
      for row in rows {
        let head = "| \(MarkdownText.escape(row.group)) | ERA5-Land | \(FixedNumber.text(row.mean)) | "
        let line = try #require(part.split(separator: "\n").first { $0.hasPrefix(head) }, "\(head)")
        #expect(line.hasSuffix(" | \(row.stations) | \(FixedNumber.count(row.pairs)) |"))
      }
    }
    // A group is listed with the products that have it, and with no other.
    #expect(!flag.contains("| observed | SMAP L3 |") && flag.contains("| unknown | SMAP L3 |"))
    #expect(common.components(separatedBy: "\n### ").first?.contains("| unknown |") == false)
  }

  @Test func aCorrectedErrorIsReportedBesideTheRawOne() async throws {
    let run = try flagged().result()
    let (outcome, files) = try await write(run, draws: false)
    let text = try report(files)
    #expect(text.contains("σ = 0.0361 m³ m⁻³"))
    #expect(text.contains("** ubRMSE\\_corr (m³ m⁻³) of the products"))
    #expect(outcome.figures.contains { $0.name == "boxes-flag-ubRMSEcorr" })
    let row = try #require(
      run.summary.row(
        product: 1, stratification: .all, group: "all", scaling: .none, metric: .ubRMSECorrected))
    #expect(row.stations < 9 && row.stations > 3)
    #expect(
      text.contains("| SMAP L3 | \(FixedNumber.text(row.mean)) | — | \(FixedNumber.text(row.median)) | "))
    let plain = try report(try await write(try SyntheticRun().result(), draws: false).files)
    #expect(!plain.contains("_corr") && !plain.contains("σ ="))
  }

  @Test func placesAreInTheReport() async throws {
    // Distances of the second product are 1…9 km, stations in the cell 1…7, 1, 2.
    let text = try report(try await write(try flagged().result(), draws: false).files)
    #expect(text.contains("| SMAP L3 | 9 | 5.0 | 9.0 | 2 | 2 | 3 | 2 |"))
    // Out of the third product's reach are the sensors 2, 5 and 8: 2, 3, 5, 6, 8 and 9 km are left.
    #expect(text.contains("| ASCAT | 6 | 5.5 | 9.0 | 2 | 1 | 2 | 1 |"))
    #expect(text.contains("by stations: unknown 9."))
    #expect(text.contains("### By distance to the cell’s centre"))
    let empty = try report(try await write(try SyntheticRun(isEmpty: true).result(), draws: false).files)
    #expect(!empty.contains("Representativeness"))
  }

  @Test func theMatchingRuleIsASentence() async throws {
    let text = try report(try await write(try SyntheticRun().result(), draws: false).files)
    let run = try SyntheticRun().result()
    #expect(text.contains("- Pairs: " + MarkdownText.escape(MatchingText.matchingSentence(run.experiment))))
  }

  @Test(.enabled(if: hasGnuplot)) func figuresByFlagAndPlaceAreDrawn() async throws {
    let (outcome, _) = try await write(try flagged().result(), draws: true, formats: [.svg])
    let names = ["flag", "flag-common", "distance", "cell-stations"].flatMap { stratum in
      ["R", "ubRMSE", "ubRMSEcorr", "bias"].map { "boxes-\(stratum)-\($0)" }
    }
    let boxes = outcome.figures.filter { $0.name.hasPrefix("boxes-") }
    #expect(boxes.map(\.name) == names)
    for figure in boxes where !figure.name.hasSuffix("corr") {
      #expect(figure.status == .drawn, "\(figure.name)")
    }
    // Where the uncertainty leaves too few sensors a value there is a sentence, not a picture.
    for figure in boxes where figure.name.hasSuffix("corr") {
      if case .notDrawn(let reason) = figure.status { Issue.record("\(figure.name): \(reason)") }
    }
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
    #expect(
      outcome.figures.allSatisfy {
        $0.status == .notDrawn("not asked for") || $0.status == .noData("there are no pairs")
          || $0.name == "taylor" || $0.name == "years" || $0.name.hasPrefix("dekads")
      })
    #expect(
      files["figures/map.gp"] != nil && files["figures/map.dat"] != nil && files["figures/map.svg"] == nil)
  }
}
