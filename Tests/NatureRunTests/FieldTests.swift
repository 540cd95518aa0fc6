import Files
import Foundation
import Grids
import Numerics
import Testing

@testable import NatureRun

@Suite("Fields")
struct FieldTests {
  /// The numbers of a layer.
  static func layer(_ file: MapFile, _ name: String) throws -> [Double] {
    let layer = try #require(file.layers.first { $0.name == name })
    let scale = layer.attributes.first { $0.0 == "scale_factor" }?.1.number ?? 1
    let fill = try #require(layer.fill.doubles?.first)
    return try #require(layer.values.doubles).map { $0 == fill ? .nan : $0 * scale }
  }

  /// The files a product makes of days over a made-up land.
  static func files(
    _ product: some StateProduct, _ land: Land, days: Int, change: (inout LandState) -> Void = { _ in }
  ) -> [MapFile] {
    var product = product
    return (1...8 * days).flatMap { step in
      var state = MadeUpLand.state(land, at: MadeUpLand.start + Int64(step) * 3 * UTC.hour)
      change(&state)
      return product.observe(state)
    }
  }

  // FEASIBILITY §3: rain whose daily correlation with the truth is 0.85.
  @Test("Rain of a day is right on average, off by a factor, and as well correlated as it should be")
  func rain() throws {
    let land = try MadeUpLand.land()
    var random = RandomStream(seed: 9, stream: "test rain")
    var truth: [Double] = []
    var storm: [Float] = []
    let files = FieldTests.files(try RainProduct(land: land, seed: 4), land, days: 6) { state in
      if state.time % UTC.day == 3 * UTC.hour {
        let field = NoiseField.draw(rows: 80, columns: 80, sigma: 8, &random)
        storm = field.map { $0 > 0.5 ? exp(1.3 * ($0 - 0.5)) : 0 }
        for row in 0..<40 {
          for column in 0..<40 {
            let cells = [0, 1, 80, 81].map { storm[(2 * row) * 80 + 2 * column + $0] }
            truth.append(8 * Double(cells.reduce(0, +)) / 4)
          }
        }
      }
      state.precipitation = storm
    }
    #expect(files.count == 6)
    #expect(files[0].name == "3B-DAY.MS.MRG.3IMERG.20160718-S000000-E235959.V07B.nc4")
    let seen = try files.flatMap { try FieldTests.layer($0, "precipitation") }
    #expect(seen.count == truth.count)
    let (a, b) = (truth.reduce(0, +) / Double(truth.count), seen.reduce(0, +) / Double(seen.count))
    #expect(abs(b / a - 1) < 0.15)
    var (covariance, first, second) = (0.0, 0.0, 0.0)
    for (x, y) in zip(truth, seen) {
      covariance += (x - a) * (y - b)
      first += (x - a) * (x - a)
      second += (y - b) * (y - b)
    }
    let correlation = covariance / (first * second).squareRoot()
    #expect(abs(correlation - 0.85) < 0.07, "\(correlation)")
  }

  @Test("A model knows nothing of irrigation")
  func irrigation() throws {
    let land = try MadeUpLand.land()
    let character = ModelMoisture.Character(
      name: "test", range: 1, bias: 0, fieldSD: 0, errorSD: 0, errorDays: 5, fwhm: 10)
    let grid = try ProductGrid(.degrees(0.1), within: land.grid)
    var model = ModelMoisture(character, grid: grid, land: land, seed: 1)
    var state = MadeUpLand.state(land, at: MadeUpLand.start + 3 * UTC.hour)
    model.advance(state)
    let before = model.analysis(of: state.surface)
    // 10 mm on the field raise the upper 10 cm by 0.1.
    state.irrigation = state.irrigation.map { _ in 10 }
    model.advance(state)
    let after = model.analysis(of: state.surface.map { $0 + 0.1 })
    #expect(zip(before, after).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  @Test("The camera sees no ground through clouds, and both passes of a day")
  func camera() throws {
    let land = try MadeUpLand.land(west: 100, east: 102, south: 33, north: 35)
    let files = FieldTests.files(try CameraProduct(land: land, seed: 2), land, days: 2)
    #expect(files.count == 2)
    for name in ["LST_Day_CMG", "LST_Night_CMG"] {
      let values = try FieldTests.layer(files[0], name)
      let clear = values.indices.filter { !values[$0].isNaN }
      // The western half is clear by nine tenths, the eastern one by one.
      let west = clear.filter { $0 % 40 < 20 }.count
      #expect(west > 600 && clear.count - west < 300)
      for cell in clear { #expect(values[cell] > 275 && values[cell] < 295) }
    }
    let (ndvi, near) = (
      try FieldTests.layer(files[1], "NDVI"), try FieldTests.layer(files[1], "Nadir_Reflectance_Band2")
    )
    let red = try FieldTests.layer(files[1], "Nadir_Reflectance_Band1")
    for cell in ndvi.indices where !ndvi[cell].isNaN {
      #expect(abs((near[cell] - red[cell]) / (near[cell] + red[cell]) - ndvi[cell]) < 0.002)
    }
  }

  @Test("West of Greenwich the last local day is handed out at the end")
  func lastDay() throws {
    let land = try MadeUpLand.land(west: -100, east: -98, south: 33, north: 35)
    let span = MadeUpLand.start..<MadeUpLand.start + UTC.day
    var product = try BrightnessProduct(.amsr2, span: span, land: land, seed: 2)
    for step in 1...8 {
      let state = MadeUpLand.state(land, at: MadeUpLand.start + Int64(step) * 3 * UTC.hour)
      #expect(product.observe(state).isEmpty)
    }
    #expect(product.finish().count == 1 && product.finish().isEmpty)
  }

  @Test("At 36.5 GHz clouds do not matter and the skin's temperature shows")
  func brightness() throws {
    let land = try MadeUpLand.land()
    let span = MadeUpLand.start..<MadeUpLand.start + 2 * UTC.day
    let files = FieldTests.files(
      try BrightnessProduct(.amsr2, span: span, land: land, seed: 2), land, days: 2)
    #expect(files.map(\.name) == ["amsr2_tb36v_20160718.nc", "amsr2_tb36v_20160719.nc"])
    var seen = 0
    for file in files {
      for name in ["tb_36v_ascending", "tb_36v_descending"] {
        let values = try FieldTests.layer(file, name)
        for value in values where !value.isNaN {
          seen += 1
          #expect(value > 0.92 * 280 && value < 0.97 * 292)
        }
      }
    }
    #expect(seen > 300)
  }
}
