import Files
import Grids

/// Reads the footprints of one swath and bins them onto a grid.
///
/// The mean of the valid footprints of a cell is one sample at the mean of their times. A cell that has footprints
/// but none that is valid has one sample too, left out for the commonest of their reasons.
struct SwathReader {
  let file: StackFile
  let geometry: CellGeometry
  let coder: GroupCoder

  /// How many footprints are read at once.
  private static let block = 1 << 19

  /// What is known of a cell.
  private struct Bin {
    var count = 0
    var value = 0.0
    /// The first time and the sum of the others' distances from it.
    var start: Int64 = 0
    var elapsed = 0.0
    var groups: [UInt8] = []
    var reasons: [UInt16: Int] = [:]
  }

  /// Reads all footprints that fall into wanted cells.
  ///
  /// - Parameter wanted: the position in the set by the cell's position on the map.
  func read(_ cells: CellSet, wanted: [Int: Int32], porosity: [Double]?) throws(Failure) -> StackBlock {
    guard let footprints = file.footprints else {
      throw Failure(.internalFault, "a swath without coordinates", path: file.file.path)
    }
    var block = StackBlock(
      path: file.file.path, firstCell: 0, cells: cells.count,
      verdicts: [UInt16](repeating: Verdict.none, count: cells.count), reasons: ReasonTable(),
      groups: coder.aspects.map { _ in [] })
    var bins: [Int32: Bin] = [:]
    let shape = file.main.variable.shape
    let rows = file.main.axes.row.map { shape[$0] } ?? 1
    let columns = file.main.axes.column.map { shape[$0] } ?? 1
    let step = max(1, SwathReader.block / max(1, columns))
    var first = 0
    while first < rows {
      let part = Part(file: file, rows: first..<min(rows, first + step), columns: columns)
      first += step
      let north = footprints.latitude.unpacking.unpack(try part.values(footprints.latitude))
      let east = footprints.longitude.unpacking.unpack(try part.values(footprints.longitude))
      var picks: [Int32] = []
      var owners: [Int32] = []
      for index in north.values.indices where north.states[index] == .valid && east.states[index] == .valid {
        let point = GeographicPoint(latitude: north.values[index], longitude: east.values[index])
        guard let flat = geometry.flatCell(containing: point), let owner = wanted[flat] else { continue }
        picks.append(Int32(truncatingIfNeeded: index))
        owners.append(owner)
      }
      if !picks.isEmpty { try add(part, picks, owners, cells, porosity, to: &bins, &block) }
    }
    finish(bins, &block)
    return block
  }

  private func add(
    _ part: Part, _ picks: [Int32], _ owners: [Int32], _ cells: CellSet, _ porosity: [Double]?,
    to bins: inout [Int32: Bin], _ block: inout StackBlock
  ) throws(Failure) {
    let (values, states) = file.main.unpacking.unpack(try part.values(file.main, picks))
    let longitudes = owners.map { cells.cells[Int($0)].centre.longitude }
    let times = try file.time.times(steps: 0..<1, longitudes: longitudes) { column throws(Failure) in
      try part.values(column, picks)
    }
    var samples = SampleJudge.Samples(values: values, states: states, times: times)
    for flag in file.flags {
      let (values, states) = flag.column.unpacking.unpack(try part.values(flag.column, picks))
      samples.flags.append(
        SampleJudge.Samples.Flag(
          rule: flag.rule, name: flag.column.variable.name, values: values, states: states))
    }
    if let porosity { samples.porosity = owners.map { porosity[Int($0)] } }
    let outcome = try SampleJudge(conversion: file.conversion).judge(samples, path: file.file.path)
    let numbers = block.reasons.adopt(outcome.reasons)
    var codes: [[UInt8]] = []
    for (aspect, rule) in coder.rules.enumerated() {
      guard let column = file.groups[aspect] else {
        codes.append(Array(repeating: GroupCoder.code(withoutVariable: rule), count: picks.count))
        continue
      }
      let (values, states) = column.unpacking.unpack(try part.values(column, picks))
      codes.append(GroupCoder.codes(rule, values, states))
    }
    for (index, owner) in owners.enumerated() {
      let verdict = outcome.verdicts[index]
      var bin = bins[owner] ?? Bin()
      if verdict == Verdict.kept {
        if bin.count == 0 {
          bin.start = times.instants[index]
          bin.groups = codes.map { $0[index] }
        }
        bin.count += 1
        bin.value += outcome.values[index]
        bin.elapsed += Double(times.instants[index]) - Double(bin.start)
        for aspect in codes.indices where bin.groups[aspect] != codes[aspect][index] {
          bin.groups[aspect] = SampleGroups.unknown
        }
      } else {
        let number = verdict >= Verdict.firstFlag ? numbers[Int(verdict - Verdict.firstFlag)] : verdict
        bin.reasons[number, default: 0] += 1
        if verdict == Verdict.outsidePhysicalRange {
          block.outside.append(
            StackBlock.Outside(cell: owner, value: outcome.values[index], stored: values[index]))
        }
      }
      bins[owner] = bin
    }
  }

  private func finish(_ bins: [Int32: Bin], _ block: inout StackBlock) {
    for cell in bins.keys.sorted() {
      guard let bin = bins[cell] else { continue }
      guard bin.count > 0 else {
        let commonest = bin.reasons.min { ($1.value, $0.key) < ($0.value, $1.key) }
        block.verdicts[Int(cell)] = commonest?.key ?? Verdict.none
        continue
      }
      block.verdicts[Int(cell)] = Verdict.kept
      block.times.append(bin.start + Int64((bin.elapsed / Double(bin.count)).rounded()))
      block.values.append(bin.value / Double(bin.count))
      block.footprints.append(Int32(clamping: bin.count))
      for aspect in bin.groups.indices { block.groups[aspect].append(bin.groups[aspect]) }
    }
  }
}

/// Some scans of a swath, all samples of each.
private struct Part {
  let file: StackFile
  let rows: Range<Int>
  let columns: Int

  /// The stored numbers of a variable scan by scan, or those of some samples; what does not differ is repeated.
  func values(_ column: StackColumn, _ picks: [Int32]? = nil) throws(Failure) -> NetCDFArray {
    let axes = column.axes
    let slab = axes.slab(steps: 0..<1, rows: rows, columns: 0..<columns)
    let block = try file.file.pieces(column.variable, slab)
    let (byRow, byColumn) = (axes.stride(axes.row, in: slab.count), axes.stride(axes.column, in: slab.count))
    if picks == nil, byColumn == (file.main.axes.column == nil ? 0 : 1), byRow == columns { return block }
    let width = Int32(truncatingIfNeeded: max(1, columns))
    let (rowStep, columnStep) = (Int32(truncatingIfNeeded: byRow), Int32(truncatingIfNeeded: byColumn))
    let all = picks ?? Array(0..<Int32(truncatingIfNeeded: rows.count * columns))
    return block.selecting(all.map { $0 / width * rowStep + $0 % width * columnStep })
  }
}
