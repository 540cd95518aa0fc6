public import Files
import Foundation
import Grids

/// All satellites of a nature run: shown the land step by step, they write their products as the days are complete.
///
/// What is written depends on the states and the seed alone, not on `jobs`: each instrument works by itself, and what
/// grows is appended to in the order of the products. Not for use from two threads at once.
public final class Observatory: WorldObserver {
  /// One product: an instrument, and what is made of its days.
  private struct Station {
    var instrument: Instrument
    var family: (any ProductFamily)?
    var cells: ASCATCells?
    var truth: NoiseFreeRecord
    var folder: String
  }

  private var stations: [Station]
  private var fields: [any StateProduct]
  private var merged: MergedRecord?
  private let mergedTruth: NoiseFreeRecord?
  private let observations: String

  /// What writes: files wait for it, so that instruments need not wait for files.
  private let writer: ProductWriter

  /// What a product stack is called.
  public struct Stack: Sendable, Hashable {
    /// The folder below `observations/`.
    public var folder: String
    /// The catalogue's entries that read it.
    public var entries: [String]
  }

  /// The folders of all stacks there are, in byte order.
  static let folders = [
    "amsr2-tb36", "amsre-tb36", "ascat-h113", "era5-land", "esa-cci-combined", "fy3b-mwri", "imerg-daily",
    "jaxa-amsr2", "jaxa-amsre", "lprm-amsr2", "lprm-amsre", "lprm-tmi", "lprm-windsat", "modis-aqua",
    "smap-l3", "smap-l4", "smos-l3",
  ]

  /// The stacks that are written, in the order of the products.
  public let stacks: [Stack]

  private let jobs: Int

  /// Sets up the instruments of a run and makes their folders.
  ///
  /// - Parameters:
  ///   - jobs: the number of threads; nothing depends on it.
  ///   - observations: the folder of the products' stacks.
  ///   - truth: the folder of the same retrievals free of their random error.
  /// - Throws: `Failure` (usage) where the settings name a sensor that is not known, or one twice, or the region holds no cell of a
  ///   product's grid, (data) where a folder cannot be written.
  public init(
    settings: NatureRunSettings, land: Land, jobs: Int, observations: String, truth: String
  ) throws(Failure) {
    self.observations = observations
    self.jobs = jobs
    writer = ProductWriter(jobs: jobs)
    let seed = settings.seed
    var stations: [Station] = []
    var stacks: [Stack] = []
    var fields: [any StateProduct] = [
      try RainProduct(land: land, seed: seed),
      try SMAPL4Product(land: land, fieldsPerDay: settings.analysesPerDay, seed: seed),
      try ReanalysisProduct(land: land, seed: seed),
    ]
    if settings.cameraSpan?.overlaps(settings.start..<settings.end) ?? true {
      fields.append(try CameraProduct(land: land, span: settings.cameraSpan, seed: seed))
    }
    let omitted = Set(settings.omittedStacks)
    var sensors: Set<Sensor> = []
    for period in settings.sensors {
      guard let sensor = Sensor(name: period.sensor) else {
        throw Failure(
          .usage, "there is no simulated sensor \(period.sensor)",
          advice: "There are " + Sensor.allCases.map(\.rawValue).joined(separator: ", "))
      }
      guard sensors.insert(sensor).inserted else {
        throw Failure(
          .usage, "the sensor \(period.sensor) has two periods", advice: "Give one from end to end")
      }
      // Whole days of the run, so that every file is of a whole one.
      let first = UTC.startOfDay(max(period.start, settings.start))
      let last = UTC.startOfDay(min(period.end, settings.end))
      guard first < last else { continue }
      let span = first..<last
      for family in Observatory.families(sensor) where !omitted.contains(family.folder) {
        let instrument = try Instrument(family.plan, span: span, land: land, seed: seed)
        stations.append(
          Station(
            instrument: instrument, family: family,
            truth: try Observatory.truth(family.plan, family.folder, instrument.grid, truth),
            folder: try Observatory.folder(observations, family.folder)))
        stacks.append(Stack(folder: family.folder, entries: family.entries))
      }
      if sensor == .amsr2 || sensor == .amsrE {
        fields.append(try BrightnessProduct(sensor, span: span, land: land, seed: seed))
      }
      guard sensor == .ascat, !omitted.contains(ASCATCells.folder) else { continue }
      let instrument = try Instrument(ASCATCells.plan, span: span, land: land, seed: seed)
      let folder = try Observatory.folder(observations, ASCATCells.folder)
      let footprint = Footprint(
        fwhm: RetrievalModel.footprint(.ascat, .radar), from: land.grid, water: land.waterFraction,
        to: instrument.grid)
      stations.append(
        Station(
          instrument: instrument,
          cells: try ASCATCells(
            instrument.grid, porosity: footprint.mean(land.porosity), folder: folder),
          truth: try Observatory.truth(ASCATCells.plan, ASCATCells.folder, instrument.grid, truth),
          folder: folder))
      stacks.append(Stack(folder: ASCATCells.folder, entries: ["ascat-h113"]))
    }
    if !stations.isEmpty, !omitted.contains(MergedRecord.folder) {
      let record = try MergedRecord(
        land: land, run: settings.start..<settings.end, seed: seed)
      mergedTruth = try NoiseFreeRecord(
        ["combined"], grid: record.grid, title: "Merged record free of random error",
        path: try Observatory.folder(truth, "retrievals") + "/\(MergedRecord.folder).nc")
      _ = try Observatory.folder(observations, MergedRecord.folder)
      merged = record
      stacks.append(Stack(folder: MergedRecord.folder, entries: [MergedRecord.entry]))
    } else {
      mergedTruth = nil
    }
    fields.removeAll { omitted.contains($0.folder) }
    for field in fields {
      _ = try Observatory.folder(observations, field.folder)
      stacks.append(Stack(folder: field.folder, entries: field.entries))
    }
    self.fields = fields
    self.stations = stations
    self.stacks = stacks
  }

