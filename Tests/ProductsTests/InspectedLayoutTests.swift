import Files
import Foundation
import Grids
import Products
import Testing

/// An inspection describes maps as the reader takes them.
@Suite struct InspectedLayoutTests {
  private func inspected(_ stack: InventedStack) throws -> ProductInspection {
    let path = try InventedFile.scratch().appending(path: "maps.nc").path
    try stack.write(to: path)
    return try ProductInspection.inspect(path: path)
  }

  private func coordinates(_ axes: [InventedStack.Axis], _ other: [InventedStack.Axis]) -> [InventedStack
    .Extra]
  {
    [
      InventedStack.Extra(
        name: "LAT", axes: axes, type: .double, attributes: ["units": .text("degrees_north")]
      ) { _, row, _ in 13 - Double(row) },
      InventedStack.Extra(
        name: "LON", axes: other, type: .double, attributes: ["units": .text("degrees_east")]
      ) { _, _, column in Double(column) - 2 },
    ]
  }

  @Test func axesBesideATimeOfLengthOneAreAxes() throws {
    var stack = InventedStack()
    stack.times = [0]
    stack.hasCoordinates = false
    stack.extra = coordinates([.time, .row], [.time, .column])
    let result = try inspected(stack)
    #expect(result.layout == "maps")
    #expect(result.grid == "latitude 4 × longitude 5, latitude descending")
    let box = try #require(result.box)
    #expect([box.south, box.north, box.west, box.east] == [10, 13, -2, 2])
    // The reader takes them so: 12.2° N lies in the second row.
    #expect(
      try stack.source().geometry?.cell(at: GeographicPoint(latitude: 12.2, longitude: 0.1), within: 99)?.row
        == 1)
  }

  @Test func coordinatesOfEachCellAreThat() throws {
    var stack = InventedStack()
    stack.times = [0]
    stack.hasCoordinates = false
    stack.extra = coordinates([.row, .column], [.row, .column])
    #expect(try inspected(stack).grid == "coordinates for each cell, lat 4 × lon 5")
    stack.extra = coordinates([.time, .row, .column], [.time, .row, .column])
    #expect(try inspected(stack).grid == "coordinates for each cell, lat 4 × lon 5")
  }

  @Test func mapsThatAreRefusedAreStillDescribed() throws {
    var stack = InventedStack()
    stack.axes = [.time, .layer, .row, .column]
    let result = try inspected(stack)
    #expect(result.layout == "maps")
    #expect(result.grid == "latitude 4 × longitude 5, latitude ascending")
    #expect(result.problems.joined().contains("has more than maps and time"))
  }
}
