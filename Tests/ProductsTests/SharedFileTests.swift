import Files
import Foundation
import Grids
import Products
import Testing

/// Uploads that a service had to refuse or accept, and maps, which come later: refused or read with a reason.
@Suite(.enabled(if: SharedData.isPresent, "the shared data folder is absent"))
struct SharedFileTests {
  @Test(arguments: [
    ("improper_lprm_datacube_ascending.nc", "sm", "says no units"),
    ("improper_output_cube.nc", "sm", "no variable 'sm'"),
    ("improper_output_cube.nc", "TSURF", "no unit of soil moisture"),
    ("teststack_c3s_2dcoords_min_attrs.nc", "soil_moisture", "says no units"),
    ("invalid-dataset-format.zip", "sm", "opening failed"),
    ("test_data.zip", "sm", "opening failed"), ("test_file.txt", "sm", "opening failed"),
  ])
  func hostileFilesAreRefusedWithTheReason(name: String, variable: String, reason: String) {
    let path = SharedData.path("hostile/" + name)
    let refused = failure {
      _ = try ProductSource(name: "test", description: ProductDescription(variable: variable), files: [path])
    }
    #expect(refused?.reason.contains(reason) == true, "\(refused?.description ?? "read")")
    #expect(refused?.path == path)
  }

  @Test func aCellFileUnderAnotherNameIsReadForWhatItIs() throws {
    let path = SharedData.path("hostile/inproper-dataset-format.nc")
    let source = try ProductSource(
      name: "ERA5", description: try Catalogue.shipped().entry(named: "era5"), files: [path])
    #expect(source.cells.count == 8)
    for cell in source.cells { #expect(try source.series(at: cell).series.count == 730) }
  }

  @Test func everySharedNetCDFFileCanBeInspected() throws {
    let paths =
      FileManager.default.enumerator(atPath: SharedData.folder.path)?.compactMap { $0 as? String } ?? []
    let files = paths.filter { $0.hasSuffix(".nc") || $0.hasSuffix(".h5") }.sorted()
    #expect(files.count > 30)
    for file in files {
      let inspection = try ProductInspection.inspect(path: SharedData.path(file))
      #expect(!inspection.variables.isEmpty)
      #expect(inspection.layout != "unknown" || !inspection.problems.isEmpty, "\(file)")
      if file.hasPrefix("images/cci") {
        #expect(inspection.grid == "latitude 720 × longitude 1440, latitude descending")
        #expect(inspection.variable == "sm")
      }
      if file == "hostile/improper_output_cube.nc" {
        // Its axes have a time of length 1 beside them.
        #expect(inspection.grid == "latitude 5 × longitude 5, latitude descending")
      }
      if file.hasPrefix("images/cmip6/mrsos") { #expect(inspection.time?.first == "1970-01-01T12:00:00Z") }
    }
  }

  @Test func mapsAreInspectedWithTheirGroups() throws {
    let folder = SharedData.path("images/smap_l2")
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).sorted().first)
    let file = try NetCDFFile(reading: folder + "/" + name)
    let variable = try file.requiredVariable("Soil_Moisture_Retrieval_Data/soil_moisture")
    #expect(try file.floats(variable).count == 17_251)
    #expect(file.groups.contains { $0.path == "Metadata" })
  }
}
