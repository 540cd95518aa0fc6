import Foundation
import Testing

@testable import Files
@testable import Stations

struct MetadataTests {
  private let folder: TestFolder
  init() throws { folder = try TestFolder() }

  static let header =
    "quantity_name;unit;depth_from[m];depth_to[m];value;description;quantity_source_name;"
    + "quantity_source_description;quantity_source_provider;quantity_source_version;quantity_source_resolution;"
    + "quantity_source_timerange;quantity_source_url;"

  static let rows = [
    "saturation;m^3*m^-3;0.00;0.30;0.74;;HWSD;x;IIASA;v1.1;30\";;http://x;",
    "clay fraction;% weight;0.00;0.30;20.00;;HWSD;x;IIASA;v1.1;30\";;http://x;",
    "sand fraction;% weight;0.00;0.30;31.00;;HWSD;x;IIASA;v1.1;30\";;http://x;",
    "silt fraction;% weight;0.00;0.30;49.00;;HWSD;x;IIASA;v1.1;30\";;http://x;",
    "organic carbon;% weight;0.00;0.30;7.00;;HWSD;x;IIASA;v1.1;30\";;http://x;",
    "clay fraction;% weight;0.30;1.00;22.00;;HWSD;x;IIASA;v1.1;30\";;http://x;",
    "organic carbon;% weight;-99.90;-99.90;1.81;;insitu;in situ;;;;;;",
    "land cover classification;;;;120;Shrubland;CCI_landcover_2000;x;ESA;v;300m;1998-2002;http://x;",
    "land cover classification;;;;60;Tree cover, broadleaved, closed to open (>15%);CCI_landcover_2010;x;E;v;3;1;h;",
    "climate classification;;;;ET;Polar;koeppen_geiger_2017;x;;v;0.1°;;http://x;",
    "climate classification;;;;Am;Tropical - Monsoon;koeppen_geiger_2007;x;;v;0.1°;;http://x;",
    "climate classification;;;;;wet and warm;insitu;x;;;;;;",
  ]

  private func metadata(
    _ table: String?, depths: String = "0.050000_0.050000",
    name: String = "NETX_NETX_Alpha-1_static_variables.csv"
  ) throws -> (StationMetadata, [Problem]) {
    try folder.write(
      Invented.folder + "NETX_NETX_Alpha-1_sm_\(depths)_P_20170101_20181231.stm",
      Invented.file(Invented.rows(2)))
    if let table { try folder.write(Invented.folder + name, table) }
    let archive = try folder.archive()
    return (archive.metadata(of: archive.sensors[0]), archive.problems)
  }

  @Test("static variables: split at ; whatever quotes there are", arguments: ["\n", "\r\n"], ["", "None"])
  func everything(end: String, empty: String) throws {
    let text = ([Self.header] + Self.rows).map { row in
      row.split(separator: ";", omittingEmptySubsequences: false).map { $0.isEmpty ? empty : String($0) }
        .joined(separator: ";") + end
    }.joined()
    let (known, problems) = try metadata(text.replacing(empty + end, with: end))
    #expect(problems.isEmpty)
    #expect(known.koppen2007 == "Am" && known.koppen2017 == "ET" && known.climateInSitu == "wet and warm")
    #expect(known.clay == 20 && known.sand == 31 && known.silt == 49 && known.organicCarbon == 7)
    #expect(known.saturation == 0.74 && known.landCoverInSitu == nil)
    #expect(known.landCover[2000] == .init(code: "120", name: "Shrubland") && known.landCover[2005] == nil)
    #expect(known.landCover(nearestTo: 2018)?.name == "Tree cover, broadleaved, closed to open (>15%)")
    #expect(known.landCover(nearestTo: 2005)?.code == "120")
    #expect(known.soilTexture == .loam && known.soilGroup == .medium)
  }

