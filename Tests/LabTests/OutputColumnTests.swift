import Files
import Foundation
import Grids
import NatureRun
import Stations
import Statistics
import Testing

@testable import Lab
@testable import Products

@Suite("What the tables say of places and flags")
struct OutputColumnTests {
  private let orbit = SampleGroups(
    variable: "o",
    groups: [.init(name: "descending", .equals, [0]), .init(name: "ascending", .equals, [1])])

  @Test("matchups.nc holds what each product says of its values, with one number a name")
  func groupsOfPairs() throws {
    let folder = try TemporaryFolder()
    let other = SampleGroups(
      variable: "f",
      groups: [.init(name: "filled", .equals, [0]), .init(name: "by hand", .equals, [2])])
    let experiment = try MadeUpPairs.experiment(
      "", products: [[.flag: MadeUpPairs.told], [.flag: other, .orbit: orbit], [:]])
    let path = folder.path + "/matchups.nc"
    let file = try MatchUpsFile(
      path: path, experiment: experiment, sensors: [MadeUpPairs.sensor()],
      placements: [[Placement(distance: 7.5, stations: 2), Placement(distance: 0, stations: 1), nil]])
    var second = MadeUpPairs.pairs([0, 1, 9])
    second.groups[.orbit] = [1, 255, 0]
    for pairs in [MadeUpPairs.pairs([0, 1, 255, 1]), second, MadeUpPairs.pairs([0, 0])] {
      try file.append(pairs)
    }
    try file.commit()

    let reader = try NetCDFFile(reading: path)
    let flag = try reader.requiredVariable("flag")
    #expect(flag.type == .int8 && flag.text("flag_meanings") == "observed filled by_hand")
    #expect(flag.attributes["flag_values"] == .values(.int8([0, 1, 2])))
    #expect(try reader.raw(flag) == .int8([0, 1, -1, 1, 1, 2, -1, -1, -1]))
    let passes = try reader.requiredVariable("orbit")
    #expect(passes.text("flag_meanings") == "descending ascending")
    #expect(try reader.raw(passes) == .int8([-1, -1, -1, -1, 1, -1, 0, -1, -1]))
    #expect(reader.variable("day_night") == nil && reader.variable("frozen") == nil)
    #expect(try reader.requiredVariable("product").text("ancillary_variables") == "flag orbit")
    let distance = try reader.requiredVariable("distance")
    #expect(distance.text("units") == "km")
    let distances = try reader.doubles(distance)
    #expect(distances.count == 3 && distances.prefix(2) == [7.5, 0] && distances[2].isNaN)
  }

  @Test("a cell's stations are counted once each, product by product")
  func placements() {
    let near = ProductCell(index: 0, point: GeographicPoint(latitude: 40, longitude: 0), identifier: nil)
    let far = ProductCell(index: 1, point: GeographicPoint(latitude: 40, longitude: 1), identifier: nil)
    func unit(_ names: (network: String, station: String)..., instrument: String = "P") -> ScoredUnit {
      let members = names.map { network, station in
        Plan.Source(
          archive: 0,
          sensor: Sensor(
            network: network, station: station, variable: "sm", depthFrom: 0.05, depthTo: 0.05,
            instrument: instrument, latitude: 40, longitude: 0, elevation: nil, path: ""))
      }
      return ScoredUnit(members: members, groups: names.map { _ in [:] })
    }
    // The first station has two sensors; the third stands in another network under the same name.
    let units = [
      unit(("N", "A")), unit(("N", "A"), instrument: "Q"), unit(("N", "B")), unit(("M", "A")),
    ]
    let found = Placement.all(of: units, in: [[near, near], [near, near], [near, far], [near, nil]])
    #expect(found.map { $0[0]?.stations } == [3, 3, 3, 3])
    #expect(found.map { $0[1]?.stations } == [1, 1, 1, nil])
    #expect(found[0][0]?.distance == 0)
    // One degree of longitude at 40° N by the haversine formula, R = 6371 km: 85.1798 km.
    #expect(found[2][1].map { abs($0.distance - 85.1798) < 1e-4 } == true)
    // A unit of three stations counts for three.
    let cell = Placement.all(of: [unit(("N", "A"), ("N", "B"), ("N", "B"), ("N", "C"))], in: [[near]])
    #expect(cell[0][0]?.stations == 3)
  }

