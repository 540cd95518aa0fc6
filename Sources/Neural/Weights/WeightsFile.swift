public import Files

/// What a weights file holds beside the numbers: enough to build the network and run it again.
public struct WeightsHeader: Hashable, Sendable {
  /// The network's kind, such as `cell`.
  public var network: String
  /// The network's and the training's configuration, as text (YAML or JSON) that the caller reads back.
  public var configuration: String
  /// The training's history, as text, one line a step or as the caller has it.
  public var history: String
  /// Further facts by name: the data's manifest, the period trained on.
  public var facts: [String: String]

  /// A header; history and facts are empty unless given.
  public init(network: String, configuration: String, history: String = "", facts: [String: String] = [:]) {
    self.network = network
    self.configuration = configuration
    self.history = history
    self.facts = facts
  }
}

/// A further array of a weights file, such as a climatology or a normalisation.
public struct WeightsExtra: Hashable, Sendable {
  /// The variable's name.
  public var name: String
  /// Names and lengths of its axes, slowest first.
  public var dimensions: [Dimension]
  /// The numbers.
  public var values: NetCDFArray
  /// Text attributes such as `units` and `long_name`.
  public var attributes: [String: String]

  /// An axis, shared by all arrays that name it.
  public struct Dimension: Hashable, Sendable {
    /// The axis' name.
    public var name: String
    /// Its length.
    public var length: Int

    /// An axis of a name and a length.
    public init(_ name: String, _ length: Int) {
      self.name = name
      self.length = length
    }
  }

  /// An array with its axes.
  public init(
    _ name: String, _ dimensions: [Dimension], _ values: NetCDFArray, attributes: [String: String] = [:]
  ) {
    self.name = name
    self.dimensions = dimensions
    self.values = values
    self.attributes = attributes
  }
}

/// Weights on disk, in netCDF-4; written whole or not at all.
///
/// Global attributes: `title`, `lab_weights_format` = 1, `network`, `configuration`, `history_of_training`,
/// `training_steps`, and `fact_NAME` for each further fact. Group `weights` has one float variable a parameter, its name and
/// shape those of the network's table; groups `adam_first` and `adam_second` have the optimiser's moments under the same names,
/// where the training can be resumed. Arrays of the caller lie in the root group.
public enum WeightsFile {
  static let format = 1.0
  static let groups = ["weights", "adam_first", "adam_second"]

  /// Writes weights and, if the training is to be resumed from them, the optimiser.
  ///
  /// The same content gives the same bytes.
  /// - Throws: `Failure` (data) where the file cannot be written or a number is not finite.
  public static func write(
    _ weights: Tensor<Float>, table: ParameterTable, adam: Adam<Float>? = nil, header: WeightsHeader,
    extras: [WeightsExtra] = [], to path: String
  ) throws(Failure) {
    precondition(weights.count == table.count, "weights of this network")
    guard VectorKernels.sumOfSquares(weights).isFinite else {
      throw Failure(.data, "weights that are not numbers are not written", path: path)
    }
    let writer = try NetCDFWriter(writing: path)
    try writer.attribute("title", "Weights of the network \(header.network)")
    try writer.attribute("lab_weights_format", .numbers(format))
    try writer.attribute("network", header.network)
    try writer.attribute("configuration", header.configuration)
    try writer.attribute("history_of_training", header.history)
    try writer.attribute("training_steps", .values(.int64([Int64(adam?.steps ?? 0)])))
    for (name, text) in header.facts.sorted(by: { $0.key < $1.key }) {
      try writer.attribute("fact_" + name, text)
    }
    var dimensions: [String: NetCDFWriter.Dimension] = [:]
    var pending: [(NetCDFWriter.Variable, NetCDFArray)] = []
    func declare(
      _ name: String, _ axes: [WeightsExtra.Dimension], _ type: NetCDFType, deflate: Int
    ) throws(Failure) -> NetCDFWriter.Variable {
      var declared: [NetCDFWriter.Dimension] = []
      for axis in axes {
        let dimension: NetCDFWriter.Dimension
        if let known = dimensions[axis.name] {
          dimension = known
        } else {
          dimension = try writer.dimension(axis.name, length: axis.length)
          dimensions[axis.name] = dimension
        }
        declared.append(dimension)
      }
      return try writer.variable(name, type, declared, storage: .init(deflate: deflate, shuffle: deflate > 0))
    }
    for extra in extras {
      let variable = try declare(extra.name, extra.dimensions, extra.values.type, deflate: 4)
      for (name, text) in extra.attributes.sorted(by: { $0.key < $1.key }) {
        try writer.attribute(name, text, of: variable)
      }
      pending.append((variable, extra.values))
    }
    let tensors = [weights] + (adam.map { [$0.first, $0.second] } ?? [])
    for (group, tensor) in zip(groups, tensors) {
      for parameter in table.parameters {
        let axes = parameter.shape.map { WeightsExtra.Dimension("n\($0)", $0) }
        let variable = try declare("\(group)/\(parameter.name)", axes, .float, deflate: 0)
        pending.append((variable, .float(tensor[parameter].values)))
      }
    }
    for (variable, values) in pending { try writer.write(values, to: variable) }
    try writer.finish()
  }
}
