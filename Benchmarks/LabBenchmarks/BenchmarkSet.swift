import Files
import Foundation
import NatureRun

/// An archive with products: what is read and scored.
struct BenchmarkSet {
  /// A short name for keys and files.
  var name: String
  /// The archives to read: the same content in each form.
  var archives: [(key: String, title: String, path: String)]
  /// The experiment whose sensors and products are scored.
  var experiment: String
  /// The matching windows in hours.
  var windows: [Int]

  /// The example, written afresh, and the Hawaii archive where the real data are at hand.
  static func prepare(in work: String, data: String?) throws -> [BenchmarkSet] {
    try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
    let example = work + "/example"
    try ExampleArchive.write(to: example, seed: 1)
    var sets = [
      BenchmarkSet(
        name: "example", archives: [("example-folder", "the example, a folder", example + "/archive")],
        experiment: example + "/experiment.yml", windows: [2, 12])
    ]
    guard let data else { return sets }
    let zip = data + "/ismn/hawaii_ceop.zip"
    let folder = work + "/hawaii"
    try unpack(zip, into: folder)
    let experiment = work + "/hawaii.yml"
    try hawaii(zip: zip, cells: data + "/cells").write(toFile: experiment, atomically: true, encoding: .utf8)
    sets.append(
      BenchmarkSet(
        name: "hawaii",
        archives: [
          ("hawaii-folder", "Hawaii, a folder", folder), ("hawaii-zip", "Hawaii, a zip", zip),
        ], experiment: experiment, windows: [1, 12]))
    return sets
  }

  /// The experiment of five products on the Hawaii archive.
  private static func hawaii(zip: String, cells: String) -> String {
    let products = [
      ("C3S_V202012", "c3s-combined-v202012"), ("ESA_CCI_SM_C_V07_1", "esa-cci-combined-v07"),
      ("ERA5_LAND_V20190904", "era5-land"), ("SMAP_V8_AM", "smap-l3-v8-am"), ("SMAP_V9_AM_PM", "smap-l3-v9"),
    ]
    var text = """
      stations: {archive: \(zip)}
      matching: {window: 1h, distance: 200}
      scaling: [none, mean-std, cdf]
      strata: [all, koppen, season, year]
      products:

      """
    for (name, entry) in products {
      text += "  - {name: \(name), description: \(entry), files: \(cells)/\(name)/*.nc}\n"
    }
    return text
  }

  /// Unpacks a zip with our own reader, member by member.
  private static func unpack(_ zip: String, into folder: String) throws {
    let tree = try FileTree.open(zip)
    for entry in tree.entries {
      let path = folder + "/" + entry.relativePath
      try FileManager.default.createDirectory(
        atPath: Paths.folder(of: path), withIntermediateDirectories: true)
      try Data(try tree.contents(of: entry, limit: 1 << 30)).write(to: URL(fileURLWithPath: path))
    }
  }
}
