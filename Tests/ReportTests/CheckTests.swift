import Files
import Foundation
import Numerics
import Statistics
import Testing

@testable import Lab
@testable import Report

/// Two accuracy tables side by side, made up.
@Suite struct CheckTests {
  /// Sensors in networks, each with a value a metric that a function gives.
  private struct MadeUp {
    var networks = 8
    var perNetwork = 4
    var metrics: [Metric] = [.r, .bias, .ubRMSE]
    var classes = ["BSk", "Dfb"]
    var width: Float = 0.05
    var product = "P"
    var lab = "0"
    /// The fingerprint of the stations' file.
    var stations = "a"

    func table(_ value: (_ metric: Int, _ network: Int, _ station: Int) -> Double) throws -> StoredAccuracy {
      var synthetic = SyntheticRun(products: [product], stations: 1)
      synthetic.strata = [.all, Stratification(factors: [.koppen])]
      synthetic.metrics = metrics.map(\.rawValue)
      var run = try synthetic.result()
      run.sensors = []
      var table = ScoreTable()
      for index in 0..<networks * perNetwork {
        let (network, station) = (index / perNetwork, index % perNetwork)
        run.sensors.append(
          ScoredSensor(
            network: "N\(network)", station: "S\(station)", sensor: "Probe", latitude: 0, longitude: 0,
            elevation: .nan, depthFrom: 0.05, depthTo: 0.05,
            groups: [.koppen: classes[station % classes.count], .network: "N\(network)"]))
        let scores = metrics.enumerated().map { position, metric in
          let value = value(position, network, station)
          return Score(
            stratification: .all, group: "all", scaling: .none, metric: metric, value: value,
            lower: value - Double(width), upper: value + Double(width), count: 100, effectiveCount: 20,
            status: .ok)
        }
        table.enter(scores, sensor: index, product: 0)
      }
      run.table = table
      run.placements = []
      run.summary = Summary(of: table, sensors: run.sensors, experiment: run.experiment)
      return StoredAccuracy(run, folder: "", manifest: manifest)
    }

    private var manifest: Manifest {
      var input = Manifest.Entry(role: "stations", name: "a.zip", digest: Digest(of: stations))
      input.bytes = 1
      return Manifest(
        lab: lab, seed: 1, inputs: [input], outputs: [], libraries: [:], cpuKernel: "", networks: [],
        catalogue: [:], remarks: [], run: .init(experiment: "", folder: "", started: "", seconds: 0, jobs: 1))
    }
  }

  private func base(_ metric: Int, _ network: Int, _ station: Int) -> Double {
    0.04 + 0.01 * SyntheticRun.noise(metric, network, station)
  }

  @Test func theSameDifferenceEverywhereIsNoChance() throws {
    let made = MadeUp()
    let then = try made.table(base)
    let now = try made.table { base($0, $1, $2) + 0.001 }
    let rows = PairedRows(run: now, baseline: then).rows
    #expect(rows.count == 9)
    for row in rows {
      #expect(abs((row.difference ?? 0) - 0.001) < 1e-12)
      #expect(row.verdict == (row.metric == "R" ? .improved : .worse))
    }
    #expect(rows.allSatisfy { $0.networks == 8 && [16, 32].contains($0.stations ?? 0) })
    #expect(PairedRows(run: then, baseline: then).rows.allSatisfy { $0.verdict == .same && $0.p == nil })
  }

  @Test func biasIsBetterNearerToZero() throws {
    let made = MadeUp(metrics: [.bias])
    func verdict(_ from: Double, _ to: Double, noise: Double = 0.001) throws -> CheckVerdict? {
      let then = try made.table { from + noise * (SyntheticRun.noise($0, $1, $2) - 0.5) }
      let now = try made.table { to + noise * (SyntheticRun.noise($0, $1, $2, 5) - 0.5) }
      return PairedRows(run: now, baseline: then).rows.first?.verdict
    }
    #expect(try verdict(0.05, 0.02) == .improved)
    #expect(try verdict(-0.05, -0.02) == .improved)
    #expect(try verdict(-0.02, -0.05) == .worse)
    #expect(try verdict(0.02, -0.05) == .worse)
    #expect(try verdict(0.02, -0.02, noise: 0.02) == .same)
  }

  @Test func whatIsGoneIsMissingAndWhatIsMoreIsNew() throws {
    let then = try MadeUp().table(base)
    let fewer = try MadeUp(networks: 7).table(base)
    let lost = PairedRows(run: fewer, baseline: then).rows
    #expect(lost.filter { $0.verdict == .missing }.map(\.place) == (0..<4).map { "N7/S\($0)/Probe" })
    let gained = PairedRows(run: then, baseline: fewer).rows
    #expect(gained.filter { $0.verdict == .new }.count == 4 && !gained.contains { $0.verdict.isRegression })
    let other = try MadeUp(classes: ["BSk", "Cfa"]).table(base)
    let classes = PairedRows(run: other, baseline: then).rows
    #expect(classes.filter { $0.verdict == .missing }.map(\.group) == ["Dfb", "Dfb", "Dfb"])
    #expect(classes.filter { $0.verdict == .new }.map(\.group) == ["Cfa", "Cfa", "Cfa"])
  }

