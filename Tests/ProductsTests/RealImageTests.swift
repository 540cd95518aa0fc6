import Files
import Foundation
import Grids
import Products
import Testing

/// Real products against netCDF4-python on the same files: `Tests/Oracle/image_values.py`.
@Suite(.enabled(if: SharedData.isPresent, "the shared data folder is absent"))
struct RealImageTests {
  struct Expected: Sendable {
    var place: GeographicPoint
    var samples: [Int64: Double]
    var steps: Int
  }

  static func expected(_ product: String) throws -> [Expected] {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../Oracle/image_values.csv")
    var cells: [Expected] = []
    for line in try String(contentsOf: path, encoding: .utf8).split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      guard fields[0] == product, let lat = Double(fields[1]), let lon = Double(fields[2]) else { continue }
      let place = GeographicPoint(latitude: lat, longitude: lon)
      if cells.last?.place != place { cells.append(Expected(place: place, samples: [:], steps: 0)) }
      cells[cells.count - 1].steps += 1
      if let value = Double(fields[3]), let time = Int64(fields[4]) {
        cells[cells.count - 1].samples[time] = value
      }
    }
    return cells
  }

  static func files(_ folder: String) throws -> [String] {
    let path = SharedData.path("images/" + folder)
    return try FileManager.default.contentsOfDirectory(atPath: path).sorted().map { path + "/" + $0 }
  }

  /// Compares the expected numbers, and where they are all there are, their count.
  static func compare(
    _ product: String, _ source: ProductSource, tolerance: Double = 1e-9, isWhole: Bool = true
  ) throws {
    let expected = try expected(product)
    #expect(expected.count >= 4)
    let cells = try source.cells(for: expected.map(\.place), within: 30, needsData: false)
    try source.prepare(cells.compactMap { $0 }, jobs: 2, scratch: "/tmp")
    for (cell, wanted) in zip(cells, expected) {
      let record = try source.series(at: try #require(cell))
      if isWhole {
        #expect(record.series.count == wanted.samples.count, "\(product) \(wanted.place)")
        #expect(record.stepsRead == wanted.steps)
      }
      for (time, value) in wanted.samples {
        let index = try #require(record.series.times.firstIndex { abs($0 - time) <= 2 })
        #expect(abs(record.series.values[index] - value) < tolerance)
      }
    }
  }

  @Test(arguments: ["combined", "passive"]) func cciVersion5(kind: String) throws {
    var description = ProductDescription(variable: "sm")
    description.flags = [FlagRule(variable: "flag", .equals, [0])]
    description.time = .variable("t0", units: nil, fill: [])
    let source = try ProductSource(
      name: kind, description: description, files: try RealImageTests.files("cci_v05.2_" + kind))
    try RealImageTests.compare("cci-" + kind, source)
    #expect(source.problems.isEmpty)
  }

  @Test func theActiveProductNeedsAPorosity() throws {
    let refused = failure {
      _ = try ProductSource(
        name: "active", description: ProductDescription(variable: "sm"),
        files: try RealImageTests.files("cci_v05.2_active"))
    }
    #expect(refused?.reason.contains("saturation") == true && refused?.exitCode == 3)
    #expect(refused?.advice?.contains("porosity") == true)
  }

  @Test func smosLevel3() throws {
    var description = ProductDescription(variable: "Soil_Moisture")
    description.time = .sum(
      [
        TimeTerm(variable: "Mean_Acq_Time_Days", unit: "days"),
        TimeTerm(variable: "Mean_Acq_Time_Seconds", unit: "seconds"),
      ], since: "2000-01-01")
    let files = try RealImageTests.files("smos_l3")
    try RealImageTests.compare(
      "smos-l3", try ProductSource(name: "SMOS", description: description, files: files))
    // The same by the date in the name.
    description.time = .fileName(try FileNameTime(pattern: "CLF31A_yyyyMMdd*"))
    let named = try ProductSource(name: "SMOS", description: description, files: files)
    let place = try RealImageTests.expected("smos-l3")[0].place
    let record = try InventedStack.record(named, place.latitude, place.longitude)
    #expect(record.stepsRead == 3)
    #expect(record.series.times.allSatisfy { UTC.text($0).hasSuffix("T00:00:00Z") })
  }

  /// Percent of saturation, here with a porosity of 0.4 everywhere.
  @Test func copernicusOneKilometre() throws {
    var porosity = InventedStack(axes: [.row, .column])
    porosity.latitudes = [40, 45, 50]
    porosity.longitudes = [-5, 0, 5]
    porosity.type = .double
    porosity.value = { _, _, _ in 0.4 }
    let path = try InventedFile.scratch().appending(path: "porosity.nc").path
    try porosity.write(to: path)
    var description = ProductDescription(variable: "ssm")
    description.porosity = PorosityRule(file: path, variable: "sm")
    let source = try ProductSource(
      name: "CGLS", description: description, files: try RealImageTests.files("cgls_ssm1km"))
    try RealImageTests.compare("cgls", source, tolerance: 1e-8)
  }

  @Test func cmip6NeedsTheDepthOfItsLayer() throws {
    let files = try RealImageTests.files("cmip6").filter { $0.contains("mrsos") }
    var description = ProductDescription(variable: "mrsos")
    let refused = failure { _ = try ProductSource(name: "CMIP6", description: description, files: files) }
    #expect(refused?.advice?.contains("layer_depth") == true)
    description.layerDepth = 0.1
    try RealImageTests.compare(
      "cmip6", try ProductSource(name: "CMIP6", description: description, files: files), isWhole: false)
    let mask = try Raster(
      file: SharedData.path("images/cmip6/landmask.nc"), variable: "landmask")
    #expect(mask.geometry.rows == 64)
    #expect(try mask.values(at: [try RealImageTests.expected("cmip6")[0].place]).count == 1)
  }

  /// A layer chosen, two-dimensional coordinates with gaps, and the time in a variable of its own.
  @Test func lisHistory() throws {
    let files = try RealImageTests.files("lis")
    var description = ProductDescription(variable: "SoilMoist_inst")
    let refused = failure { _ = try ProductSource(name: "LIS", description: description, files: files) }
    #expect(refused?.advice?.contains("select: {SoilMoist_profiles: 0}") == true)
    description.select = ["SoilMoist_profiles": 0]
    let source = try ProductSource(name: "LIS", description: description, files: files)
    try RealImageTests.compare("lis", source)
    #expect(source.problems.map(\.count) == [2432])
  }

  /// A plain HDF5 swath in a group, on the cells of the EASE-Grid 2.0.
  @Test func smapLevel2() throws {
    var description = ProductDescription(variable: "Soil_Moisture_Retrieval_Data/soil_moisture")
    let files = try RealImageTests.files("smap_l2")
    let refused = failure { _ = try ProductSource(name: "SMAP", description: description, files: files) }
    #expect(refused?.reason.contains("is a swath") == true)
    description.grid = .ease2(kilometres: 36)
    description.flags = [FlagRule(variable: "retrieval_qual_flag", .equals, [0])]
    description.time = .variable("tb_time_seconds", units: "seconds since 2000-01-01 12:00:00", fill: [])
    let source = try ProductSource(name: "SMAP", description: description, files: files)
    try RealImageTests.compare("smap-l2", source, isWhole: false)
  }

  /// The footprints' own row and column on the grid, 17 251 of them, are those of our EASE-Grid 2.0.
  @Test func easeGridAgreesWithTheIndicesInSMAPFiles() throws {
    let file = try NetCDFFile(reading: try RealImageTests.files("smap_l2")[0])
    func numbers(_ name: String) throws -> [Double] {
      try file.doubles(try file.requiredVariable("Soil_Moisture_Retrieval_Data/" + name))
    }
    let (rows, columns) = (try numbers("EASE_row_index"), try numbers("EASE_column_index"))
    let (latitudes, longitudes) = (try numbers("latitude"), try numbers("longitude"))
    let grid = try EASE2Grid(kilometres: 36)
    var different = 0
    for index in rows.indices {
      let place = GeographicPoint(latitude: latitudes[index], longitude: longitudes[index])
      guard let cell = grid.cell(containing: place) else { continue }
      let centre = grid.centre(row: cell.row, column: cell.column)
      let isSame = Double(cell.row) == rows[index] && Double(cell.column) == columns[index]
      if !isSame || abs(centre.latitude - place.latitude) > 1e-5 { different += 1 }
    }
    #expect(rows.count == 17_251)
    #expect(different == 0)
  }

  @Test func inspectionAgreesWithTheReader() throws {
    let cci = try ProductInspection.inspect(path: try RealImageTests.files("cci_v05.2_combined")[0])
    #expect(cci.layout == "maps" && cci.problems.isEmpty)
    let active = try ProductInspection.inspect(path: try RealImageTests.files("cci_v05.2_active")[0])
    #expect(active.problems.contains { $0.contains("porosity") })
    let smap = try RealImageTests.files("smap_l2")[0]
    var description = ProductDescription(variable: "Soil_Moisture_Retrieval_Data/soil_moisture")
    let bare = try ProductInspection.inspect(path: smap, description: description)
    #expect(bare.layout == "swath" && bare.problems.contains { $0.contains("grid: ease2-36km") })
    description.grid = .ease2(kilometres: 36)
    description.time = .variable("tb_time_seconds", units: "seconds since 2000-01-01 12:00:00", fill: [])
    let binned = try ProductInspection.inspect(path: smap, description: description)
    #expect(binned.grid == "binned onto EASE-Grid 2.0 of 36 km, 406 × 964")
    #expect(binned.problems.isEmpty, "\(binned.problems)")
    #expect(binned.time?.first?.hasPrefix("2015-08-11") == true)
    let lis = try ProductInspection.inspect(path: try RealImageTests.files("lis")[0])
    #expect(lis.problems.contains { $0.contains("select: {SoilMoist_profiles: 0}") })
  }
}
