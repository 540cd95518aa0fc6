import Foundation
import Testing

@testable import Files
@testable import Grids

/// The Köppen–Geiger legend, in the code and in `stations/koppen-legend.csv`.
struct KoppenClassTests {
  @Test("the legend that ships is that of the code")
  func legend() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let table = try CSVReader.read(file: root.appending(path: "stations/koppen-legend.csv").path)
    #expect(table.header == ["code", "class", "main_group", "description"])
    #expect(table.rows.count == 30 && KoppenClass.allCases.count == 30)
    for (row, known) in zip(table.rows, KoppenClass.allCases) {
      #expect(row.fields == [String(known.number), known.rawValue, known.group.rawValue, known.name])
    }
  }

  /// A few numbers of each group, from the `legend.txt` that comes with the maps of Beck and others.
  @Test(
    "numbers are those of the published maps",
    arguments: [
      (1, KoppenClass.Af), (3, .Aw), (4, .BWh), (5, .BWk), (6, .BSh), (7, .BSk), (8, .Csa), (11, .Cwa),
      (14, .Cfa), (15, .Cfb),
      (17, .Dsa), (18, .Dsb), (21, .Dwa), (23, .Dwc), (25, .Dfa), (26, .Dfb), (27, .Dfc), (28, .Dfd),
      (29, .ET), (30, .EF),
    ])
  func numbers(number: Int, expected: KoppenClass) {
    #expect(KoppenClass(number: number) == expected && expected.number == number)
    #expect(KoppenClass(text: String(number)) == expected && KoppenClass(text: " \(number) ") == expected)
    #expect(KoppenClass(text: expected.rawValue.uppercased()) == expected)
  }

  @Test(
    "what is no class is nil",
    arguments: ["", "0", "31", "-1", "W", "BS", "unknown", "7.5", "BSkk", "99999999999999999999"])
  func none(text: String) { #expect(KoppenClass(text: text) == nil) }
}