  /// Four networks: t on their means 0.01, 0.01, 0.02, 0.02 is 0.015/(0.00577/2) = 5.196 with 3 degrees of freedom.
  @Test func belowFiveNetworksTheStationsAloneAreJudged() throws {
    let changes = [0.01, 0.01, 0.02, 0.02].enumerated().map {
      FewNetworks.Change(network: "N\($0)", difference: $1, errors: nil)
    }
    let few = FewNetworks(changes, level: 0.95)
    let p = StudentT.twoSided(0.015 / (0.01 / 3.0.squareRoot() / 2), degreesOfFreedom: 3)
    #expect(abs((few.p ?? 0) - p) < 1e-9)
    #expect((few.lower ?? 0) > 0)
    // One station: its own intervals are all there is. d/√(0.003² + 0.004²) = 2 → 4.55 %.
    let one = FewNetworks([.init(network: "N", difference: 0.01, errors: [0.003, 0.004])], level: 0.95)
    #expect(abs((one.p ?? 0) - 0.0455) < 1e-4)
    #expect(FewNetworks([.init(network: "N", difference: 0.01, errors: nil)], level: 0.95).p == nil)
    #expect(FewNetworks([], level: 0.95).p == nil)
  }

  /// Names in a check's four pages: terminal, Markdown, JSON and, as any table, CSV.
  @Test(arguments: TableTests.hostile) func pagesAreHarmless(name: String) throws {
    let then = try MadeUp(product: name).table(base)
    let now = try MadeUp(product: name, lab: name, stations: "b").table { base($0, $1, $2) + 0.001 }
    let check = try AccuracyCheck(now, against: then, name: name)
    #expect(check.mode == .changedInputs && check.regressions == 6)
    #expect(check.remarks.contains("Input files of stations changed: 1 in the baseline, 1 now"))
    let terminal = check.terminalText().split(separator: "\n", omittingEmptySubsequences: false)
    #expect(terminal.count == 1 + check.remarks.count + 10)
    #expect(!terminal.joined().unicodeScalars.contains(where: PlainText.isControl))
    let bare = check.markdown.replacing("\\\\", with: "").replacing("\\|", with: "")
    #expect(
      bare.split(separator: "\n").filter { $0.hasPrefix("|") }.allSatisfy { $0.count { $0 == "|" } == 15 })
    #expect(!check.markdown.contains("<script") && !check.markdown.contains("](http:"))
    #expect(!(try check.json()).unicodeScalars.contains { $0 != "\n" && PlainText.isControl($0) })
    let page = try JSONSerialization.jsonObject(with: Data(try check.json().utf8)) as? [String: Any]
    #expect(page?["baseline"] as? String == name && page?["passed"] as? Bool == false)
    #expect((page?["rows"] as? [[String: Any]])?.first?["product"] as? String == name)
  }

  #if !DEBUG
    /// How often a check fails, and how often a row, of a product made anew with an error of the same size.
    @Test(arguments: [(8, 4), (20, 3), (3, 4)]) func anEqualProductSeldomFails(networks: Int, perNetwork: Int)
      throws
    {
      let trials = 400
      var failed = 0
      var worse = 0
      var rows = 0
      var made = MadeUp(networks: networks, perNetwork: perNetwork)
      // The stations' own intervals fit the noise below: σ = √(0.4² + 0.6² + 1) · 0.01 of each table.
      made.width = Float(1.96 * 0.01 * (0.16 + 0.36 + 1.0).squareRoot())
      for trial in 0..<trials {
        // Noise of the network's weather, shared by metrics, and of the station.
        func noise(_ side: Int, _ metric: Int, _ network: Int, _ station: Int) -> Double {
          func z(_ salts: Int...) -> Double {
            let u = SyntheticRun.noise(trial, side, salts[0], salts[1], salts[2])
            return Normal.quantile(min(max(u, 1e-9), 1 - 1e-9))
          }
          return 0.01
            * (0.4 * z(1, network, 99) + 0.6 * z(2 + metric, network, 98) + z(20 + metric, network, station))
        }
        let then = try made.table { base($0, $1, $2) + noise(1, $0, $1, $2) }
        let now = try made.table { base($0, $1, $2) + noise(2, $0, $1, $2) }
        let result = PairedRows(run: now, baseline: then).rows
        rows += result.count
        worse += result.count { $0.verdict == .worse }
        failed += result.contains { $0.verdict.isRegression } ? 1 : 0
      }
      print(
        "\(networks) networks of \(perNetwork): \(failed) of \(trials) checks failed, \(worse) of \(rows) rows worse"
      )
      // Benjamini and Hochberg at 5 %, one of two directions: 2.5 % of checks are to be expected at most.
      #expect(Double(failed) / Double(trials) < 0.05)
      #expect(Double(worse) / Double(rows) < 0.03)
    }
  #endif
}
