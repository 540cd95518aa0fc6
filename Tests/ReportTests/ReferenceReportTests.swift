import Files
import Foundation
import Grids
import Stations
import Testing

@testable import Lab
@testable import Report

@Suite("The report of a run against a grid")
struct ReferenceReportTests {
  private func run() throws -> RunResult {
    var synthetic = SyntheticRun()
    synthetic.strata = [.all] + [StratumKind.koppen, .distance, .cellStations].map { .init(factors: [$0]) }
    synthetic.networkNames = ["N34E100", "N34E102", "N36E100"]
    synthetic.stationNames = []
    synthetic.uncertainty = 0.02
    var run = try synthetic.result()
    for index in run.sensors.indices {
      run.sensors[index].station = "N34.\(1000 + index)E100.5000"
      run.sensors[index].sensor = "the `grid` | <x>"
    }
    var source = run.experiment.products[0]
    source.name = "the `grid` | <x>"
    var reference = Experiment.ReferenceChoice(source: source)
    reference.box = Experiment.Region(name: "", latitudes: 28...44, west: 96, east: 112)
    reference.mask = ("land.nc", "lsm")
    run.experiment.reference = reference
    run.experiment.stations.selection.depth = 0...0.05
    run.networks = []
    return run
  }

  @Test("speaks of cells, blocks and the reference, never of stations, and escapes the grid's name")
  func words() throws {
    let run = try run()
    let text = MarkdownReport(run: run, figures: [], hasExport: true).text
    #expect(text.contains("## Reference\n\nThe reference is a grid, not measurements in the ground: "))
    let name = MarkdownText.escape("the `grid` | <x>")
    #expect(text.contains("cells of the reference \(name) in 3 blocks"))
    #expect(!text.contains("the `grid` |"))
    #expect(text.contains("bias is product minus reference"))
    #expect(text.contains("- Layer: 0.00–0.05 m") && text.contains("28° to 44° north, 96° to 112° east"))
    #expect(
      text.contains("- Only where variable lsm of land\\.nc is above 0") || text.contains("lsm of land.nc"))
    #expect(text.contains("the reference sample nearest to each product time"))
    // Nothing that is told of stations is left, but for the names of commands and files in back-ticks.
    let prose = text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 0 }.map(\.element).joined()
    for line in prose.split(separator: "\n") {
      #expect(!line.lowercased().contains("station"), "\(line)")
      #expect(!line.contains("In situ") && !line.contains("network"), "\(line)")
    }
  }

  @Test("qa4sm.nc names the grid as reference")
  func export() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).nc").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try QA4SMExport.write(try run(), to: path))
    let file = try NetCDFFile(reading: path)
    #expect(file.variable("R_between_0-the_grid_x_and_1-SMAP_L3") != nil || !file.variables.isEmpty)
    let names = file.variables.map(\.path)
    #expect(names.contains { $0.contains("_between_0-the_grid_x_and_1-") }, "\(names)")
    #expect(!names.contains { $0.contains("ISMN") })
  }
}
