import Foundation
import Testing

@Suite("The command line")
struct CommandLineTests {
  @Test("help teaches and exits with 0")
  func help() throws {
    let outcome = try LabProcess.run(["--help"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("lab validate demo-data/experiment.yml --out run"))
    #expect(try LabProcess.run(["validate", "--help"]).output.contains("--print-config"))
    #expect(try LabProcess.run(["--version"]).status == 0)
  }

  @Test(
    "mistakes on the command line exit with 2",
    arguments: [
      ["validte"], ["validate"], ["validate", "e.yml"], ["inspect"], ["inspect", "x", "--jobs", "0"],
      ["inspect", "x", "--bogus"],
    ])
  func usage(arguments: [String]) throws {
    let outcome = try LabProcess.run(arguments)
    #expect(outcome.status == 2)
    #expect(!outcome.errors.isEmpty && outcome.output.isEmpty)
  }

  @Test(
    "FIELD row 45: a typo in the experiment is one line with file and line, exit 2, nothing written",
    arguments: [
      ("statoins: {archive: a.zip}\n", "e.yml:1: unknown key 'statoins'. Did you mean 'stations'?"),
      ("stations: {archive: a.zip}\nproducts: []\nmatching: {window: -1h}\n", "e.yml:2: has no product"),
      (
        "stations: {archive: a.zip}\nproducts: [{name: P, description: era5-land, files: x.nc}]\nmatching: {window: -1h}\n",
        "e.yml:3: '-1h' is not a duration. Write 30min, 1h, 12h or 1d"
      ),
      (
        "stations: {archive: a.zip}\nproducts: [{name: P, description: era5-land, files: x.nc}]\nmatching: {distance: .nan}\n",
        "e.yml:3: expected a number, found '.nan'"
      ),
      (
        "stations: {archive: a.zip}\nproducts: [{name: P, description: era5-lnd, files: x.nc}]\n",
        "e.yml:2:"
      ),
      ("a: &x [1]\nb: [*x, *x]\n", "e.yml:1: YAML anchors and aliases are not supported"),
    ])
  func typo(text: String, message: String) throws {
    let sandbox = try Sandbox()
    try sandbox.write(text, to: "e.yml")
    let outcome = try LabProcess.run(["validate", "e.yml", "--out", "run"], in: sandbox.path)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(!FileManager.default.fileExists(atPath: sandbox.path + "/run"))
  }

  @Test("missing and broken data are one line, exit 3, nothing written")
  func brokenData() throws {
    let sandbox = try Sandbox()
    let products = "products: [{name: P, description: {variable: sm}, files: \"*.nc\"}]\n"
    for (archive, bytes) in [
      ("none.zip", nil), ("broken.zip", "PK\u{3}\u{4}truncated"), ("text.zip", "no zip"),
    ] {
      if let bytes { try sandbox.write(bytes, to: archive) }
      try sandbox.write("stations: {archive: \(archive)}\n" + products, to: "e.yml")
      let outcome = try LabProcess.run(["validate", "e.yml", "--out", "run"], in: sandbox.path)
      #expect(outcome.status == 3, "\(archive)")
      #expect(
        outcome.errors.contains(archive) && outcome.errors.split(separator: "\n").count == 1,
        "\(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: sandbox.path + "/run"))
      #expect(try LabProcess.run(["inspect", archive], in: sandbox.path).status == 3)
    }
    #expect(try LabProcess.run(["validate", "none.yml", "--out", "run"], in: sandbox.path).status == 2)
  }

  @Test("the resolved experiment reads back to itself")
  func printConfig() throws {
    let sandbox = try SharedExample.result.get()
    let first = try LabProcess.run(["validate", sandbox.path + "/experiment.yml", "--print-config"])
    #expect(first.status == 0)
    let copy = try Sandbox()
    try copy.write(first.output, to: "copy.yml")
    let second = try LabProcess.run(["validate", copy.path + "/copy.yml", "--print-config"])
    #expect(second.output == first.output)
  }

  @Test("inspect answers for an archive, a product, an experiment and as JSON")
  func inspect() throws {
    let sandbox = try SharedExample.result.get()
    let archive = try LabProcess.run(["inspect", "archive", "--json"], in: sandbox.path)
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(archive.output.utf8)) as? [String: Any])
    #expect((json["networks"] as? [String])?.contains("ALPHA-NET") == true)
    let product = try LabProcess.run(["inspect", "products/model"], in: sandbox.path)
    #expect(product.status == 0 && product.output.contains("contiguous ragged"))
    let experiment = try LabProcess.run(["inspect", "experiment.yml"], in: sandbox.path)
    #expect(experiment.status == 0 && experiment.output.contains("expected pairs"))
    #expect(experiment.errors.isEmpty, "no progress without a terminal")
  }
}
