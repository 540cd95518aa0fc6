import Files
import Foundation
import Testing

@Suite("lab coverage")
struct CoverageCommandTests {
  /// Two products of 2 × 2 cells: one on three days of four, one on a single day.
  private func sandbox() throws -> Sandbox {
    let sandbox = try Sandbox()
    func write(_ name: String, days: [Double], _ values: [Double]) throws {
      var maps = SmallMaps(
        latitudes: [30.5, 31.5], longitudes: [100.5, 101.5],
        times: (days.map { $0 + 0.5 }, "days since 2016-01-01"))
      maps.add("sm", .double(values), ["units": .text("m3 m-3"), "_FillValue": .values(.double([-9999]))])
      try maps.write(to: sandbox.path + "/" + name)
    }
    try write(
      "one/a.nc", days: [0, 1, 3], [0.1, 0.2, 0.3, -9999, -9999, -9999, 0.3, -9999, 0.1, 0.2, 0.3, -9999])
    try write("two/b.nc", days: [1], [0.2, -9999, -9999, 0.2])
    var land = SmallMaps(latitudes: [30.5, 31.5], longitudes: [100.5, 101.5])
    land.add("land", .double([1, 0, 0, 1]), [:])
    try land.write(to: sandbox.path + "/land.nc")
    return sandbox
  }

  private func table(_ sandbox: Sandbox, _ folder: String) throws -> [String] {
    try String(contentsOfFile: sandbox.path + "/\(folder)/coverage.csv", encoding: .utf8)
      .split(separator: "\n").map(String.init)
  }

  @Test("counts every product by day, missing days included, and draws the curves")
  func counts() throws {
    let sandbox = try sandbox()
    let outcome = try LabProcess.run(
      ["coverage", "first=one/*.nc:lab", "second=two/*.nc:lab", "--out", "cover"], in: sandbox.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    // 3, 1, 0 and 3 of the three cells that are ever seen.
    #expect(outcome.output.contains("first: 4 days, 3 cells of land, mean 58.3 %"), "\(outcome.output)")
    #expect(outcome.output.contains("second: 1 days, 2 cells of land, mean 100.0 %"))
    #expect(
      try table(sandbox, "cover") == [
        "product,date,cells,valid", "first,2016-01-01,3,3", "first,2016-01-02,3,1", "first,2016-01-03,3,0",
        "first,2016-01-04,3,3", "second,2016-01-02,2,2",
      ])
    for ending in ["svg", "png", "gp", "dat"] {
      #expect(FileManager.default.fileExists(atPath: sandbox.path + "/cover/coverage." + ending))
    }
  }

  @Test("a mask, a region and a period narrow what counts; the bytes are those of any number of jobs")
  func narrowed() throws {
    let sandbox = try sandbox()
    let period = ["--from", "2016-01-02", "--to", "2016-01-04", "--quiet"]
    for (out, jobs) in [("a", "1"), ("b", "4")] {
      let outcome = try LabProcess.run(
        ["coverage", "p=one/*.nc:lab", "--mask", "land.nc:land", "--out", out, "--jobs", jobs] + period,
        in: sandbox.path)
      #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.errors)")
    }
    #expect(
      try table(sandbox, "a") == [
        "product,date,cells,valid", "p,2016-01-02,2,0", "p,2016-01-03,2,0", "p,2016-01-04,2,1",
      ])
    let (a, b) = (try sandbox.contents(of: "a"), try sandbox.contents(of: "b"))
    for name in ["coverage.csv", "coverage.dat", "coverage.gp"] {
      #expect(a[name] != nil && a[name] == b[name])
    }
    let region = try LabProcess.run(
      ["coverage", "p=one/*.nc:lab", "--region", "100,31,101,32", "--out", "c"] + period, in: sandbox.path)
    #expect(region.status == 0, "\(region.errors)")
    #expect(
      try table(sandbox, "c").dropFirst() == ["p,2016-01-02,1,1", "p,2016-01-03,1,0", "p,2016-01-04,1,1"])
  }

  @Test("mistakes are told, exit 2 or 3, and nothing is written")
  func mistakes() throws {
    let sandbox = try sandbox()
    for (arguments, status, message) in [
      (["one/*.nc"], 2, "NAME=FILES:ENTRY"), (["p=none/*.nc:lab"], 3, "none/*.nc"),
      (["p=one/*.nc:no-such-entry"], 2, "no-such-entry"),
      (["p=one/*.nc:lab", "--region", "1,2,3"], 2, "--region"),
      (["p=one/*.nc:lab", "--from", "2016-01-01"], 2, "--to"),
      (["p=one/*.nc:lab", "--from", "2016-02-01", "--to", "2016-01-01"], 2, "ends on"),
      (["p=one/*.nc:lab", "--mask", "land.nc"], 2, "FILE:VARIABLE"),
    ] as [([String], Int32, String)] {
      let outcome = try LabProcess.run(["coverage"] + arguments + ["--out", "none"], in: sandbox.path)
      #expect(outcome.status == status && outcome.errors.contains(message), "\(arguments): \(outcome.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: sandbox.path + "/none"))
  }
}
