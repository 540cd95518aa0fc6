import Files
import Foundation
import Grids
import Products
import Testing

struct DailyMapTests {
  static func description(_ change: (inout ProductDescription) -> Void = { _ in }) -> ProductDescription {
    var description = ProductDescription(variable: "sm")
    change(&description)
    return description
  }

  /// Writes stacks as files of one folder.
  static func write(_ stacks: [InventedStack], names: [String]? = nil) throws -> [String] {
    let folder = try InventedFile.scratch()
    return try stacks.enumerated().map { number, stack in
      let path = folder.appending(path: names?[number] ?? "\(number).nc").path
      try stack.write(to: path)
      return path
    }
  }

  static func maps(
    _ reader: DailyMapReader, jobs: Int = 2, wantsTimes: Bool = false, period: (Int64, Int64)? = nil
  ) throws -> (maps: [DailyMap], account: DailyMapAccount) {
    var maps: [DailyMap] = []
    let period = period.map { (first: $0.0, last: $0.1) }
    let account = try reader.read(period: period, wantsTimes: wantsTimes, jobs: jobs) { map throws(Failure) in
      maps.append(map)
    }
    #expect(account.read == account.kept + account.excluded.total)
    #expect(account.days == maps.count)
    return (maps, account)
  }

  /// Every cell's days against its series: one sample a day at most, so both must be equal.
  static func expectSeries(
    _ description: ProductDescription, _ files: [String], solarHour: Double? = nil
  ) throws {
    let source = try ProductSource(name: "series", description: description, files: files)
    let reader = try DailyMapReader(name: "maps", description: description, files: files)
    let (maps, account) = try maps(reader, wantsTimes: true)
    let geometry = try #require(source.geometry)
    let points = (0..<geometry.rows * geometry.columns).map { geometry.cell($0).centre }
    let cells = try source.cells(for: points, within: 1000, needsData: false)
    try source.prepare(cells.compactMap { $0 }, jobs: 2, scratch: FileManager.default.temporaryDirectory.path)
    var steps = 0
    for (flat, cell) in cells.enumerated() {
      let record = try source.series(at: try #require(cell))
      steps += record.stepsRead
      var days: [Int64: (value: Double, time: Int64)] = [:]
      for (time, value) in zip(record.series.times, record.series.values) {
        var label = time
        if let solarHour {
          label += Int64(((points[flat].longitude / 15 - solarHour) * Double(UTC.hour)).rounded())
        }
        days[UTC.startOfDay(label)] = (value, time)
      }
      for map in maps {
        if let sample = days[map.day] {
          #expect(map.values[flat] == Float(sample.value))
          #expect(map.times[flat] == sample.time)
        } else {
          #expect(map.values[flat].isNaN && map.times[flat] == .min)
        }
      }
      #expect(maps.map { $0.values[flat] }.count { !$0.isNaN } == record.series.count)
    }
    #expect(account.read == steps)
  }

  /// The same invented numbers, flags and packing as series of cells and as maps.
  @Test(arguments: 1...20) func mapsAreTheSeriesDayByDay(seed: Int) throws {
    var dice = FuzzTests.Dice(state: UInt64(seed) &* 0x51_7C_C1B7)
    let steps = Int(dice.next() % 8) + 1
    var stack = InventedStack()
    stack.storage = dice.next() % 2 == 0 ? .chunked : .contiguous
    stack.latitudes = [10, 11]
    stack.longitudes = [0, 1, 2]
    stack.times = (0..<steps).map { Double($0) + Double(dice.next() % 9) / 10 }
    let (values, flags) = (dice.array(6 * steps), dice.array(6 * steps))
    stack.type = values.type
    stack.attributes = dice.attributes()
    let (numbers, marks) = (values.doubles ?? [], flags.doubles ?? [])
    stack.value = { step, row, column in numbers[(row * 3 + column) * steps + step] }
    stack.extra = [
      .init(name: "flag", axes: [.time, .row, .column], type: flags.type, attributes: dice.attributes()) {
        marks[($1 * 3 + $2) * steps + $0]
      }
    ]
    let description = DailyMapTests.description {
      $0.flags = [FlagRule(variable: "flag", seed % 2 == 0 ? .notEquals : .bitsClear, [1])]
      if seed % 3 == 0 { $0.valid = 0.02...0.9 }
      $0.fill = [-9999]
    }
    let files = try DailyMapTests.write([stack])
    if let refused = failure(of: { _ = try ProductSource(name: "a", description: description, files: files) })
    {
      let own = failure { _ = try DailyMapReader(name: "a", description: description, files: files) }
      #expect(own?.reason == refused.reason)
      return
    }
    try DailyMapTests.expectSeries(description, files)
  }

  /// A file a day by the date in its name, crossing at 01:30 local time: the day is the file's date.
  @Test func theDayIsTheFilesDateWhateverTheOverpass() throws {
    var stack = InventedStack()
    stack.longitudes = [-180, -90, 0, 90]
    stack.axes = [.row, .column]
    stack.timeUnits = nil
    let plain = stack.value
    let days = [3, 1, 2, 7]
    let stacks = days.map { day in
      var one = stack
      one.value = { plain(day, $1, $2) }
      return one
    }
    let files = try DailyMapTests.write(stacks, names: days.map { "SM_2017010\($0).nc" })
    let pattern = try FileNameTime(pattern: "yyyyMMdd")
    let description = DailyMapTests.description {
      $0.time = .overpass(localSolarHour: 1.5, day: .fileName(pattern))
    }
    try DailyMapTests.expectSeries(description, files, solarHour: 1.5)
    let reader = try DailyMapReader(name: "a", description: description, files: files)
    let (maps, account) = try DailyMapTests.maps(reader)
    // Days 4 to 6 are missing and inserted.
    #expect(maps.map { UTC.dateText($0.day).suffix(2) } == ["01", "02", "03", "04", "05", "06", "07"])
    #expect(maps.map(\.sources) == [1, 1, 1, 0, 0, 0, 1])
    #expect(account.missingDays == 3 && maps[4].valid == 0)
    // By UTC the samples east of 22.5° E are of the day before.
    let utc = try DailyMapReader(name: "a", description: description, files: files, day: .utc)
    let moved = try DailyMapTests.maps(utc).maps
    #expect(moved.first.map { UTC.dateText($0.day) } == "2016-12-31")
    #expect(moved.first?.values.map(\.isNaN) == (0..<16).map { $0 % 4 != 3 })
    // A period cuts and fills up.
    let first = try #require(UTC.instant("2017-01-03"))
    let cut = try DailyMapTests.maps(reader, period: (first, first + 9 * UTC.day))
    #expect(cut.maps.count == 10 && cut.account.missingDays == 8)
    #expect(cut.maps[0].values == maps[2].values && cut.maps[4].values == maps[6].values)
  }

  @Test func windowsAreCutOfTheWhole() throws {
    var stack = InventedStack()
    stack.longitudes = [0, 90, 180, 270]
    let files = try DailyMapTests.write([stack])
    let whole = try DailyMapReader(name: "a", description: DailyMapTests.description(), files: files)
    // From 180 over the seam of the file to 0.
    let box = GeographicBox(latitudes: 10.5...12, west: 170, east: 10)
    let part = try DailyMapReader(
      name: "a", description: DailyMapTests.description(), files: files, region: box)
    #expect(part.window.latitudes == [11, 12])
    #expect(part.window.longitudes == [180, -90, 0])
    let (all, some) = (try DailyMapTests.maps(whole).maps, try DailyMapTests.maps(part).maps)
    for (map, cut) in zip(all, some) {
      let expected = [1, 2].flatMap { row in [2, 3, 0].map { map.values[row * 4 + $0] } }
      #expect(cut.values == expected)
    }
    let nothing = GeographicBox(latitudes: 40...41, west: 0, east: 1)
    let refused = failure {
      _ = try DailyMapReader(
        name: "a", description: DailyMapTests.description(), files: files, region: nothing)
    }
    #expect(refused?.exitCode == 2)
  }

  @Test func jobsDoNotChangeAnything() throws {
    let stacks = (0..<9).map { day in
      var stack = InventedStack()
      stack.times = [Double(2 * day), Double(2 * day + 1)]
      return stack
    }
    let files = try DailyMapTests.write(stacks)
    let reader = try DailyMapReader(name: "a", description: DailyMapTests.description(), files: files)
    let one = try reader.stack(jobs: 1)
    let four = try reader.stack(jobs: 4)
    #expect(one.maps.values == four.maps.values && one.maps.days == four.maps.days)
    #expect(one.maps.days.count == 18 && one.maps.rows == 4 && one.maps.columns == 5)
    #expect(one.account.kept == 18 * 20)
    #expect(one.maps.series(ofCell: 7) == four.maps.series(ofCell: 7))
  }

  /// Two files of one day: different times are averaged, equal instants settled as for series.
  @Test func severalSamplesOfADayAreResolvedByRule() throws {
    var (first, second) = (InventedStack(), InventedStack())
    first.times = [0.25]
    second.times = [0.75]
    first.value = { _, _, column in column == 0 ? .nan : 0.1 }
    second.value = { _, _, column in column == 1 ? .nan : 0.3 }
    let files = try DailyMapTests.write([first, second])
    func map(_ rule: SeveralSamples) throws -> (DailyMap, DailyMapAccount) {
      let reader = try DailyMapReader(
        name: "a", description: DailyMapTests.description(), files: files, several: rule)
      let (maps, account) = try DailyMapTests.maps(reader, wantsTimes: true)
      return (try #require(maps.first), account)
    }
    let (mean, account) = try map(.mean)
    #expect(mean.values[0...2] == [0.3, 0.1, 0.2] && mean.sources == 2)
    #expect(account.severalCells == 12 && account.severalDays == 1)
    let hours = mean.times[0...2].map { Double($0 - mean.day) / Double(UTC.hour) }
    #expect(hours == [18, 6, 12])
    #expect(try map(.latest).0.values[2] == 0.3)
    #expect(failure { _ = try map(.refuse) }?.reason.contains("2 samples on 2017-01-01") == true)
    // At one instant: equal ones once, different ones not at all.
    second.times = [0.25]
    second.value = { _, _, column in column == 1 ? 0.1 : 0.3 }
    let same = try DailyMapReader(
      name: "a", description: DailyMapTests.description(),
      files: try DailyMapTests.write([first, second]), several: .refuse)
    let (settled, counts) = try DailyMapTests.maps(same)
    #expect(settled[0].values[0] == 0.3 && settled[0].values[1] == 0.1 && settled[0].values[2].isNaN)
    #expect(counts.excluded["duplicate time, values equal"] == 4)
    #expect(counts.excluded["duplicate time, values differ"] == 24)
  }

  @Test func perSampleTimesComeBesideTheLabel() throws {
    var stack = InventedStack()
    stack.extra = [
      .init(name: "t0", axes: [.time, .row, .column], type: .double) { step, row, column in
        row == 0 ? -9999 : 17_167 + Double(step) + (column == 4 ? -0.25 : 0.5)
      }
    ]
    let description = DailyMapTests.description {
      $0.exactTime = .variable("t0", units: "days since 1970-01-01", fill: [-9999])
    }
    let files = try DailyMapTests.write([stack])
    let label = try DailyMapReader(name: "a", description: description, files: files)
    let maps = try DailyMapTests.maps(label, wantsTimes: true).maps
    #expect(maps.count == 3 && maps[0].valid == 20)
    #expect(maps[1].times[0] == .min && maps[1].times[5] == maps[1].day + UTC.day / 2)
    #expect(maps[1].times[9] == maps[1].day - UTC.day / 4)
    let utc = try DailyMapTests.maps(
      try DailyMapReader(name: "a", description: description, files: files, day: .utc))
    #expect(utc.maps.map(\.valid) == [3, 15, 15, 12])
    #expect(utc.account.excluded["no time stamp"] == 15)
  }

  @Test func disorderDamageAndSeriesAreErrors() throws {
    let stacks = [5, 1].map { day in
      var stack = InventedStack()
      stack.times = [Double(day)]
      return stack
    }
    var files = try DailyMapTests.write(stacks)
    let reader = try DailyMapReader(name: "a", description: DailyMapTests.description(), files: files)
    let late = failure { _ = try DailyMapTests.maps(reader) }
    #expect(late?.reason.contains("2017-01-02") == true && late?.path == files[1])
    files.reverse()
    try Data("CDF".utf8).write(to: URL(filePath: files[1]))
    let broken = try DailyMapReader(name: "a", description: DailyMapTests.description(), files: files)
    for jobs in [1, 4] {
      let damage = failure { try broken.read(jobs: jobs) { _ in } }
      #expect(damage?.path == files[1] && damage?.exitCode == 3)
    }
    let path = try InventedFile.scratch().appending(path: "series.nc").path
    try InventedFile().write(to: path)
    let series = failure {
      _ = try DailyMapReader(name: "a", description: DailyMapTests.description(), files: [path])
    }
    #expect(series?.reason.contains("not maps") == true)
    #expect(
      failure { _ = try DailyMapReader(name: "a", description: DailyMapTests.description(), files: []) }
        != nil)
  }

  /// A monthly file in chunks of several steps, larger than a block: blocks are parts of cells.
  @Test func filesOfManyStepsAreReadWholly() throws {
    var stack = InventedStack()
    stack.times = (0..<31).map(Double.init)
    stack.latitudes = (0..<20).map { Double($0) }
    stack.longitudes = (0..<30).map { Double($0) }
    stack.value = { step, row, column in Double(step * 600 + row * 30 + column) / 20_000 }
    let reader = try DailyMapReader(
      name: "a", description: DailyMapTests.description(), files: try DailyMapTests.write([stack]))
    let (maps, _) = try reader.stack(jobs: 2)
    #expect(maps.values == (0..<31 * 600).map { Float($0) / 20_000 })
  }
}
