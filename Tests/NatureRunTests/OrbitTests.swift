import Foundation
import Grids
import Testing

@testable import NatureRun

@Suite("Orbits")
struct OrbitTests {
  /// A day well inside the years of the sensors.
  static let start: Int64 = 16_000 * UTC.day

  /// The share of the globe's area one half of the revolutions sees in 24 hours, and that of two parallels.
  static func coverage(_ sensor: Sensor) -> (globe: Double, equator: Double, at45: Double) {
    let latitudes = stride(from: 86.0, through: -86, by: -4).map { $0 }
    let longitudes = stride(from: -177.0, through: 177, by: 6).map { $0 }
    func share(_ latitudes: [Double], _ longitudes: [Double]) -> Double {
      let search = SwathSearch(sensor.orbit, sensor.swath, latitudes: latitudes, longitudes: longitudes)
      let seen = Set(
        search.sightings(in: start..<start + UTC.day, nodes: [.descending]).map { Int($0.cell) })
      var (hit, all) = (0.0, 0.0)
      for cell in 0..<latitudes.count * longitudes.count {
        let weight = cos(latitudes[cell / longitudes.count] * .pi / 180)
        all += weight
        if seen.contains(cell) { hit += weight }
      }
      return hit / all
    }
    let fine = stride(from: -179.5, through: 179.5, by: 1).map { $0 }
    return (share(latitudes, longitudes), share([0], fine), share([45], fine))
  }

  // METHODS §8.
  @Test(
    "One half of a day's revolutions sees of the globe what is published",
    arguments: [
      (Sensor.amsr2, 0.71), (.smap, 0.53), (.windSat, 0.52), (.ascat, 0.51),
    ])
  func globe(_ sensor: Sensor, _ expected: Double) {
    let coverage = OrbitTests.coverage(sensor)
    #expect(abs(coverage.globe - expected) < 0.03)
    if sensor == .amsr2 {
      #expect(abs(coverage.equator - 0.56) < 0.03)
      #expect(abs(coverage.at45 - 0.78) < 0.03)
    }
  }

