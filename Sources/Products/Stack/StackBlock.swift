import Files
import Grids

/// The judged samples of some cells at some steps of one file.
struct StackBlock: Sendable {
  /// A value outside the physical range.
  struct Outside: Sendable {
    var cell: Int32
    var value: Double
    /// The number in the file's units.
    var stored: Double
  }

  /// The file's path, for problems.
  var path: String
  /// The position of the first cell in the whole set.
  var firstCell: Int
  /// How many cells there are.
  var cells: Int
  /// The number of the file in the pass and the step of the first samples in it.
  var place = (file: 0, step: 0)
  /// Whether the last of the wanted cells are here: with it the steps are whole.
  var endsSteps = true
  /// Whether the steps of the file come in the order of time.
  var isInOrder = true
  /// What became of each sample: step by step, cell by cell.
  var verdicts: [UInt16]
  var reasons: ReasonTable
  /// The instants of the kept samples, in the order of `verdicts`.
  var times: [Int64] = []
  /// Their values.
  var values: [Double] = []
  /// The days the files say they belong to (`StackFile.label`), where these are wanted; otherwise empty.
  var days: [Int64] = []
  /// Their per-sample instants where these are wanted and are not `times`; `Int64.min` where one is missing.
  var exact: [Int64] = []
  /// Their codes, aspect by aspect.
  var groups: [[UInt8]]
  /// How many footprints each is the mean of; empty for maps.
  var footprints: [Int32] = []
  var outside: [Outside] = []
  /// What is wrong with the file whatever the cell; told with its first block.
  var problems: [Problem] = []
  /// Whether this is the file's last block.
  var isLast = true
}

/// Reads and judges the maps of one file, block by block.
struct MapReader {
  let file: StackFile
  let coder: GroupCoder
  let tiles: TileReader
  /// Whether `StackBlock.days` are wanted.
  var wantsDays = false

  /// Reads some steps of the cells of a set.
  ///
  /// - Parameter porosity: that of each cell; nil where none is needed.
  func block(
    steps: Range<Int>, cells: CellSet, firstCell: Int, porosity: [Double]?
  ) throws(Failure) -> StackBlock {
    let path = file.file.path
    let (values, states) = file.main.unpacking.unpack(
      try tiles.read(file.main, steps: steps, cells: cells))
    let longitudes = cells.cells.map(\.centre.longitude)
    let stamps = try file.time.stamps(steps: steps, count: cells.count) { column throws(Failure) in
      try tiles.read(column, steps: steps, cells: cells)
    }
    let times = file.time.atOverpass(stamps, longitudes: longitudes)
    let exact = try file.exact?.times(steps: steps, longitudes: longitudes) { column throws(Failure) in
      try tiles.read(column, steps: steps, cells: cells)
    }
    var samples = SampleJudge.Samples(values: values, states: states, times: times)
    for flag in file.flags {
      let (values, states) = flag.column.unpacking.unpack(
        try tiles.read(flag.column, steps: steps, cells: cells))
      samples.flags.append(
        SampleJudge.Samples.Flag(
          rule: flag.rule, name: flag.column.variable.name, values: values, states: states))
    }
    if let porosity { samples.porosity = Array(repeatElement(porosity, count: steps.count).joined()) }
    let outcome = try SampleJudge(conversion: file.conversion).judge(samples, path: path)
    var block = StackBlock(
      path: path, firstCell: firstCell, cells: cells.count, verdicts: outcome.verdicts,
      reasons: outcome.reasons, groups: coder.aspects.map { _ in [] })
    var kept: [Int32] = []
    for (index, verdict) in outcome.verdicts.enumerated() {
      if verdict == Verdict.kept {
        block.times.append(times.instants[index])
        block.values.append(outcome.values[index])
        kept.append(Int32(truncatingIfNeeded: index))
        if wantsDays { block.days.append(file.label ?? UTC.startOfDay(stamps.instants[index])) }
        if let exact { block.exact.append(exact.states[index] == .valid ? exact.instants[index] : .min) }
      } else if verdict == Verdict.outsidePhysicalRange {
        block.outside.append(
          StackBlock.Outside(
            cell: Int32(truncatingIfNeeded: index % cells.count), value: outcome.values[index],
            stored: values[index]))
      }
    }
    for (aspect, rule) in coder.rules.enumerated() {
      guard let column = file.groups[aspect] else {
        block.groups[aspect] = Array(repeating: GroupCoder.code(withoutVariable: rule), count: kept.count)
        continue
      }
      let numbers = try tiles.read(column, steps: steps, cells: cells).selecting(kept)
      let (values, states) = column.unpacking.unpack(numbers)
      block.groups[aspect] = GroupCoder.codes(rule, values, states)
    }
    return block
  }
}
