/// One array of a network's weights: its name, its shape, and where it lies among all weights.
public struct Parameter: Hashable, Sendable {
  /// Unique in its network, such as `encoder.0.weight`.
  public let name: String
  /// The length along each axis, slowest first.
  public let shape: [Int]
  /// The position of its first number among all numbers of the network.
  public let offset: Int
  /// How many numbers it has.
  public var count: Int { shape.reduce(1, *) }
}

/// The names and shapes of all weights of a network, which lie one after the other in one flat tensor.
///
/// One tensor for the weights, one for their gradient, one for each moment of the optimiser: what is done to all
/// weights alike is one pass.
public struct ParameterTable: Hashable, Sendable {
  /// The parameters in the order in which they lie.
  public private(set) var parameters: [Parameter] = []

  /// An empty table.
  public init() {}

  /// How many numbers all parameters have.
  public var count: Int { parameters.last.map { $0.offset + $0.count } ?? 0 }

  /// Adds a parameter behind the others.
  ///
  /// - Precondition: the name is new.
  public mutating func add(_ name: String, shape: [Int]) -> Parameter {
    precondition(!parameters.contains { $0.name == name }, "a parameter's name is its own")
    let parameter = Parameter(name: name, shape: shape, offset: count)
    parameters.append(parameter)
    return parameter
  }
}

extension Tensor {
  /// One parameter's numbers in a network's flat tensor.
  public subscript(parameter: Parameter) -> Tensor { stretch(at: parameter.offset, shape: parameter.shape) }
}
