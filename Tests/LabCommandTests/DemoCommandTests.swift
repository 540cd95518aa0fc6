import Files
import Foundation
import Testing

@testable import LabCommand

/// `lab demo` on a world of a few days.
@Suite struct DemoCommandTests {
  private static let settings = """
    region: {west: 101, east: 103, south: 33, north: 35}
    start: 2015-07-01
    days: 24
    spin-up-days: 4
    sensors:
      AMSR2: {from: 2015-07-01, to: 2015-07-24}
    products: {omit: [modis-aqua, era5-land]}
    window: none
    """

  private func demo(_ sandbox: Sandbox, _ more: [String] = []) throws -> String {
    let outcome = try LabProcess.run(
      ["demo", "--config", "small.yml", "--out", "demo", "--quiet", "--no-figures"] + more, in: sandbox.path)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return String(decoding: try #require(file("report.md", sandbox)), as: UTF8.self)
  }

  private func file(_ name: String, _ sandbox: Sandbox) -> Data? {
    FileManager.default.contents(atPath: sandbox.path + "/demo/" + name)
  }

  @Test("one command makes the world, scores it and writes the page; given again it keeps what is whole")
  func worldToPage() throws {
    let sandbox = try Sandbox()
    try sandbox.write(DemoCommandTests.settings, to: "small.yml")
    let page = try demo(sandbox)
    for words in [
      "## The products at the sparse stations", "## The products against the truth", "AMSR2 LPRM",
    ] {
      #expect(page.contains(words))
    }
    let manifest = try #require(file("nature-run/manifest.json", sandbox))
    #expect(try demo(sandbox) == page)
    #expect(file("nature-run/manifest.json", sandbox) == manifest)

    // What is not whole is made again, the rest is kept.
    try FileManager.default.removeItem(atPath: sandbox.path + "/demo/truth")
    #expect(try demo(sandbox) == page)
    #expect(file("truth/manifest.json", sandbox) != nil)
    #expect(file("nature-run/manifest.json", sandbox) == manifest)

    // Another seed is another world.
    #expect(try demo(sandbox, ["--seed", "5"]) != page)
    #expect(file("nature-run/manifest.json", sandbox) != manifest)
  }
}