  @Test(
    "soil is that of the layer which holds the sensor",
    arguments: [
      ("0.000000_0.170000", 20.0), ("0.300000_0.300000", 20), ("0.400000_0.600000", 22),
      ("1.016000_1.016000", nil),
    ])
  func layers(depths: String, clay: Double?) throws {
    let (known, _) = try metadata(([Self.header] + Self.rows).joined(separator: "\n"), depths: depths)
    #expect(known.clay == clay)
    #expect(known.saturation == (clay == 20 ? 0.74 : nil))
  }

  @Test("a value of unknown depth counts where there is no layer at all")
  func unknownDepth() throws {
    let (known, _) = try metadata([Self.header, Self.rows[6]].joined(separator: "\n"))
    #expect(known.organicCarbon == 1.81)
  }

  @Test("FIELD row 19: no table, no header, NUL bytes: unknown, and told")
  func missing() throws {
    let (none, problems) = try metadata(nil)
    #expect(none == StationMetadata() && none.soilTexture == nil)
    #expect(
      problems.map(\.reason) == [
        "no NETX_NETX_Alpha-1_static_variables.csv; the station's classes are unknown"
      ])
    let (headless, told) = try metadata(Self.rows.joined(separator: "\n"))
    #expect(headless == StationMetadata())
    #expect(told.map(\.reason) == ["no header line; the station's classes are unknown"] && told[0].line == 1)
    #expect(try metadata("").1.count == 1)
    let (nul, toldNUL) = try metadata(Self.header + "\n" + Self.rows[0] + "\n\0")
    #expect(nul == StationMetadata() && toldNUL.count == 1)
  }

  @Test("FIELD row 19: a cut line and impossible values cost only themselves")
  func damagedRows() throws {
    let rows = [
      Self.header, "clay fraction;% weight;0.00", Self.rows[2], Self.rows[3].replacing("49.00", with: "490"),
    ]
    let (known, problems) = try metadata(rows.joined(separator: "\n"))
    #expect(known.clay == nil && known.sand == 31 && known.silt == nil && known.soilTexture == nil)
    #expect(problems.map(\.line) == [2])
  }

  @Test("a table under another spelling serves a folder with one station")
  func otherSpelling() throws {
    let (known, _) = try metadata(
      ([Self.header] + Self.rows).joined(separator: "\n"), name: "NETX_NETX_Alpha_1_static_variables.csv")
    #expect(known.koppen2007 == "Am")
    try folder.write(
      Invented.folder + "NETX_NETX_Beta_sm_0.050000_0.050000_P_20170101_20181231.stm",
      Invented.file(Invented.rows(2)))
    let archive = try folder.archive()
    #expect(archive.sensors.allSatisfy { archive.metadata(of: $0) == StationMetadata() })
  }

  @Test(
    "FRM classes of both variants of the table",
    arguments: [
      "frm_class;frm_snr;frm_nobs;depth_from;depth_to;network;station;instrument;variable\n"
        + "representative;8.59;2360;0.05;0.05;NETX;Alpha-1;P;soil_moisture\n",
      "frm_class;frm_snr;frm_nobs;depth_from;depth_to;tsw;variable;network;station;instrument;tsw;lon;lat;idx\n"
        + "never;1;2;0.05;0.05;S1;soil_moisture;NETX;Alpha_1;P;S1;1;2;3\n"
        + "representative;8.59;2;0.05;0.05;bulk;soil_moisture;NETX;Alpha_1;P;bulk;1;2;3\n",
    ])
  func frm(table: String) throws {
    try folder.write("frm_classification.csv", table)
    let (known, problems) = try metadata(nil)
    #expect(known.frmClass == "representative" && known.frmSNR == 8.59)
    #expect(problems.count == 1)
    try folder.write("frm_classification.csv", table.replacing("8.59", with: ""))
    #expect(try metadata(nil).0.frmSNR == nil)
    try folder.write("frm_classification.csv", "a;b\n1;2\n")
    #expect(try metadata(nil).1.contains { $0.reason.contains("has no column `frm_class`") })
  }
}

