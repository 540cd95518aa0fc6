import Files
import Grids
import Testing

@testable import NatureRun

/// Settings that would leave something out in silence, and settings that are written and read again.
@Suite struct SettingsTests {
  private func settings(_ text: String) throws -> NatureRunSettings {
    try NatureRunSettings(reading: YAMLNode.parse(text: text, path: "run.yml"))
  }

  @Test(
    "what no day of the run reaches is refused with its line",
    arguments: [
      "start: 2016-06-01\ndays: 10\nsensors:\n  SMAP: {from: 2015-01-01, to: 2016-05-31}\n",
      "start: 2016-06-01\ndays: 10\nsensors:\n  SMAP: {from: 2016-06-11, to: 2017-05-31}\n",
      "start: 2016-06-01\ndays: 10\nproducts:\n  modis-aqua: {from: 2017-06-01, to: 2017-06-30}\n",
      "start: 2016-06-01\ndays: 10\nwindow:\n  {from: 2017-06-01, to: 2017-06-30}\n",
    ])
  func outside(text: String) throws {
    let failure = #expect(throws: Failure.self) { try settings(text) }
    #expect(failure?.kind == .usage)
    #expect((failure?.line ?? 0) >= 3)
  }

  @Test(
    "settings that are written make the same run when they are read",
    arguments: [
      "", "preset: study\n", "start: 2015-07-01\ndays: 1\n", "start: 2015-07-01\ndays: 24\nwindow: none\n",
      "region: {west: 101, east: 102, south: 33, north: 34}\nstart: 2016-06-01\ndays: 4\n",
      "start: 2016-06-01\ndays: 10\nsensors:\n  SMAP: {from: 2015-01-01, to: 2016-06-01}\n",
    ])
  func roundTrip(text: String) throws {
    let first = try settings(text)
    let again = try settings(first.yaml)
    #expect(again.yaml == first.yaml)
    #expect(again.sensors == first.sensors)
    let (one, other) = (try first.windowSpan(), try again.windowSpan())
    #expect(one?.days == other?.days && one?.grid == other?.grid)
  }
}
