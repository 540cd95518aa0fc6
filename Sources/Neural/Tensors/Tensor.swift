/// Numbers side by side in memory, last axis fastest, with a shape: values, features, weights and gradients alike.
///
/// A tensor is a *reference*: a copy, a part and a reshaped tensor share the numbers of the first, so that layers
/// write into buffers that are made once. Every access is checked against the shape. Threads may use one tensor
/// at a time only in parts that do not overlap.
@safe public struct Tensor<Scalar: NeuralScalar>: @unchecked Sendable {
  @usableFromInline let storage: TensorStorage<Scalar>
  @usableFromInline let offset: Int
  /// The length along each axis, slowest first.
  public let shape: [Int]
  /// How many numbers there are.
  public let count: Int

  /// Zeros.
  public init(zeros shape: [Int]) {
    self.init(storage: TensorStorage(count: Tensor.count(shape)), offset: 0, shape: shape)
  }

  /// A copy of numbers in row order.
  ///
  /// - Precondition: as many numbers as the shape holds.
  public init(_ values: [Scalar], shape: [Int]) {
    self.init(zeros: shape)
    precondition(values.count == count, "as many numbers as the shape holds")
    update { span in for index in values.indices { span[index] = values[index] } }
  }

  init(storage: TensorStorage<Scalar>, offset: Int, shape: [Int]) {
    count = Tensor.count(shape)
    precondition(offset >= 0 && offset + count <= storage.count, "a tensor lies within its memory")
    self.storage = storage
    self.offset = offset
    self.shape = shape
  }

  private static func count(_ shape: [Int]) -> Int {
    precondition(shape.allSatisfy { $0 >= 0 }, "no axis has a negative length")
    return shape.reduce(1, *)
  }

  /// One number by its position in row order.
  @inlinable
  public subscript(index: Int) -> Scalar {
    get {
      precondition(index >= 0 && index < count, "a position within the tensor")
      return unsafe storage.buffer[offset + index]
    }
    nonmutating set {
      precondition(index >= 0 && index < count, "a position within the tensor")
      unsafe storage.buffer[offset + index] = newValue
    }
  }

  /// The part at one index of the first axis, which is dropped from the shape.
  public func part(_ index: Int) -> Tensor {
    precondition(!shape.isEmpty && index >= 0 && index < shape[0], "an index of the first axis")
    let rest = Array(shape.dropFirst())
    return Tensor(storage: storage, offset: offset + index * Tensor.count(rest), shape: rest)
  }

  /// The parts at a range of indices of the first axis.
  public func parts(_ range: Range<Int>) -> Tensor {
    precondition(
      !shape.isEmpty && range.lowerBound >= 0 && range.upperBound <= shape[0], "within the first axis")
    let each = Tensor.count(Array(shape.dropFirst()))
    return Tensor(
      storage: storage, offset: offset + range.lowerBound * each, shape: [range.count] + shape.dropFirst())
  }

  /// The same numbers under another shape of as many.
  public func reshaped(_ shape: [Int]) -> Tensor {
    precondition(Tensor.count(shape) == count, "as many numbers as before")
    return Tensor(storage: storage, offset: offset, shape: shape)
  }

  /// A stretch of the numbers in row order under a shape of its own.
  func stretch(at start: Int, shape: [Int]) -> Tensor {
    precondition(start >= 0 && start + Tensor.count(shape) <= count, "within the tensor")
    return Tensor(storage: storage, offset: offset + start, shape: shape)
  }

  /// The numbers as an array, in row order.
  public var values: [Scalar] {
    withSpan { span in
      var values: [Scalar] = []
      values.reserveCapacity(span.count)
      for index in span.indices { values.append(span[index]) }
      return values
    }
  }

  /// Sets every number.
  public func fill(_ value: Scalar) { VectorKernels.fill(self, value) }

  /// Takes over the numbers of another tensor of the same count; the two do not overlap.
  public func copy(from other: Tensor) {
    VectorKernels.copy(other, to: self)
  }

  /// Lets `body` read the numbers in row order, without a copy.
  @inlinable
  public func withSpan<Result, Problem: Error>(
    _ body: (borrowing Span<Scalar>) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    let part = unsafe UnsafeBufferPointer(rebasing: storage.buffer[offset..<(offset + count)])
    defer { withExtendedLifetime(storage) {} }
    return try unsafe body(part.span)
  }

  /// Lets `body` change the numbers in row order, without a copy.
  @inlinable
  public func update<Result, Problem: Error>(
    _ body: (inout MutableSpan<Scalar>) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    let part = unsafe UnsafeMutableBufferPointer(rebasing: storage.buffer[offset..<(offset + count)])
    defer { withExtendedLifetime(storage) {} }
    var span = unsafe part.mutableSpan
    return try body(&span)
  }

  /// The first number's address; only kernels use it, which hold the tensor as an argument as long as they run.
  @unsafe var pointer: UnsafeMutablePointer<Scalar> { unsafe storage.base + offset }
}

/// The memory behind tensors, aligned for the widest registers; freed with the last tensor that shares it.
@safe @usableFromInline final class TensorStorage<Scalar: NeuralScalar> {
  @usableFromInline let buffer: UnsafeMutableBufferPointer<Scalar>
  let base: UnsafeMutablePointer<Scalar>
  let count: Int

  init(count: Int) {
    let bytes = max(1, count) * MemoryLayout<Scalar>.stride
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    // All bits zero are the number zero; numbers need no more than that to be there.
    unsafe raw.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    unsafe base = raw.bindMemory(to: Scalar.self, capacity: max(1, count))
    unsafe buffer = UnsafeMutableBufferPointer(start: base, count: count)
    self.count = count
  }

  deinit { unsafe UnsafeMutableRawPointer(base).deallocate() }
}
