import Files
import Foundation
import Grids
import Testing

@testable import Lab

@Suite("The experiment's matching")
struct MatchingChoiceTests {
  private func matching(_ text: String) throws -> Experiment.Matching {
    let folder = try TemporaryFolder()
    let experiment =
      "stations: {archive: a}\nproducts: [{name: P, description: {variable: sm}, files: x.nc}]\n"
    return try Experiment.read(path: try folder.write(experiment + text + "\n", to: "e.yml")).matching
  }

  @Test("defaults are those of the rule, and are written out where they apply")
  func defaults() throws {
    let nearest = try matching("")
    #expect(nearest.rule == .nearest && nearest.window == UTC.hour && nearest.averaging == nil)
    #expect(nearest.yaml == "{time: nearest, window: 1h, cell: nearest, distance: 50}")
    let days: [(String, Int, AveragingWindow)] = [
      ("daily", 1, .day), ("three-daily", 2, .threeDays(origin: 16_436)), ("dekad", 4, .dekad),
      ("month", 12, .month),
    ]
    for (rule, count, window) in days {
      let matching = try matching("matching: {time: \(rule)}")
      #expect(matching.completeness == .init(hours: 0.5, days: count))
      #expect(matching.averaging == window)
      #expect(matching.yaml.hasPrefix("{time: \(rule), completeness: {hours: 0.5, days: \(count)}, "))
    }
    #expect(
      try matching("matching: {time: three-daily, origin: 1970-01-02}").averaging == .threeDays(origin: 1))
    let crossings = try matching("matching: {time: month, crossing: [\"13:30\", \"01:30\"]}")
    #expect(crossings.crossings == [810, 90])
    #expect(
      crossings.yaml
        == "{time: month, window: 1h, crossing: [\"13:30\", \"01:30\"], completeness: {days: 12}, "
        + "cell: nearest, distance: 50}")
  }

  @Test("the rule in words names what decides over a pair")
  func sentences() throws {
    let sentences = [
      "":
        "the station sample nearest to each product time, at most 1 h away (ends included; of two equally near "
        + "the later)",
      "matching: {time: bracket, window: 30min}":
        "the mean of the two station samples on either side of each product time, both at most 30 min away (ends "
        + "included; a sample at that very time is taken alone)",
      "matching: {time: overpass, crossing: \"01:30\"}":
        "the station sample nearest to 01:30 local solar time of each product day, at most 1 h away (ends "
        + "included; of two equally near the later)",
      "matching: {time: daily}":
        "daily means; a station's day counts with at least 50 % of its samples and 1 day",
      "matching: {time: three-daily, completeness: {hours: 0, days: 2}}":
        "three-day (from 2015-01-01) means; a station's three-day window counts with at least 2 days",
      "matching: {time: dekad}":
        "dekad means; a station's dekad counts with at least 50 % of its samples and 4 days",
      "matching: {time: month, crossing: [\"01:30\", \"13:30\"], completeness: {days: 20}}":
        "month means of days; a station's day is the mean of the two samples on either side of 01:30 and of 13:30 "
        + "local solar time, both at most 1 h away, and its month counts with at least 20 days",
    ]
    for (text, sentence) in sentences { #expect(try matching(text).sentence == sentence) }
  }

  @Test("the example of docs/experiment.md under Matching is sound, and its defaults are what is said")
  func documentation() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "docs/experiment.md"), encoding: .utf8)
    let section = try #require(text.components(separatedBy: "## Matching\n").last)
    let block = try #require(
      section.components(separatedBy: "```yaml\n").dropFirst().first?.components(separatedBy: "```").first)
    let documented = try matching(block)
    #expect(documented.rule == .month && documented.crossings == [90, 810])
    #expect(documented.window == UTC.hour && documented.completeness.days == 12)
    for rule in MatchingRule.allCases { #expect(section.contains("`\(rule.rawValue)`")) }
  }
}
