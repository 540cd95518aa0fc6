import Foundation
import Testing

@Suite("lab catalogue")
struct CatalogueCommandTests {
  private struct Entry: Decodable {
    var name: String
    var aliases: [String]
    var family: String
    var quantity: String
    var verified: String?
    var yaml: [String]
  }

  private func entries(_ arguments: [String], in folder: String? = nil) throws -> [Entry] {
    let outcome = try LabProcess.run(["catalogue", "--json"] + arguments, in: folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try JSONDecoder().decode([Entry].self, from: Data(outcome.output.utf8))
  }

  @Test("lists every entry once, in columns, by family")
  func list() throws {
    let outcome = try LabProcess.run(["catalogue"])
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    let titleColumn = try #require(lines.first?.range(of: "TITLE")).lowerBound
    let offset = try #require(lines.first).distance(from: "".startIndex, to: titleColumn)
    let all = try entries([])
    #expect(all.count > 100)
    #expect(Set(all.map(\.name)).count == all.count)
    for entry in all {
      let row = try #require(lines.first { $0.hasPrefix(entry.name + " ") }, "\(entry.name)")
      let before = row.prefix(offset)
      #expect(before.hasSuffix("  "), "\(row)")
      #expect(before.contains(entry.quantity) && before.contains(entry.verified ?? "own"))
      if !entry.aliases.isEmpty { #expect(row.hasSuffix("(also \(entry.aliases.joined(separator: ", ")))")) }
    }
    for family in Set(all.map(\.family)) { #expect(lines.contains(family)) }
    #expect(all.filter { $0.quantity == "precipitation" }.allSatisfy { $0.name.hasPrefix("imerg") })
  }

  @Test("explains an entry by name or alias; its YAML is an experiment's description")
  func explains() throws {
    let outcome = try LabProcess.run(["catalogue", "spl3smp-e-pm"])
    #expect(outcome.status == 0)
    for words in [
      "smap-l3-9km-pm (also spl3smp-e-pm)", "EASE-Grid 2.0, 9 km", "variable tb_time_seconds_pm",
      "0.02 to 0.5", "orbit: every sample is ascending",
      "frozen where all bits of 256 are set in surface_flag_pm, otherwise thawed",
      "after the producer's documents", "every sample, whatever its quality flags",
    ] { #expect(outcome.output.contains(words), "\(words) in \(outcome.output)") }
    #expect(
      outcome.output.split(separator: "\n").filter { !$0.contains(": ") }.allSatisfy { $0.count <= 110 })

    // What stands under "Written out" is read back as it is.
    let sandbox = try Sandbox()
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "    description:"))
    let description = lines[start...].prefix { !$0.isEmpty }.joined(separator: "\n")
    try sandbox.write(
      "stations: {archive: a.zip}\nproducts:\n  - name: P\n    files: x.h5\n\(description)\n", to: "e.yml")
    let printed = try LabProcess.run(["validate", "e.yml", "--print-config"], in: sandbox.path)
    #expect(printed.status == 0, "\(printed.errors)")
    for line in description.split(separator: "\n").dropFirst() { #expect(printed.output.contains(line)) }
  }

  @Test("every entry that needs porosity, has no grid or is assumed says so in words")
  func warns() throws {
    for (name, words) in [
      ("ascat", "porosity: {file: FILE, variable: NAME}"), ("jaxa-amsr2", "hold no coordinates"),
      ("sgd-sm-2.0", "assumed after a kindred product"), ("lprm-tmi-day-x", "match daily"),
      ("sgd-sm-1.0", "filled where original_sm_c1 is missing, otherwise observed"),
      ("imerg-v07", "the date in the file's name, yyyyMMdd-SHHmmss"),
      ("smos-l3-asc", "Mean_Acq_Time_Days (days) + Mean_Acq_Time_Seconds (seconds) since 2000-01-01"),
      ("lis-hist", "position 0, counted from 0, along SoilMoist_profiles"),
    ] {
      let outcome = try LabProcess.run(["catalogue", name])
      // The words may be broken over lines.
      let text = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(text.contains(words), "\(name): \(text)")
    }
  }

  @Test("an unknown name is answered with near ones, exit 2, one line")
  func unknown() throws {
    let outcome = try LabProcess.run(["catalogue", "esa-cci-combind-v07"])
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("esa-cci-combined-v07"))
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(try LabProcess.run(["catalogue", "lab", "--find", "x"]).status == 2)
  }

  @Test("--find keeps the entries that mention every word, in either case, in any key")
  func find() throws {
    let found = try entries(["--find", "SMAP 9km"])
    #expect(found.map(\.name).contains("smap-l3-9km-am"))
    #expect(found.allSatisfy { ($0.name + $0.yaml.joined()).lowercased().contains("smap") })
    #expect(
      try entries(["--find", "soil_moisture_c2"]).map(\.name) == ["lprm-amsr2-a-c2", "lprm-amsr2-d-c2"])
    for arguments in [["--find", "zzz"], ["--find", "zzz", "--json"]] {
      let none = try LabProcess.run(["catalogue"] + arguments)
      #expect(none.status == 2 && none.output.isEmpty)
      #expect(none.errors.contains("no entry mentions 'zzz'"), "\(none.errors)")
      #expect(none.errors.contains("`lab catalogue`") && none.errors.contains("`lab inspect FILE`"))
    }
  }

  @Test("--file adds a user's entries and replaces shipped ones; its mistakes have file and line")
  func file() throws {
    let sandbox = try Sandbox()
    try sandbox.write(
      """
      family: My products
      entries:
        mine:
          like: smap-l4
          title: "Mine"
          aliases: [my-own]
        era5: {variable: other, title: "Not the shipped one"}
      """, to: "mine.yml")
    let all = try entries(["--file", "mine.yml"], in: sandbox.path)
    #expect(all.filter { $0.name == "era5" }.map(\.family) == ["My products"])
    #expect(all.first { $0.name == "mine" }?.verified == "assumed")
    let shown = try LabProcess.run(["catalogue", "my-own", "--file", "mine.yml"], in: sandbox.path)
    #expect(shown.output.contains("Geophysical_Data/sm_surface") && shown.output.contains("My products"))

    try sandbox.write("entries:\n  mine:\n    like: smap-l44\n", to: "mine.yml")
    let broken = try LabProcess.run(["catalogue", "--file", "mine.yml"], in: sandbox.path)
    #expect(broken.status == 2)
    #expect(broken.errors.contains("mine.yml:3: there is no entry 'smap-l44' above"), "\(broken.errors)")
    try sandbox.write("", to: "mine.yml")
    let empty = try LabProcess.run(["catalogue", "--file", "mine.yml"], in: sandbox.path)
    #expect(empty.status == 2 && empty.errors.contains("mine.yml"), "\(empty.errors)")
    #expect(try LabProcess.run(["catalogue", "--file", "nowhere.yml"], in: sandbox.path).status != 0)
  }
}
