import Foundation
import Testing

@testable import Files
@testable import Grids
@testable import Stations

/// The templates in `stations/` and what `stations/README.md` says of them.
struct TemplateTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "stations").path

  /// By hand: 0.715 · 0.24 · 1.35 = 0.23166 and 0.55 · 0.22 · 1.28 = 0.15488.
  @Test("the templates are read, units and time zones converted")
  func templates() throws {
    let archive = try StationArchive.open(Self.folder + "/stations-template.csv")
    #expect(archive.sensors.map(\.station) == ["Plain", "Ridge", "Valley"] && archive.problems.isEmpty)
    let records = try archive.sensors.map { try archive.record(of: $0) }
    #expect(abs(records[0].values[0] - 0.23166) < 1e-12 && abs(records[1].values[0] - 0.15488) < 1e-12)
    #expect(records.map(\.count) == [2, 2, 3] && records[0].excluded["fill value"] == 1)
    #expect(records.allSatisfy { $0.times[0] == (try? instant("2016-07-01 00:00")) && $0.problems.isEmpty })
    #expect(StationSelection().series(from: records[1]).series.count == 1)
    #expect(archive.sensors.map { archive.metadata(of: $0).koppen2007 } == ["Cwa", "Dwa", "BSk"])
    #expect(archive.sensors.map { archive.metadata(of: $0).soilTexture } == [.loam, .loam, .siltLoam])
  }

  @Test("the list's template and the README have every column")
  func columns() throws {
    let template = try CSVReader.read(file: Self.folder + "/stations-template.csv")
    #expect(template.header == StationList.columns)
    let readme = try Paths.text(of: Self.folder + "/README.md")
    for column in StationList.columns + ValueTable.columns {
      #expect(readme.contains("`\(column)`"), "\(column)")
      // Required columns are marked.
      if StationList.required.contains(column) { #expect(readme.contains("`\(column)`*"), "\(column)") }
    }
  }
}
