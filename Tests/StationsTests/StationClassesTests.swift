import Foundation
import Testing

@testable import Files
@testable import Grids
@testable import Stations

/// A table of classes by station.
struct StationClassesTests {
  private let folder: TestFolder
  init() throws { folder = try TestFolder() }

  private func classes(_ text: String) throws -> StationClasses {
    try StationClasses(path: folder.write("classes.csv", text))
  }

  @Test("classes are found by folded names, from text or number")
  func lookUp() throws {
    let table = try classes(
      "station;network;koppen;landcover;water_fraction\nAlpha 1;NET-X;bsk;120;0.25\nBeta;NETX;30;;\nC;NETX;As;10;\n"
    )
    #expect(table.count == 3)
    let alpha = try #require(table["netx", "alpha_1"])
    #expect(alpha.koppen == "BSk" && alpha.landcover == "120" && alpha.waterFraction == 0.25)
    #expect(table["NETX", "Beta"] == .init(koppen: "EF"))
    #expect(table["NETX", "C"]?.koppen == "Aw")
    #expect(table["NETY", "C"] == nil)
    let fit = table.fit(to: [("NETX", "Alpha-1"), ("NETX", "Z"), ("NETX", "Z"), ("NETX", "C")])
    #expect(
      fit.withoutClasses == ["NETX/Z"] && fit.unused == [StationClasses.Unused(name: "NETX/Beta", line: 3)])
  }

  @Test("equal rows twice are one; contradicting ones are refused with both lines")
  func twice() throws {
    #expect(try classes("network,station,koppen\nN,A,Af\nN,a,AF\n").count == 1)
    let failure = #expect(throws: Failure.self) { try classes("network,station,koppen\nN,A,Af\n\nN,a,Am\n") }
    #expect(failure?.line == 4 && failure?.reason.contains("line 2") == true)
  }

  @Test(
    "what is no class is refused with its line",
    arguments: [
      ("network,station,koppen\nN,A,Af\nN,B,Xx\n", "'Xx' is no Köppen–Geiger class", 3),
      ("network,station,koppen\nN,A,0\n", "'0' is no Köppen–Geiger class", 2),
      ("network,station,water_fraction\nN,A,20\n", "not within 0.0…1.0", 2),
      ("network,station,koeppen\nN,A,Af\n", "unknown column 'koeppen'", 1),
      ("station,koppen\nA,Af\n", "no column 'network'", 1),
      ("network,station,koppen\n,A,Af\n", "'network' is empty", 2),
    ])
  func refused(text: String, reason: String, line: Int) throws {
    let failure = #expect(throws: Failure.self) { try classes(text) }
    #expect(failure?.reason.contains(reason) == true && failure?.line == line)
  }

  @Test(
    "a table that gives no class at all is refused",
    arguments: ["network,station\nN,A\n", "network,station,koppen\nN,A,\n"])
  func empty(text: String) throws {
    let failure = #expect(throws: Failure.self) { try classes(text) }
    #expect(failure?.reason == "gives no class of any station")
  }
}