  @Test("columns of old runs keep their names and places; what cannot be known stays empty or unknown")
  func columns() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/scores.csv"
    let file = try ScoresFile(path: path)
    let score = Score(
      stratification: .all, group: "all", scaling: .none, metric: .bias, value: 0.5, lower: nil, upper: nil,
      count: 9, effectiveCount: nil, status: .ok)
    var sensor = MadeUpPairs.sensor()
    try file.append([score], product: "P", sensor: sensor, placement: nil)
    sensor.groups[.frm] = "very representative"
    try file.append([score], product: "P", sensor: sensor, placement: Placement(distance: 1.25, stations: 3))
    try file.commit()
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(
      lines.first
        == "product,network,station,sensor,latitude,longitude,depth_from,depth_to,koppen,stratum,group,scaling,metric,value,ci_lower,ci_upper,n,n_eff,status,distance,frm,cell_stations"
    )
    #expect(
      lines.dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false).suffix(4).joined(separator: ",")
      } == [
        "ok,,unknown,", "ok,1.25,very representative,3",
      ])
  }

  @Test("strata and columns by place change neither the ledger nor the pairs nor the scores of all pairs")
  func nothingElseChanges() throws {
    let folder = try TemporaryFolder()
    try ExampleArchive.write(to: folder.path, seed: 1)
    var experiment = try Experiment.read(path: folder.path + "/experiment.yml")
    experiment.metrics = [.r, .bias, .ubRMSE]
    experiment.strata = [.all]
    let kinds: [StratumKind] = [
      .flag, .flagCommon, .orbit, .dayNight, .frozen, .distance, .cellStations, .water,
    ]
    var runs: [[String: String]] = []
    var plan: Plan?
    var results: [RunResult] = []
    for strata in [[], kinds.map { Stratification(factors: [$0]) }] {
      experiment.strata = [.all] + strata
      let made = try Plan(experiment)
      let run = try RunFolder(path: folder.path + "/run\(runs.count)", overwrite: false)
      results.append(try Validation.run(made, into: run, jobs: 2))
      try run.publish()
      var files: [String: String] = [:]
      for name in ["exclusions.csv", "matchups.nc", "scores.csv"] {
        let bytes = try #require(
          FileManager.default.contents(atPath: folder.path + "/run\(runs.count)/" + name))
        files[name] = bytes.base64EncodedString()
      }
      let scores = try String(
        contentsOfFile: folder.path + "/run\(runs.count)/scores.csv", encoding: .utf8)
      files["all"] = scores.split(separator: "\n").filter { $0.contains(",all,all,") }.joined(separator: "\n")
      runs.append(files)
      plan = made
    }
    for name in ["exclusions.csv", "matchups.nc", "all"] {
      #expect(runs[0][name] == runs[1][name], "\(name)")
    }
    #expect(runs[0]["scores.csv"] != runs[1]["scores.csv"])

    // The places: by the plan's own cells, counted here another way.
    let made = try #require(plan)
    #expect(results[1].placements == made.placements)
    var shared = 0
    for (sensor, row) in made.placements.enumerated() {
      for (product, placement) in row.enumerated() {
        let cell = made.cells[sensor][product]
        #expect((placement == nil) == (cell == nil))
        guard let placement, let cell else { continue }
        let place = GeographicPoint(
          latitude: made.sensors[sensor].latitude, longitude: made.sensors[sensor].longitude)
        #expect(placement.distance == cell.point.distance(to: place))
        #expect(placement.distance <= experiment.matching.distance)
        let neighbours = made.sensors.indices.filter { made.cells[$0][product] == cell }
        #expect(placement.stations == Set(neighbours.map { made.sensors[$0].station }).count)
        if neighbours.count > 1 { shared += 1 }
      }
    }
    #expect(shared > 0)
    // Day and night by the sun: the model has both, in numbers that add up to all of its pairs.
    let table = try #require(results.last).table
    func count(_ stratum: StratumKind, _ group: String) -> Int {
      let key = ScoreTable.Key(
        product: 0, stratification: Stratification(factors: [stratum]), group: group, scaling: .none,
        metric: .bias)
      return (table[key]?.counts ?? []).reduce(0) { $0 + Int($1) }
    }
    #expect(count(.dayNight, "day") > 0)
    #expect(count(.dayNight, "day") + count(.dayNight, "night") == count(.all, "all"))
  }

  /// From the files on: codes follow their samples through reading and matching.
  @Test("the groups of a product's flag are the products read with a rule on that flag")
  func flagsFromFiles() throws {
    let folder = try TemporaryFolder()
    try ExampleArchive.write(to: folder.path, seed: 1)
    let files = "files: products/daily/*.nc"
    let path = try folder.write(
      """
      stations: {archive: archive}
      products:
        - name: BOTH
          \(files)
          description:
            {variable: sm, fill: -9999, groups: {flag: {variable: flag, values: {observed: 0}, otherwise: filled}}}
        - name: OBSERVED
          \(files)
          description: {variable: sm, fill: -9999, flag: {variable: flag, rule: equals, value: 0}}
        - name: FILLED
          \(files)
          description: {variable: sm, fill: -9999, flag: {variable: flag, rule: not-equals, value: 0}}
      matching: {window: 2h}
      strata: [flag*season, flag]
      metrics: [R, bias, ubRMSE]
      minimum: {pairs: 10}
      """, to: "flag.yml")
    let run = try RunFolder(path: folder.path + "/run", overwrite: false)
    let result = try Validation.run(try Plan(try Experiment.read(path: path)), into: run, jobs: 2)
    try run.publish()
    func column(_ product: Int, _ stratum: [StratumKind], _ group: String, _ metric: Metric) throws
      -> ScoreTable.Column
    {
      try #require(
        result.table[
          ScoreTable.Key(
            product: product, stratification: Stratification(factors: stratum), group: group,
            scaling: .none, metric: metric)])
    }
    var valued = [0, 0]
    for (alone, group) in [(1, "observed"), (2, "filled")] {
      for metric in [Metric.r, .bias, .ubRMSE] {
        let split = try column(0, [.flag], group, metric)
        let own = try column(alone, [.all], "all", metric)
        #expect(split.sensors == own.sensors && split.counts == own.counts)
        for (left, right) in zip(split.values, own.values) {
          #expect(left == right || left.isNaN && right.isNaN)
          if left.isFinite { valued[alone - 1] += 1 }
        }
        var seasons = 0
        for season in ["DJF", "MAM", "JJA", "SON"] {
          let part = try column(0, [.flag, .season], "\(group)*\(season)", metric)
          for count in part.counts { seasons += Int(count) }
        }
        #expect(seasons == split.counts.reduce(0) { $0 + Int($1) })
      }
    }
    #expect(valued[0] > 30 && valued[1] > 10)

    // The pairs in the file say the same.
    let file = try NetCDFFile(reading: folder.path + "/run/matchups.nc")
    guard case .int8(let codes) = try file.raw(try file.requiredVariable("flag")) else {
      Issue.record("the flag is no byte")
      return
    }
    for (code, group) in [(Int8(0), "observed"), (1, "filled")] {
      let counted = try column(0, [.flag], group, .bias).counts.reduce(0) { $0 + Int($1) }
      #expect(codes.count { $0 == code } == counted)
    }
  }
}
