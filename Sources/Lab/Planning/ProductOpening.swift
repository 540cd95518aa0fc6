internal import Files
internal import Grids
internal import Products

extension PlanDraft {
  /// Opens the products of the experiment, in its order.
  /// - Throws: `Failure` where a pattern matches no file or a file cannot be read as described.
  mutating func openProducts() throws(Failure) -> [ProductSource] {
    var products: [ProductSource] = []
    for choice in experiment.products {
      products.append(try open(choice, as: "product", role: choice.name))
    }
    if let span = experiment.matching.averaging?.longest, case .window(let days) = experiment.anomalies,
      experiment.needsAnomalies, days < 2 * Double(span)
    {
      remarks.append(
        "A.R: a moving window of \(CSVRow.format(days)) days holds hardly more than one mean of \(span) days; use "
          + "anomalies: {method: climatology}.")
    }
    return products
  }

  /// Opens a grid as the experiment describes it and notes its files.
  /// - Parameters:
  ///   - word: what it is, for messages.
  ///   - role: its files' role in the manifest.
  /// - Throws: `Failure` where a pattern matches no file or a file cannot be read as described.
  mutating func open(
    _ choice: Experiment.ProductChoice, as word: String, role: String
  ) throws(Failure) -> ProductSource {
    guard choice.description.quantity == .soilMoisture else {
      throw Failure(
        .usage, "\(word) '\(choice.name)' is \(choice.description.quantity.rawValue), not soil moisture",
        path: experiment.path, advice: "It can be input of a generator, but there is nothing to score it with"
      )
    }
    var files: [String] = []
    var known: Set<String> = []
    for pattern in choice.patterns {
      let found = Paths.glob(pattern, in: experiment.folder)
      guard !found.isEmpty else {
        throw Failure(
          .data, "no file of \(word) '\(choice.name)' matches '\(pattern)'", path: experiment.path,
          advice: "Paths are relative to the experiment's folder")
      }
      for path in found where known.insert(path).inserted {
        files.append(path)
        read(path, role: role, written: pattern)
      }
    }
    var description = choice.description
    if let porosity = description.porosity {
      let path = Paths.resolve(porosity.file, in: experiment.folder)
      description.porosity?.file = path
      read(path, role: role, written: porosity.file)
    }
    let source = try ProductSource(name: choice.name, description: description, files: files)
    problems += source.problems
    remarkOnVerification(choice)
    return source
  }

  private mutating func remarkOnVerification(_ choice: Experiment.ProductChoice) {
    guard let basis = choice.description.verified, basis != .file else { return }
    let entry = choice.catalogueEntry.map { " (catalogue entry \($0))" } ?? ""
    remarks.append(
      "The description of \(choice.name)\(entry) is \(basis == .assumed ? "assumed" : "from documentation"), not "
        + "verified on a file that was read: check its units, flags and times with `lab inspect`.")
  }
}
