import Files
import Foundation
import Grids
import Products
import Testing

@Suite struct RasterTests {
  static func write(_ stack: InventedStack) throws -> String {
    let path = try InventedFile.scratch().appending(path: "raster.nc").path
    try stack.write(to: path)
    return path
  }

  @Test(arguments: [InventedStack.Storage.chunked, .contiguous, .classic])
  func valuesAreThoseOfTheCellsThatHoldThePlaces(storage: InventedStack.Storage) throws {
    var stack = InventedStack(axes: [.column, .row], storage: storage)
    stack.type = .int16
    stack.attributes = [
      "units": .text("1"), "scale_factor": .numbers(0.5), "_FillValue": .values(.int16([3])),
      "flag_values": .values(.int16([0, 1, 2])), "flag_meanings": .text("water desert forest"),
    ]
    stack.value = { _, row, column in Double(row * 5 + column) }
    let raster = try Raster(file: try RasterTests.write(stack), variable: "sm")
    let places = [(10.0, -2.0), (11.5, 0.5), (10, 1), (13, 2), (11.5, 0.5), (40, 0), (13.5, 0)]
    let values = try raster.values(at: places.map { GeographicPoint(latitude: $0.0, longitude: $0.1) })
    #expect(values == [0, 6.5, nil, 9.5, 6.5, nil, nil])
    #expect(raster.units == "1" && raster.variable == "sm")
    #expect(raster.meanings == [0: "water", 1: "desert", 2: "forest"])
    #expect(try raster.values(at: []).isEmpty)
  }

  @Test func stepsLayersAndKnownGrids() throws {
    let stack = InventedStack()
    let path = try RasterTests.write(stack)
    #expect(failure { _ = try Raster(file: path, variable: "sm") }?.reason.contains("3 time steps") == true)
    #expect(failure { _ = try Raster(file: path, variable: "lat") }?.reason.contains("is no map") == true)
    let second = try Raster(file: path, variable: "sm", select: ["time": 1])
    let value = try second.values(at: [GeographicPoint(latitude: 12, longitude: 1)])[0]
    #expect(value.map { Float($0) } == 0.32)
    var bare = InventedStack(axes: [.row, .column])
    bare.hasCoordinates = false
    bare.latitudes = Array(repeating: 0, count: 18)
    bare.longitudes = Array(repeating: 0, count: 36)
    bare.value = { _, row, column in Double(row * 100 + column) }
    let global = try Raster(file: try RasterTests.write(bare), variable: "sm", grid: .regular(degrees: 10))
    let corners = [(89.0, -179.0), (-89, 179), (0, 0)].map {
      GeographicPoint(latitude: $0.0, longitude: $0.1)
    }
    #expect(try global.values(at: corners) == [0, 1735, 818])
    #expect(try global.values(at: corners, within: 10) == [nil, nil, nil])
  }
}
