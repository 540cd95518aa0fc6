import Files
import Foundation
import Report
import Testing

@Suite("The page of a nature run")
struct NatureRunPageTests {
  @Test("every figure is drawn, the text's numbers are the files', and jobs do not matter")
  func page() async throws {
    let sandbox = try Sandbox()
    try sandbox.write(NatureRunCommandTests.settings, to: "small.yml")
    let made = try LabProcess.run(
      ["naturerun", "--config", "small.yml", "--out", "run", "--quiet"], in: sandbox.path)
    try #require(made.status == 0, "\(made.errors)")
    var summaries: [String] = []
    for (out, jobs) in [("a", 1), ("b", 4)] {
      summaries.append(
        try await NatureRunPage.write(
          natureRun: sandbox.path + "/run", into: sandbox.path + "/" + out, jobs: jobs))
    }
    let (a, b) = (try sandbox.contents(of: "a"), try sandbox.contents(of: "b"))
    #expect(Set(a.keys) == Set(b.keys) && summaries[0] == summaries[1])
    for (name, bytes) in a where name.hasSuffix(".dat") || name.hasSuffix(".gp") || name.hasSuffix(".md") {
      #expect(bytes == b[name], "\(name)")
    }
    let text = String(decoding: try #require(a["report.md"]), as: UTF8.self)
    for name in [
      "elevation", "sand", "land-cover", "annual-rain", "koppen", "storm", "rain-by-class",
      "orbits",
      "coverage", "seasons-by-class",
    ] {
      #expect(a["figures/\(name).png"] != nil && text.contains("(figures/\(name).png)"), "\(name)")
    }
    #expect(
      text.contains("| AMSR2, night |") && text.contains("| SMAP, morning |") && !text.contains("WindSat"))
    try expectNumbers(text, run: sandbox.path + "/run")
    #expect(summaries[0].contains("900 cells"))
  }

  /// The heights and the wettest day as they stand in the files.
  private func expectNumbers(_ text: String, run: String) throws {
    let land = try NetCDFFile(reading: run + "/ancillary/land_0.05.nc")
    let heights = try land.doubles(try land.requiredVariable("elevation")).map { $0 * 0.25 }
    let mean = heights.reduce(0, +) / Double(heights.count)
    let range = try #require(heights.min().flatMap { low in heights.max().map { (low, $0) } })
    let words = [range.0, range.1, mean].map { Int($0.rounded(.toNearestOrEven)) }
    #expect(heights.count == 900)
    #expect(text.contains("It rises from \(words[0]) to \(words[1]) m, \(words[2]) m on average."))

    let states = try NetCDFFile(reading: run + "/truth/states_0.25_201606.nc")
    let rain = try states.doubles(try states.requiredVariable("pr")).map { $0 * 0.01 }
    let cells = rain.count / 4
    let days = (0..<4).map { rain[$0 * cells..<($0 + 1) * cells].reduce(0, +) / Double(cells) }
    let peak = try #require(days.indices.max { days[$0] < days[$1] })
    let decimal = String(format: "%.1f", days[peak])
    #expect(text.contains("The wettest day is 2016-06-0\(peak + 1), with \(decimal) mm over the land"))
  }
}
