import ArgumentParser
import Files
import Foundation
import Grids
import Products
import Report

struct CoverageCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Counts day by day how much of the land products see, and draws the curves.",
    discussion: """
      lab coverage "cci=data/cci/*.nc:esa-cci-combined-v05" --out coverage
      lab coverage "amsr2=a2/*.nc:lprm-amsr2-d-x" "smap=smap/*.h5:smap-l3-36km-am" --from 2016-01-01 --to 2016-12-31 --out cover
      Each product is NAME=FILES:ENTRY, its files as a pattern in quotes and its entry in the catalogue (`lab catalogue`).
      The folder then holds coverage.csv (product, date, cells, valid) and coverage.svg with its script and data.
      Land are the cells that have a valid value on any day of the period, unless --mask names a map.
      """)

  @Argument(help: "The products, each NAME=FILES:ENTRY.")
  var products: [String]

  @Option(name: .long, help: "The folder to write into; it is made where it is not there.")
  var out: String

  @Option(name: .long, help: "The first day, such as 2016-01-01. Default: the first with a value.")
  var from: String?

  @Option(name: .long, help: "The last day. Default: the last with a value.")
  var to: String?

  @Option(name: .long, help: "West,south,east,north in degrees: only cells with their centres there.")
  var region: String?

  @Option(name: .long, help: "FILE:VARIABLE, a netCDF map that is above 0.5 on land.")
  var mask: String?

  @Option(name: .long, help: "A file of your own catalogue entries.")
  var catalogue: String?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if products.isEmpty { throw ValidationError("Give at least one product.") }
    if (from == nil) != (to == nil) { throw ValidationError("Give both --from and --to, or neither.") }
  }

  func run() async throws {
    var entries = try Catalogue.shipped()
    if let catalogue { entries = try entries.adding(file: catalogue) }
    let box = try region.map { text throws(Failure) in try CoverageCommand.box(text) }
    let period = try self.period()
    var counts: [CoverageCount] = []
    var progress = ProgressLine(isQuiet: common.quiet)
    for text in products {
      let product = try ProductArgument(text)
      let reader = try DailyMapReader(
        name: product.name, description: try entries.entry(named: product.entry), files: product.files,
        region: box)
      let land = try mask.map { text throws(Failure) in try CoverageCommand.land(text, reader.window) }
      counts.append(
        try CoverageCount(of: reader, land: land, period: period, jobs: common.threads) { done, total in
          progress.update(done: done, total: total, what: product.name)
        })
    }
    progress.clear()
    do {
      try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    } catch {
      throw Failure(.data, "the folder cannot be made", path: out)
    }
    let table = "product,date,cells,valid\n" + counts.map(\.table).joined()
    try AtomicFile.write(table, to: out + "/coverage.csv")
    let words = mask == nil ? "cells with a valid value on any day" : "the cells of the mask"
    _ = try await CoverageCurve(counts).draw(as: "coverage", land: words, in: out)
    guard !common.quiet else { return }
    for count in counts {
      let share = (count.meanShare * 1000).rounded() / 10
      Terminal.output(
        "\(count.product): \(count.days.count) days, \(count.cells) cells of land, mean \(share) %")
    }
  }

  private func period() throws(Failure) -> (first: Int64, last: Int64)? {
    guard let from, let to else { return nil }
    guard let first = UTC.instant(from), let last = UTC.instant(to) else {
      throw Failure(.usage, "--from and --to are dates such as 2016-01-01")
    }
    return (first, last)
  }

  private static func box(_ text: String) throws(Failure) -> GeographicBox {
    let numbers = text.split(separator: ",").compactMap { Double($0.trimmingCharacters(in: .whitespaces)) }
    guard numbers.count == 4, numbers.allSatisfy(\.isFinite), numbers[1] <= numbers[3] else {
      throw Failure(.usage, "--region is west,south,east,north in degrees, such as 96,28,112,44")
    }
    return GeographicBox(latitudes: numbers[1]...numbers[3], west: numbers[0], east: numbers[2])
  }

  private static func land(_ text: String, _ window: MapWindow) throws(Failure) -> [Bool] {
    guard let colon = text.lastIndex(of: ":") else { throw Failure(.usage, "--mask is FILE:VARIABLE") }
    let raster = try Raster(file: String(text[..<colon]), variable: String(text[text.index(after: colon)...]))
    let points = window.latitudes.flatMap { latitude in
      window.longitudes.map { GeographicPoint(latitude: latitude, longitude: $0) }
    }
    return try raster.values(at: points).map { ($0 ?? 0) > 0.5 }
  }
}

/// A product as a command line names it: NAME=FILES:ENTRY.
struct ProductArgument: Hashable {
  let name: String
  let entry: String
  let files: [String]

  init(_ text: String) throws(Failure) {
    guard let equals = text.firstIndex(of: "="), let colon = text.lastIndex(of: ":"), equals < colon else {
      throw Failure(
        .usage, "'\(text)' is no product",
        advice: "Write NAME=FILES:ENTRY, such as \"cci=data/*.nc:esa-cci-combined-v05\"")
    }
    name = String(text[..<equals])
    entry = String(text[text.index(after: colon)...])
    let pattern = String(text[text.index(after: equals)..<colon])
    files = Paths.glob(pattern).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    guard !files.isEmpty else { throw Failure(.data, "no file fits the pattern", path: pattern) }
  }
}
