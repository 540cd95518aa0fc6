import Files
import Foundation
import Stations
import Testing

@testable import Lab

@Suite struct RainFileTests {
  private func path() -> String {
    FileManager.default.temporaryDirectory.appending(path: "lab-rain-\(UUID().uuidString).nc").path
  }

  @Test func rainComesBackByStation() throws {
    let path = path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = RainFile(path: path)
    let hour: Int64 = 3_600_000_000
    let first = DailyRain(times: (0..<48).map { Int64($0) * hour }, amounts: (0..<48).map { Double($0) })
    let second = DailyRain(times: [0, 24 * hour], amounts: [0.25, 7])
    try file.append(first, network: "N", station: "one")
    try file.append(DailyRain(times: [], amounts: []), network: "N", station: "empty")
    try file.append(second, network: "M", station: "one")
    try file.commit()
    let rain = try #require(try RunRain(reading: path))
    let one = try #require(try rain.daily(network: "N", station: "one"))
    // 0 + 1 + … + 23 and 24 + … + 47 mm.
    #expect(one.days == [0, 1] && one.totals == [276, 852])
    let other = try #require(try rain.daily(network: "M", station: "one"))
    #expect(other.days == [0, 1] && other.totals == [0.25, 7])
    #expect(try rain.daily(network: "N", station: "empty") == nil)
    #expect(try rain.daily(network: "N", station: "two") == nil)
  }

  @Test func withoutAGaugeThereIsNoFile() throws {
    let path = path()
    let file = RainFile(path: path)
    try file.commit()
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(try RunRain(reading: path) == nil)
  }
}
