import Files
import Grids
import Products
import Testing

/// Groups whose variable is missing: in single samples, or in the file.
@Suite struct AbsentGroupTests {
  private let original = SampleGroups(
    variable: "original", groups: [.init(name: "observed", .notEquals, [])], missing: "filled")

  @Test func aMissingNumberIsAGroupWhereTheDescriptionSaysSo() throws {
    var stack = InventedStack()
    stack.extra = [
      .init(
        name: "original", axes: [.time, .row, .column], type: .double,
        attributes: ["_FillValue": .values(.double([-9999]))]
      ) { step, _, _ in [-9999, 0.3, .nan][step] }
    ]
    let record = try stack.record(11, 1) { $0.groups[.flag] = original }
    let codes = try #require(record.groups[.flag])
    #expect(codes.map { original.names[Int($0)] } == ["filled", "observed", "filled"])

    var file = InventedFile()
    file.extra = [("original", .float([1, 0, .nan, 1] + Array(repeating: 0, count: 8)), [:])]
    let series = try file.record { $0.groups[.flag] = original }
    #expect(
      series.groups[.flag]?.map { original.names[Int($0)] } == ["observed", "observed", "filled", "observed"])
  }

  @Test func aFileWithoutTheVariableIsReadWithUnknownGroupsAndAProblem() throws {
    let zeroIsAscending = SampleGroups(variable: "mode", groups: [.init(name: "ascending", .equals, [0])])
    let stack = InventedStack()
    let maps = try stack.source { $0.groups = [.orbit: zeroIsAscending, .flag: .constant("observed")] }
    #expect(
      maps.problems.map(\.reason) == ["has no variable 'mode': the groups of orbit are unknown"])
    let record = try stack.record(11, 1) {
      $0.groups = [.orbit: zeroIsAscending, .flag: .constant("observed"), .frozen: original]
    }
    #expect(record.series.count == 3)
    #expect(record.groups[.orbit] == Array(repeating: SampleGroups.unknown, count: 3))
    // What is not in the file is not missing in its samples either.
    #expect(record.groups[.frozen] == Array(repeating: SampleGroups.unknown, count: 3))
    #expect(record.groups[.flag] == [0, 0, 0])

    let file = InventedFile()
    let source = try file.source { $0.groups = [.orbit: zeroIsAscending] }
    #expect(
      source.problems.contains { $0.reason == "has no variable 'mode': the groups of orbit are unknown" })
    let series = try file.record { $0.groups = [.orbit: zeroIsAscending] }
    #expect(series.groups[.orbit] == Array(repeating: SampleGroups.unknown, count: series.series.count))
    #expect(series.series.count > 0)
  }
}
