import Foundation
import Grids
import Testing

@testable import Report

@Suite struct MapSheetTests {
  /// Two rows from the north, three columns; the cell in the middle of the south has no value.
  private let field = MapField(
    title: "", latitudes: [1.5, 0.5], longitudes: [0.5, 1.5, 2.5], values: [1, 2, 3, 4, .nan, 6])

  /// The lines of a figure's blocks under a title.
  static func blocks(_ figure: Figure, _ title: String) -> [[String]] {
    figure.data.components(separatedBy: "\n\n\n").map { $0.split(separator: "\n").map(String.init) }
      .filter { $0.contains("# " + title) }.map { $0.filter { !$0.hasPrefix("#") } }
  }

  @Test func theDataAreTheFieldAndBlankCellsStayBlank() throws {
    let sheet = MapSheet(
      fields: [field], columns: 1, colours: .sequential(lowest: 1, highest: 6, label: "Height (m)"))
    let figure = try #require(sheet.figure(name: "field", caption: "A field."))
    let rows = try #require(MapSheetTests.blocks(figure, "map").first)
    #expect(
      rows == [
        "0.5000 0.5000 4.000", "1.5000 0.5000 NaN", "2.5000 0.5000 6.000", "0.5000 1.5000 1.000",
        "1.5000 1.5000 2.000", "2.5000 1.5000 3.000",
      ])
    #expect(figure.script.contains("with image") && figure.script.contains("'Height (m)'"))
    #expect(figure.caption.contains("Grey: land without a value."))
  }

  @Test func theOrderOfRowsInTheFileDoesNotShow() throws {
    let turned = MapField(
      title: "", latitudes: [0.5, 1.5], longitudes: [0.5, 1.5, 2.5], values: [4, .nan, 6, 1, 2, 3])
    let colours = MapColours.sequential(lowest: 0, highest: 6, label: "Height (m)")
    let figures = [field, turned].map {
      MapSheet(fields: [$0], columns: 1, colours: colours).figure(name: "field", caption: "")
    }
    #expect(try #require(figures[0]).data == #require(figures[1]).data)
    #expect(figures[0]?.script == figures[1]?.script)
  }

  @Test func classesAreTheirPlacesInTheKey() throws {
    var classes = field
    classes.values = [7, 30, 7, 99, .nan, 30]
    let key = MapCategory.koppen(in: classes.values)
    #expect(key.map(\.name) == ["BSk", "EF"])
    #expect(key.map(\.colour) == ["#FFDC64", "#666666"])
    let figure = try #require(
      MapSheet(fields: [classes], columns: 1, colours: .categories(key)).figure(name: "classes", caption: ""))
    let rows = try #require(MapSheetTests.blocks(figure, "map").first)
    #expect(rows.map { $0.split(separator: " ").last } == ["NaN", "NaN", "1", "0", "1", "0"])
    #expect(figure.script.contains("set cbrange [-0.5:1.5]"))
  }

  @Test func acrossTheDateLineColumnsRunOn() throws {
    let dateLine = MapField(title: "", latitudes: [0.5], longitudes: [179.5, -179.5], values: [1, 2])
    let frame = try #require(MapFrame(of: dateLine))
    #expect(frame.west == 179 && frame.east == 181)
    #expect(dateLine.pixels(frame: frame, limit: 40).map(\.x) == [179.5, 180.5])
    #expect(dateLine.pixels(frame: frame, limit: 40).map(\.value) == [1, 2])
  }

  @Test func amountsDoNotBeginBelowZero() {
    let bar = ColourScale(from: 0, to: 37, label: "Rain")
    #expect(bar.lower == 0 && bar.upper == 40)
    #expect(bar.tics == [0, 10, 20, 30, 40])
  }

  @Test func nothingIsDrawnOfNothing() {
    let none = MapField(title: "", latitudes: [], longitudes: [], values: [])
    let colours = MapColours.sequential(of: [none], label: "")
    #expect(MapSheet(fields: [none], columns: 1, colours: colours).figure(name: "none", caption: "") == nil)
    #expect(MapSheet(fields: [], columns: 1, colours: colours).figure(name: "none", caption: "") == nil)
  }
}