  @Test(
    "The equator is crossed within 20 minutes of the nominal hour, for years",
    arguments: [
      (Sensor.amsrE, 13.5), (.amsr2, 13.5), (.windSat, 18), (.smos, 6), (.smap, 18), (.ascat, 21.5),
      (.fy3b, 13 + 2.0 / 3),
    ])
  func nominalHours(_ sensor: Sensor, _ ascending: Double) {
    for start in [OrbitTests.start, OrbitTests.start + 2000 * UTC.day] {
      for (node, hour) in [
        (Orbit.Node.ascending, ascending),
        (.descending, (ascending + 12).truncatingRemainder(dividingBy: 24)),
      ] {
        let crossings = sensor.orbit.crossings(node, in: start..<start + 3 * UTC.day)
        #expect(abs(Double(crossings.count) - 3 * sensor.orbit.perDay) <= 1)
        for crossing in crossings { #expect(abs(crossing.localSolarHour - hour) < 1.0 / 3) }
      }
    }
  }

  @Test("What is seen at the equator is seen at the nominal hour, within the swath's own width")
  func sightingsAtTheEquator() {
    let longitudes = stride(from: 90.0, through: 120, by: 0.25).map { $0 }
    let search = SwathSearch(
      Sensor.amsr2.orbit, Sensor.amsr2.swath, latitudes: [0], longitudes: longitudes)
    let sightings = search.sightings(
      in: OrbitTests.start..<OrbitTests.start + 4 * UTC.day, nodes: [.descending])
    #expect(!sightings.isEmpty)
    for sighting in sightings {
      let hours = Double(sighting.time % UTC.day) / Double(UTC.hour) + longitudes[Int(sighting.cell)] / 15
      let late = (hours - 1.5) - 24 * ((hours - 1.5) / 24).rounded()
      // Half the swath, 725 km, is 26 minutes of longitude.
      #expect(abs(late) < 0.46)
      if sighting.distance < 500 { #expect(abs(late) < 1.0 / 3) }
    }
  }

  @Test("TRMM's hour goes round the clock in 46 days and its swath ends at 39 degrees")
  func drift() {
    let orbit = Sensor.tmi.orbit
    let first = orbit.crossings(.ascending, in: OrbitTests.start..<OrbitTests.start + UTC.day)[0]
    let later = OrbitTests.start + 46 * UTC.day
    let last = orbit.crossings(.ascending, in: later..<later + UTC.day)[0]
    let half = orbit.crossings(.ascending, in: later - 23 * UTC.day..<later - 22 * UTC.day)[0]
    func apart(_ a: Double, _ b: Double) -> Double { abs((a - b) - 24 * ((a - b) / 24).rounded()) }
    #expect(apart(first.localSolarHour, last.localSolarHour) < 0.7)
    #expect(apart(first.localSolarHour, half.localSolarHour) > 11)
    let search = SwathSearch(orbit, Sensor.tmi.swath, latitudes: [41, 38], longitudes: [96, 100, 104, 108])
    let cells = Set(search.sightings(in: OrbitTests.start..<OrbitTests.start + 3 * UTC.day).map(\.cell))
    #expect(cells.allSatisfy { $0 >= 4 } && cells.count == 4)
  }

  // FEASIBILITY §2: 233 revolutions in 16 days.
  @Test(
    "AMSR2 looks away for one day at a time, never for two",
    arguments: [
      (29.125, 0.625), (36.125, 0.688), (43.125, 0.75),
    ])
  func revisit(_ latitude: Double, _ share: Double) {
    let longitudes = stride(from: 96.125, to: 112, by: 0.5).map { $0 }
    let search = SwathSearch(
      Sensor.amsr2.orbit, Sensor.amsr2.swath, latitudes: [latitude], longitudes: longitudes)
    let days = 32
    // Local days, as the maps bear them.
    var seen = [[Bool]](repeating: [Bool](repeating: false, count: days), count: longitudes.count)
    let span = OrbitTests.start - UTC.day..<OrbitTests.start + Int64(days + 1) * UTC.day
    for sighting in search.sightings(in: span, nodes: [.descending]) {
      let cell = Int(sighting.cell)
      let solar = sighting.time + Int64(longitudes[cell] * 240) * UTC.second
      let day = Int(UTC.startOfDay(solar - OrbitTests.start) / UTC.day)
      if (0..<days).contains(day) { seen[cell][day] = true }
    }
    let shares = seen.map { Double($0.filter { $0 }.count) / Double(days) }
    let mean = shares.reduce(0, +) / Double(shares.count)
    #expect(abs(mean - share) < 0.02)
    for row in seen {
      #expect(!zip(row, row.dropFirst()).contains { !$0 && !$1 })
      // The track repeats after 16 days.
      #expect(row[0..<16] == row[16..<32])
    }
  }

  @Test("A search on part of a grid finds what one on all of it finds there")
  func subset() {
    let all = stride(from: 60.0, through: 20, by: -1).map { $0 }
    let longitudes = stride(from: 90.0, through: 130, by: 1).map { $0 }
    func found(_ latitudes: [Double]) -> [String] {
      let search = SwathSearch(
        Sensor.ascat.orbit, Sensor.ascat.swath, latitudes: latitudes, longitudes: longitudes)
      return search.sightings(in: OrbitTests.start..<OrbitTests.start + UTC.day).filter {
        let latitude = latitudes[Int($0.cell) / longitudes.count]
        return latitude >= 34 && latitude <= 36
      }.map { "\(latitudes[Int($0.cell) / longitudes.count]) \(Int($0.cell) % longitudes.count) \($0.time)" }
    }
    #expect(found(all) == found([36, 35, 34]))
    #expect(!found([36, 35, 34]).isEmpty)
  }

  @Test("Spans that follow each other give what one long span gives")
  func additive() {
    let search = SwathSearch(
      Sensor.smos.orbit, Sensor.smos.swath, latitudes: [30, 35], longitudes: [100, 101, 102])
    let day = OrbitTests.start..<OrbitTests.start + UTC.day
    let pieces = (0..<8).flatMap { step in
      let begin = day.lowerBound + Int64(step) * 3 * UTC.hour
      return search.sightings(in: begin..<begin + 3 * UTC.hour)
    }
    #expect(Set(pieces) == Set(search.sightings(in: day)))
    #expect(pieces.count == search.sightings(in: day).count)
  }

  @Test("The nearest point of the track is the nearest of ten thousand")
  func nearestPoint() {
    let orbit = Sensor.windSat.orbit
    for half in Orbit.Node.allCases {
      let track = GroundTrack(orbit, node: 57, half: half)
      let longitude = orbit.longitude(ofNode: 57) + (half == .descending ? 170 : 0)
      for (latitude, aside) in [(0.0, 3.0), (34, -12), (-60, 9), (75, 20), (44, 1)] {
        let place = GroundTrack.Place(latitude: latitude, longitude: longitude + aside)
        let found = track.nearest(to: place)
        // METHODS §8, point by point.
        let best =
          (0...10_000).map { index -> Double in
            let u = half.equator + (Double(index) / 5000 - 1) * .pi / 2
            let i = orbit.inclination * .pi / 180
            let lambda =
              orbit.longitude(ofNode: 57) * .pi / 180 + atan2(cos(i) * sin(u), cos(u)) - u / orbit.perDay
            let phi = asin(sin(i) * sin(u))
            let dot =
              cos(phi) * cos(lambda) * place.x + cos(phi) * sin(lambda) * place.y + sin(phi) * place.z
            return 6371 * acos(min(1, dot))
          }.min() ?? .infinity
        #expect(abs(found.kilometres - best) < 0.2, "\(latitude) \(aside) \(found) \(best)")
      }
    }
  }

  @Test("Swaths contain what lies between their edges")
  func swath() {
    let swath = Swath(width: 1770, gap: 670)
    #expect(!swath.contains(100))
    #expect(!swath.contains(334.9))
    #expect(swath.contains(335))
    #expect(swath.contains(884.9))
    #expect(!swath.contains(885))
  }
}
