import Files
import Grids

/// Gathers the samples of one location from any number of series files, counting everything that is left out.
struct SampleFilter {
  private let description: ProductDescription
  private let coder: GroupCoder
  private var kept: KeptSamples
  private var excluded = Tally()
  private var stepsRead = 0
  private var problems: [Problem] = []
  private let porosity: Double?

  /// Begins a record.
  ///
  /// - Parameter porosity: the porosity of the place, NaN where there is none; nil where none is needed.
  init(_ description: ProductDescription, porosity: Double?) {
    self.description = description
    self.porosity = porosity
    coder = GroupCoder(description)
    kept = KeptSamples(aspects: coder.aspects.count)
  }

  /// Reads and judges the samples of one location of a file.
  mutating func add(_ file: ProductFile, location: Int) throws(Failure) {
    let path = file.file.path
    let (values, states) = file.unpacking.unpack(try file.column(file.variable, at: location))
    let times = try file.times(at: location)
    var samples = SampleJudge.Samples(values: values, states: states, times: times)
    for column in file.flags {
      let flag = column.unpacking.unpack(try file.column(column.variable, at: location))
      samples.flags.append(
        SampleJudge.Samples.Flag(
          rule: column.rule, name: column.variable.name, values: flag.values, states: flag.states))
    }
    if let porosity { samples.porosity = Array(repeating: porosity, count: values.count) }
    let outcome = try SampleJudge(conversion: file.conversion).judge(samples, path: path)
    stepsRead += values.count
    var range = RangeWatch()
    var counts: [UInt16: Int] = [:]
    // Samples are left out in long runs for one reason: the table is asked once a run.
    var run = (verdict: Verdict.kept, count: 0)
    var positions: [Int] = []
    for (index, verdict) in outcome.verdicts.enumerated() {
      if SampleJudge.isInside(verdict) { range.inside += 1 }
      if verdict == Verdict.kept {
        kept.append(time: times.instants[index], value: outcome.values[index])
        positions.append(index)
        continue
      }
      if verdict != run.verdict {
        if run.count > 0 { counts[run.verdict, default: 0] += run.count }
        run = (verdict, 0)
      }
      run.count += 1
      if verdict == Verdict.outsidePhysicalRange {
        range.outside(outcome.values[index], stored: values[index])
      }
    }
    if run.count > 0 { counts[run.verdict, default: 0] += run.count }
    for (verdict, count) in counts { excluded.add(outcome.reasons.text(verdict) ?? "not kept", count) }
    try addGroups(file, location: location, at: positions, of: values.count)
    problems += range.problems(path: path, quantity: description.quantity)
    if case .indexedRagged = file.layout { return }
    let backward = times.backwardSteps
    if backward > 0 {
      problems.append(Problem(path: path, reason: "times run backwards, sorted", count: backward))
    }
  }

  private mutating func addGroups(
    _ file: ProductFile, location: Int, at positions: [Int], of count: Int
  ) throws(Failure) {
    for (aspect, rule) in coder.rules.enumerated() {
      guard let column = file.groups[aspect] else {
        kept.groups[aspect] += Array(
          repeating: GroupCoder.code(withoutVariable: rule), count: positions.count)
        continue
      }
      let (values, states) = column.unpacking.unpack(try file.column(column.variable, at: location))
      guard values.count == count else {
        throw Failure(.internalFault, "columns of one location differ in length", path: file.file.path)
      }
      kept.groups[aspect] += GroupCoder.codes(
        rule, positions.map { values[$0] }, positions.map { states[$0] })
    }
  }

  /// Sorts the samples, settles duplicate times and gives the record.
  consuming func record() -> ProductRecord {
    kept.record(aspects: coder.aspects, stepsRead: stepsRead, excluded: excluded, problems: problems)
  }
}
