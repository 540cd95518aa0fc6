import Files
import Foundation
import Testing

@testable import Lab
@testable import Report

/// Draws the figures people look at before a release, into the folder named by `LAB_GALLERY`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["LAB_GALLERY"] != nil))
struct FigureGallery {
  static let cases: [(String, SyntheticRun)] = [
    ("ordinary", SyntheticRun(stations: 18)),
    ("small", SyntheticRun(stations: 12)),
    (
      "five",
      SyntheticRun(
        products: ["ERA5-Land", "SMAP L3", "ASCAT H120", "ESA CCI COMBINED v08.1", "SGD-SM 2.0"], stations: 9,
        classes: ["BSk", "BSk", "Cfa"], spread: 1)
    ),
    (
      "many",
      SyntheticRun(
        products: ["ERA5-Land", "SMAP L3", "ASCAT", "RSSSM", "CCI"], stations: 60,
        classes: ["Aw", "Am", "BSk", "BWh", "Cfa", "Cfb", "Csa", "Dfa", "Dfb", "Dwa", "ET", "unknown"],
        center: (20, 10), spread: 90)
    ),
    ("single", SyntheticRun(products: ["ERA5-Land"], stations: 1, classes: ["BSk"], minimumStations: 1)),
    (
      "long",
      SyntheticRun(
        products: [
          "A product with a very long name version 12.4 (descending)",
          "Another long product name, ascending, L4_SM_aup",
          "Ünïcode ³ \"q\" <b>",
        ], stations: 24, classes: ["BSk", "Cfa", "unknown"],
        stationNames: [
          "Walnut Gulch LTER Site Number 12 (north)", "`id`", "<script>alert(1)</script>", "a|b",
          "\"quoted\\n\"", "new\nline", "@_^{x}",
        ], center: (0, 179.5))
    ),
    ("flagged", flagged),
    (
      "crowd",
      SyntheticRun(products: (1...10).map { "Product \($0)" }, stations: 200, classes: ["BSk", "Cfa", "Dfb"])
    ),
  ]

  /// Groups of the product's own and of places, and an error corrected for the stations'.
  static var flagged: SyntheticRun {
    var run = SyntheticRun(stations: 18)
    run.strata = [StratumKind.all, .flag, .flagCommon, .distance, .cellStations].map {
      Stratification(factors: [$0])
    }
    run.metrics = ["R", "ubRMSE", "ubRMSE_corr", "bias"]
    run.uncertainty = 0.03
    run.tellsFilled = true
    return run
  }

  @Test(arguments: cases.indices)
  func draw(_ index: Int) async throws {
    let folder = try #require(ProcessInfo.processInfo.environment["LAB_GALLERY"])
    let (name, run) = FigureGallery.cases[index]
    let runFolder = try RunFolder(path: "\(folder)/\(name)", overwrite: true)
    let clock = ContinuousClock()
    let pairs = SyntheticPairs(run: run, days: name == "many" ? 1400 : 500)
    let result = try run.result()
    try pairs.write(result, to: runFolder.file("matchups.nc"))
    let start = clock.now
    let outcome = try await ReportWriter.write(result, into: runFolder, jobs: 2, drawsFigures: true)
    try runFolder.publish()
    print(name, clock.now - start, outcome.figures.count, outcome.warnings)
    for figure in outcome.figures { print("   ", figure.name, figure.status) }
  }
}