struct SoilTextureTests {
  /// One soil well inside each class of the USDA triangle, and corners.
  @Test(arguments: [
    (3.0, 92.0, 5.0, SoilTexture.sand), (6, 82, 12, .loamySand), (10, 65, 25, .sandyLoam),
    (18, 42, 40, .loam),
    (15, 20, 65, .siltLoam), (5, 8, 87, .silt), (27, 60, 13, .sandyClayLoam), (34, 33, 33, .clayLoam),
    (34, 10, 56, .siltyClayLoam), (42, 51, 7, .sandyClay), (46, 7, 47, .siltyClay), (60, 20, 20, .clay),
    (0, 100, 0, .sand), (0, 0, 100, .silt), (100, 0, 0, .clay), (5, 55, 40, .sandyLoam), (20, 31, 49, .loam),
    (37, 50, 13, .sandyClay), (37, 40, 23, .clayLoam), (12, 5, 83, .siltLoam),
  ])
  func classes(clay: Double, sand: Double, silt: Double, expected: SoilTexture) {
    #expect(SoilTexture(clay: clay, sand: sand, silt: silt) == expected)
  }

  /// The published definition of each class, written down apart from the decision tree.
  static func definitions(_ clay: Double, _ sand: Double, _ silt: Double) -> [SoilTexture] {
    let rules: [(SoilTexture, Bool)] = [
      (.sand, silt + 1.5 * clay < 15),
      (.loamySand, silt + 1.5 * clay >= 15 && silt + 2 * clay < 30),
      (
        .sandyLoam,
        (clay >= 7 && clay < 20 && sand > 52 && silt + 2 * clay >= 30)
          || (clay < 7 && silt < 50 && silt + 2 * clay >= 30)
      ),
      (.loam, clay >= 7 && clay < 27 && silt >= 28 && silt < 50 && sand <= 52),
      (.siltLoam, (silt >= 50 && clay >= 12 && clay < 27) || (silt >= 50 && silt < 80 && clay < 12)),
      (.silt, silt >= 80 && clay < 12),
      (.sandyClayLoam, clay >= 20 && clay < 35 && silt < 28 && sand > 45),
      (.clayLoam, clay >= 27 && clay < 40 && sand > 20 && sand <= 45),
      (.siltyClayLoam, clay >= 27 && clay < 40 && sand <= 20),
      (.sandyClay, clay >= 35 && sand > 45),
      (.siltyClay, clay >= 40 && silt >= 40),
      (.clay, clay >= 40 && sand <= 45 && silt < 40),
    ]
    return rules.filter(\.1).map(\.0)
  }

  @Test("every soil of the triangle has the one class of the handbook's definitions")
  func wholeTriangle() {
    var seen: Set<SoilTexture> = []
    for clay in 0...100 {
      for sand in 0...(100 - clay) {
        let silt = Double(100 - clay - sand)
        let definitions = Self.definitions(Double(clay), Double(sand), silt)
        let found = SoilTexture(clay: Double(clay), sand: Double(sand), silt: silt)
        #expect(definitions == [found].compactMap { $0 }, "clay \(clay) sand \(sand)")
        if let found { seen.insert(found) }
      }
    }
    #expect(seen.count == 12)
  }

  @Test func unknownOrImpossibleFractionsHaveNoClass() {
    #expect(SoilTexture(clay: nil, sand: 50, silt: 50) == nil)
    #expect(SoilTexture(clay: 50, sand: 50, silt: 50) == nil)
    #expect(SoilTexture(clay: -1, sand: 51, silt: 50) == nil)
    #expect(SoilTexture(clay: .nan, sand: 50, silt: 50) == nil)
    #expect(SoilTexture(clay: 20.2, sand: 31, silt: 50) == .loam)
  }

  @Test func groupsFollowClayAndSand() {
    #expect(SoilTexture.Group(clay: 10, sand: 70, silt: 20) == .coarse)
    #expect(SoilTexture.Group(clay: 20, sand: 70, silt: 10) == .medium)
    #expect(SoilTexture.Group(clay: 10, sand: 60, silt: 30) == .medium)
    #expect(SoilTexture.Group(clay: 35, sand: 30, silt: 35) == .fine)
    #expect(SoilTexture.Group(clay: 35, sand: 30, silt: nil) == nil)
  }
}
