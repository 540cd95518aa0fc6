public import Files

/// A weights file opened for reading; its structure is checked against a network before any number is used.
public struct WeightsReader: Sendable {
  /// The file, for the caller's own variables.
  public let file: NetCDFFile
  /// The network's kind, configuration, history and facts.
  public let header: WeightsHeader
  /// The steps trained.
  public let steps: Int

  /// Opens a file and reads its header.
  ///
  /// - Throws: `Failure` (data) where it is not a weights file of this format.
  public init(reading path: String) throws(Failure) {
    file = try NetCDFFile(reading: path)
    let attributes = file.attributes
    guard attributes["lab_weights_format"]?.number == WeightsFile.format,
      let network = attributes["network"]?.text, let configuration = attributes["configuration"]?.text,
      let steps = attributes["training_steps"]?.number, steps >= 0, steps < 1e15
    else {
      throw Failure(
        .data, "is not a weights file of format \(Int(WeightsFile.format))", path: path,
        advice: "give a file that a training has written")
    }
    var facts: [String: String] = [:]
    for (name, value) in attributes where name.hasPrefix("fact_") {
      facts[String(name.dropFirst(5))] = value.text ?? ""
    }
    header = WeightsHeader(
      network: network, configuration: configuration, history: attributes["history_of_training"]?.text ?? "",
      facts: facts)
    self.steps = Int(steps)
  }

  /// The weights of a network.
  ///
  /// - Throws: `Failure` (data) naming the first parameter that is missing, unknown, of another shape or type, or
  ///   not finite.
  public func weights(for table: ParameterTable) throws(Failure) -> Tensor<Float> {
    try tensor(WeightsFile.groups[0], table)
  }

  /// The optimiser with its moments; nil where the file has none.
  ///
  /// - Throws: `Failure` (data) as `weights(for:)`.
  public func adam(for table: ParameterTable) throws(Failure) -> Adam<Float>? {
    guard file.groups.contains(where: { $0.path == WeightsFile.groups[1] }) else { return nil }
    return Adam(
      first: try tensor(WeightsFile.groups[1], table), second: try tensor(WeightsFile.groups[2], table),
      steps: steps)
  }

  private func tensor(_ group: String, _ table: ParameterTable) throws(Failure) -> Tensor<Float> {
    let result = Tensor<Float>(zeros: [table.count])
    let names = Set(table.parameters.map { "\(group)/\($0.name)" })
    for variable in file.variables where variable.path.hasPrefix(group + "/") {
      if !names.contains(variable.path) {
        throw failure("has the parameter '\(variable.path)', which the network does not have")
      }
    }
    for parameter in table.parameters {
      guard let variable = file.variable("\(group)/\(parameter.name)") else {
        throw failure("lacks the parameter '\(group)/\(parameter.name)'")
      }
      guard variable.shape == parameter.shape, variable.type == .float else {
        throw failure(
          "has '\(variable.path)' as \(variable.type) \(variable.shape), where the network has float "
            + "\(parameter.shape)")
      }
      guard case .float(let values) = try file.raw(variable) else {
        throw failure("has '\(variable.path)' in another type than it declares")
      }
      let part = Tensor(values, shape: parameter.shape)
      guard VectorKernels.sumOfSquares(part).isFinite else {
        throw failure("has numbers in '\(variable.path)' that are not finite")
      }
      result[parameter].copy(from: part)
    }
    return result
  }

  private func failure(_ reason: String) -> Failure {
    Failure(.data, reason, path: file.path, advice: "these are weights of another configuration")
  }
}
