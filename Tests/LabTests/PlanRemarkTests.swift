import NatureRun
import Testing

@testable import Lab

@Suite("What a plan remarks on")
struct PlanRemarkTests {
  @Test("an unverified description is remarked on, also with changed keys and when it is reread")
  func unverified() throws {
    let folder = try TemporaryFolder()
    try ExampleArchive.write(to: folder.path, seed: 1)
    func remarks(_ description: String) throws -> [String] {
      let text = """
        stations: {archive: archive, networks: [ALPHA-NET]}
        products: [{name: P, files: products/daily/*.nc, description: \(description)}]
        """
      let experiment = try Experiment.read(path: try folder.write(text, to: "e.yml"))
      let reread = try Experiment.read(path: try folder.write(experiment.yaml, to: "resolved.yml"))
      let first = try Plan(experiment).remarks
      #expect(try Plan(reread).remarks.count == first.count)
      return first
    }
    let changed = try remarks("{catalogue: esa-cci-combined-v09, valid: [0, 1]}")
    #expect(changed.count == 1)
    #expect(changed.first?.contains("catalogue entry esa-cci-combined-v09") == true)
    #expect(try remarks("{catalogue: esa-cci-combined-v07, valid: [0, 1]}").isEmpty)
    #expect(try remarks("{variable: sm, units: m3 m-3}").isEmpty)
  }
}
