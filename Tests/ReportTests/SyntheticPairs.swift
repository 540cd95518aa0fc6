import Files
import Foundation
import Grids
import Statistics

@testable import Lab
@testable import Report

/// The pairs behind a synthetic run, from a fixed formula, and the scores that follow from them.
struct SyntheticPairs {
  var run: SyntheticRun
  /// Days of the record, from 2016-01-01.
  var days = 400
  /// Every so many-th value of the first product was filled, where it tells.
  var filledEvery = 3

  static let start: Int64 = 1_451_606_400_000_000

  func matchUps(product: Int, sensor: Int) -> MatchUps {
    var pairs = MatchUps()
    var codes: [UInt8] = []
    for day in 0..<days where SyntheticRun.noise(product, sensor, day, 1) < 0.7 - 0.08 * Double(product) {
      let n = { (salt: Int) in SyntheticRun.noise(product, sensor, day, salt) - 0.5 }
      let time = SyntheticPairs.start + Int64(day) * UTC.day + Int64(product % 3) * 6 * UTC.hour
      let season = 0.09 * sin(Double(day) / 58) + 0.05 * (SyntheticRun.noise(sensor, day / 9, 7) - 0.5)
      let level = 0.2 + 0.12 * SyntheticRun.noise(sensor, 3)
      pairs.times.append(time)
      pairs.stationTimes.append(time + Int64((n(5) * 100).rounded()) * 60_000_000)
      pairs.station.append(max(0.01, level + season + 0.02 * n(2)))
      let filled = run.tellsFilled && product == 0 && day % filledEvery == 0
      pairs.product.append(
        max(0.005, 0.9 * level + 0.02 * Double(product % 5) + 0.8 * season + (filled ? 0.16 : 0.08) * n(3)))
      codes.append(filled ? 1 : 0)
    }
    pairs.productAnomalies = pairs.times.map { _ in .nan }
    pairs.stationAnomalies = pairs.productAnomalies
    if run.tellsFilled, product == 0 { pairs.groups = [.flag: codes] }
    return pairs
  }

  /// The run with the whole-record scores of its pairs.
  func result() throws -> RunResult {
    var result = try run.result()
    var table = ScoreTable()
    for sensor in result.sensors.indices {
      for product in result.experiment.products.indices {
        let pairs = matchUps(product: product, sensor: sensor)
        let found = metrics(product: pairs.product, reference: pairs.station)
        let scores = result.experiment.metrics.map { metric in
          Score(
            stratification: .all, group: "all", scaling: .none, metric: metric, value: found[metric].value,
            count: pairs.count, status: found[metric].status)
        }
        table.enter(scores, sensor: sensor, product: product)
      }
    }
    result.table = table
    result.summary = Summary(
      of: table, sensors: result.sensors, placements: result.placements, experiment: result.experiment)
    return result
  }

  /// Writes `matchups.nc`.
  func write(_ result: RunResult, to path: String) throws {
    let file = try MatchUpsFile(
      path: path, experiment: result.experiment, sensors: result.sensors, placements: result.placements)
    for sensor in result.sensors.indices {
      for product in result.experiment.products.indices {
        try file.append(matchUps(product: product, sensor: sensor))
      }
    }
    try file.commit()
  }

  /// The desk of a run with its pairs in a temporary folder that the body may use.
  func withDesk<Value>(
    of given: RunResult? = nil, _ body: (FigureDesk, _ folder: String) async throws -> Value
  ) async throws -> Value {
    let result = try given ?? result()
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pairs-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try write(result, to: folder + "/matchups.nc")
    let pairs = try RunPairs(
      reading: folder + "/matchups.nc", sensors: result.sensors.count,
      products: result.experiment.products.count)
    return try await body(FigureDesk(run: result, pairs: pairs), folder)
  }
}

/// The blocks of a figure's data: each block's title and its rows, cells with blanks unquoted.
struct DataBlocks {
  struct Block {
    var title: String
    var header: [String]
    var rows: [[String]]
    func column(_ name: String) -> [Double] {
      guard let index = header.firstIndex(of: name) else { return [] }
      return rows.map { Double($0[index]) ?? .nan }
    }
  }
  var blocks: [Block] = []

  init(_ text: String) {
    for part in text.components(separatedBy: "\n\n\n") {
      var comments: [String] = []
      var rows: [[String]] = []
      for line in part.split(separator: "\n") {
        if line.hasPrefix("#") {
          comments.append(String(line.dropFirst(2)))
        } else {
          rows.append(DataBlocks.cells(line))
        }
      }
      blocks.append(
        Block(
          title: comments.dropLast().last ?? "",
          header: comments.last?.split(separator: " ").map(String.init) ?? [], rows: rows))
    }
  }

  private static func cells(_ line: Substring) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == " ", !isQuoted {
        cells.append(cell)
        cell = ""
      } else {
        cell.append(character)
      }
    }
    return cells + [cell]
  }

  subscript(title title: String) -> Block? { blocks.first { $0.title == title } }
}