  /// Looks at the land at the end of a step and hands on the days that are complete; steps follow each other.
  /// - Throws: `Failure` (data) where a file of this step, or of one before it, cannot be written.
  public func observe(_ state: LandState) throws(Failure) {
    let (instruments, families, fields) = (stations.map(\.instrument), stations.map(\.family), fields)
    try OrderedWork.run(
      count: instruments.count + fields.count, jobs: jobs,
      work: { index throws(Failure) -> Outcome in
        guard index < instruments.count else {
          var field = fields[index - instruments.count]
          let files = field.observe(state)
          return .field(field, files)
        }
        var instrument = instruments[index]
        let days = instrument.observe(state)
        return .instrument(instrument, days, days.flatMap { families[index]?.files($0) ?? [] })
      },
      deliver: { index, outcome throws(Failure) in
        switch outcome {
        case .instrument(let instrument, let days, let files): try deliver(instrument, days, files, index)
        case .field(let field, let files):
          self.fields[index - instruments.count] = field
          for file in files {
            try writer.write(file, into: observations + "/" + field.folder)
          }
        }
      })
    try closeMerged(before: state.time)
  }

  /// Writes what is left and closes the records; nothing is observed after it.
  /// - Throws: `Failure` (data) where a file cannot be written.
  public func finish() throws(Failure) {
    for index in stations.indices {
      var instrument = stations[index].instrument
      let days = instrument.finish()
      try deliver(instrument, days, days.flatMap { stations[index].family?.files($0) ?? [] }, index)
    }
    for index in fields.indices {
      let folder = observations + "/" + fields[index].folder
      for file in fields[index].finish() { try writer.write(file, into: folder) }
    }
    try closeMerged(before: .max)
    try writer.finish()
    for station in stations {
      try station.cells?.finish()
      try station.truth.finish()
    }
    try mergedTruth?.finish()
  }

  /// What one instrument or field did in a step.
  private enum Outcome: Sendable {
    case instrument(Instrument, [Instrument.Day], [MapFile])
    case field(any StateProduct, [MapFile])
  }

  private func deliver(
    _ instrument: Instrument, _ days: [Instrument.Day], _ files: [MapFile], _ index: Int
  ) throws(Failure) {
    stations[index].instrument = instrument
    for file in files { try writer.write(file, into: stations[index].folder) }
    for day in days {
      guard let first = day.first else { continue }
      try writer.append(
        day.flatMap { $0.maps.map(\.noiseFree) }, of: first.day, to: stations[index].truth)
      for pass in day {
        if let cells = stations[index].cells { try writer.append(pass, to: cells) }
        merged?.take(pass, of: instrument.plan)
      }
    }
  }

  private func closeMerged(before time: Int64) throws(Failure) {
    for (day, file, free) in merged?.close(before: time) ?? [] {
      try writer.write(file, into: observations + "/" + MergedRecord.folder)
      if let mergedTruth { try writer.append([free], of: day, to: mergedTruth) }
    }
  }

  /// The products of a sensor that are written a day at a time.
  private static func families(_ sensor: Sensor) -> [any ProductFamily] {
    let passes: [Pass] = sensor == .tmi ? [.night, .day] : [.descending, .ascending]
    let candidates: [(any ProductFamily)?] = [
      LPRMProduct(sensor, passes: passes), JAXAProduct(sensor), sensor == .smap ? SMAPProduct() : nil,
      sensor == .smos ? SMOSProduct() : nil, sensor == .fy3b ? FY3BProduct() : nil,
    ]
    return candidates.compactMap { $0 }
  }

  private static func folder(_ parent: String, _ name: String) throws(Failure) -> String {
    let path = parent + "/" + name
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure(.data, "the folder cannot be made: \(error.localizedDescription)", path: path)
    }
    return path
  }

  private static func truth(
    _ plan: InstrumentPlan, _ name: String, _ grid: ProductGrid, _ folder: String
  ) throws(Failure) -> NoiseFreeRecord {
    let names = plan.passes.flatMap { pass in plan.bands.map { pass.rawValue + "_" + $0.rawValue } }
    return try NoiseFreeRecord(
      names, grid: grid, title: "\(plan.sensor.title) retrievals free of their random error",
      path: try Observatory.folder(folder, "retrievals") + "/\(name).nc")
  }
}
