public import Files
public import Grids

extension ProductInspection {
  /// Reads a whole file and says what it holds, with or without a description.
  ///
  /// What cannot be read or understood becomes a problem; the rest is still reported.
  /// - Throws: `Failure` (data) only where the file is no readable netCDF file.
  public static func inspect(
    path: String, description: ProductDescription? = nil, byteBudget: Int = NetCDFFile.defaultByteBudget
  ) throws(Failure) -> ProductInspection {
    let file = try NetCDFFile(reading: path, byteBudget: byteBudget)
    var inspector = Inspector(file: file, description: description)
    inspector.run()
    return inspector.result
  }
}

/// Fills in an inspection step by step.
struct Inspector {
  let file: NetCDFFile
  let description: ProductDescription?
  var result: ProductInspection

  init(file: NetCDFFile, description: ProductDescription?) {
    self.file = file
    self.description = description
    result = ProductInspection(
      path: file.path, format: file.format, layout: "unknown",
      candidates: SoilMoistureGuess.candidates(in: file).map(\.path),
      variables: file.variables.map { variable in
        ProductInspection.Variable(
          path: variable.path, type: variable.type.description,
          dimensions: variable.dimensions.map { "\($0.name) \($0.length)" }, units: variable.text("units"),
          longName: variable.text("long_name"))
      }, flags: [], problems: [])
  }

  mutating func run() {
    let file = file
    guard let name = description?.variable ?? result.candidates.first else {
      result.problems.append(
        "no variable looks like soil moisture; name it with `variable:` in a description")
      return
    }
    guard let variable = noting({ () throws(Failure) in try file.requiredVariable(name) }) else { return }
    result.variable = variable.path
    let search = CoordinateSearch(file: file, variable: variable)
    let used = description ?? ProductDescription(variable: variable.path)
    var axes: [NetCDFDimension] = []
    let layout = noting { () throws(Failure) in try StackLayout(search, description: used) }
    if case .some(.some(let stack)) = layout {
      axes = [stack.axes.row, stack.axes.column].compactMap { $0.map { variable.dimensions[$0] } }
      maps(stack, search)
    } else {
      let latitude = noting { () throws(Failure) in try search.latitude() }
      let longitude = noting { () throws(Failure) in try search.longitude() }
      if let latitude, let longitude { places(search, latitude, longitude, isRefused: layout == nil) }
      axes = (latitude?.dimensions ?? []) + (longitude?.dimensions ?? [])
    }
    time(variable, search, places: axes)
    values(variable)
    for flag in flagVariables(of: variable) { count(flag) }
    if layout != nil, result.layout != "unknown" { readAsSource(variable) }
  }

  /// Runs a step; a failure becomes a problem.
  mutating func noting<Value>(_ step: () throws(Failure) -> Value) -> Value? {
    do throws(Failure) {
      return try step()
    } catch {
      note(error)
      return nil
    }
  }

  mutating func note(_ failure: Failure) {
    let text = failure.reason + (failure.advice.map { ". " + $0 } ?? "")
    if !result.problems.contains(text) { result.problems.append(text) }
  }

  /// Opens the file as a validation would and reads every cell of series, to show what it would leave out.
  mutating func readAsSource(_ variable: NetCDFVariable) {
    let (path, byteBudget) = (file.path, file.byteBudget)
    let used = description ?? ProductDescription(variable: variable.path)
    let outcome = noting { () throws(Failure) in
      let source = try ProductSource(name: path, description: used, files: [path], byteBudget: byteBudget)
      var problems = source.problems
      for cell in source.cells { problems += try source.series(at: cell).problems }
      return problems
    }
    var counts: [String: Int] = [:]
    for problem in outcome ?? [] { counts[problem.reason, default: 0] += problem.count }
    for (reason, count) in counts.sorted(by: { $0.key < $1.key }) {
      result.problems.append(count > 1 ? "\(reason) (\(count) times)" : reason)
    }
  }
}
