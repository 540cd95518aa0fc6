import Foundation
import Testing

@testable import Lab

/// `lab inspect` of a station list.
struct StationListInspectionTests {
  @Test("the template is inspected as an archive")
  func template() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "stations/stations-template.csv").path
    let inspection = try ArchiveInspection(path: path, jobs: 2)
    #expect(inspection.format == "station list" && inspection.networks == ["EXAMPLE"])
    #expect(inspection.stations == 3 && inspection.rows == 8 && inspection.problems.isEmpty)
    #expect(inspection.sensorsByDepth == ["sm 0-0.1 m": 2, "sm 0.05-0.05 m": 1])
    #expect(inspection.flags == ["G": 6, "U": 1])
    #expect(inspection.first == "2016-07-01T00:00:00Z" && inspection.last == "2016-07-01T02:00:00Z")
    #expect(inspection.sensors.map(\.koppen) == ["Cwa", "Dwa", "BSk"])
    #expect(inspection.sensors[0].excluded == ["fill value": 1])
  }
}
