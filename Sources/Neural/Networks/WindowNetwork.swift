public import Files

/// The predecessor without memory or rain: partial convolutions over a window of days (SGD-SM 1.0; METHODS §2.10).
///
/// One partial 3×3 convolution sees the middle day, another all days of the window as channels, each under its own
/// mask; both are joined, `depth` − 2 more partial convolutions follow and one makes the middle day's map, added to
/// the base. The layers have weights of their own (the released script used one layer eight times).
public struct WindowNetwork<Scalar: NeuralScalar>: Network {
  /// The network's size.
  public struct Options: Hashable, Sendable, Codable {
    /// The days of the window, an odd number.
    public var days = 9
    /// The maps of each of the two branches.
    public var maps = 32
    /// The convolutions one after the other, at least two.
    public var depth = 5

    /// The published window and branches.
    public init() {}
  }

  /// The size.
  public let options: Options
  /// The weights' names and shapes.
  public let table: ParameterTable
  private let day: Convolution
  private let window: Convolution
  private let joined: [Convolution]
  private let pool = WorkspacePool<Workspace>()

  /// Declares the layers.
  ///
  /// - Precondition: an odd window, maps, and at least two layers.
  public init(_ options: Options) {
    precondition(
      options.days % 2 == 1 && options.maps > 0 && options.depth > 1, "an odd window and two layers")
    var table = ParameterTable()
    day = Convolution("day", inputs: 1, outputs: options.maps, in: &table)
    window = Convolution("window", inputs: options.days, outputs: options.maps, in: &table)
    joined = (1..<options.depth).map {
      let isLast = $0 == options.depth - 1
      return Convolution(
        "joined.\($0)", inputs: 2 * options.maps, outputs: isLast ? 1 : 2 * options.maps,
        slope: isLast ? 1 : 0,
        in: &table)
    }
    self.options = options
    self.table = table
  }

  /// The middle day alone.
  public func askedDays(of days: Int) -> Range<Int> { days / 2..<days / 2 + 1 }

  /// Random weights; the last layer starts near zero, so that the output starts near the base.
  public func initialWeights(seed: UInt64) -> Tensor<Scalar> {
    let weights = Tensor<Scalar>(zeros: [table.count])
    for layer in [day, window] + joined {
      layer.initialise(weights, seed: seed, gain: layer.outputs == 1 ? 0.01 : 1)
    }
    return weights
  }

  /// The loss and its gradient: a sample at a time on each worker, summed in the samples' order.
  public func gradient(
    of batch: Batch<Scalar>, weights: Tensor<Scalar>, loss: GlobalLocalLoss, into gradient: Tensor<Scalar>,
    workers: Int
  ) throws(Failure) -> LossSum {
    try check(batch)
    let asked = askedDays(of: batch.days)
    let counts = GlobalLocalLoss.counts(batch, days: asked)
    var total = LossSum(loss: loss, hiddenCells: counts.hidden, knownCells: counts.known)
    let shards = Tensor<Scalar>(zeros: [batch.samples, table.count])
    gradient.fill(0)
    Work.run(batch.samples, workers: workers) { sample in
      withWorkspace(batch) { space in
        let factors = forward(batch, sample, weights, space)
        // The last layer has no rectifier: what is added to its output does not matter on the way back.
        let output = space.outputs[space.outputs.count - 1]
        VectorKernels.add(batch.base.part(sample).parts(asked).reshaped(output.shape), to: output)
        let sums = loss.gradient(
          output, batch, sample: sample, days: asked, counts: counts, into: space.turns[0].parts(0..<1))
        backward(weights, shards.part(sample), factors, space)
        return sums
      }
    } inOrder: { sample, sums in
      total.add(hidden: sums.hidden, known: sums.known)
      VectorKernels.add(shards.part(sample), to: gradient)
    }
    return total
  }

  /// The output for a batch, [sample][day][y][x]: the base, and on the middle day what the network adds.
  public func output(
    for batch: Batch<Scalar>, weights: Tensor<Scalar>, workers: Int
  ) throws(Failure) -> Tensor<Scalar> {
    try check(batch)
    let result = Tensor<Scalar>(zeros: batch.values.shape)
    result.copy(from: batch.base)
    Work.run(batch.samples, workers: workers) { sample in
      withWorkspace(batch) { space in
        _ = forward(batch, sample, weights, space)
        let output = space.outputs[space.outputs.count - 1]
        VectorKernels.add(output, to: result.part(sample).parts(askedDays(of: batch.days)))
      }
    }
    return result
  }
}

extension WindowNetwork {
  /// The buffers of one sample's passes.
  fileprivate struct Workspace {
    /// [day][1][y][x].
    let input: Tensor<Scalar>
    /// [2·maps][1][y][x] of both branches, then of the layers that follow.
    let outputs: [Tensor<Scalar>]
    let turns: [Tensor<Scalar>]
    let scratch: Tensor<Scalar>
  }

  /// The factors of both branches and of the layers that follow.
  fileprivate struct Factors {
    var day: Tensor<Scalar>
    var window: Tensor<Scalar>
    var joined: [Tensor<Scalar>]
  }

  private func withWorkspace<Value>(_ batch: Batch<Scalar>, _ body: (Workspace) -> Value) -> Value {
    let plane = [1, batch.height, batch.width]
    return pool.with(plane) {
      Workspace(
        input: Tensor(zeros: [options.days] + plane),
        outputs: [Tensor(zeros: [2 * options.maps] + plane)]
          + joined.map { Tensor(zeros: [$0.outputs] + plane) },
        turns: (0..<2).map { _ in Tensor(zeros: [2 * options.maps] + plane) },
        scratch: Tensor(zeros: [
          ([day, window] + joined).map { $0.scratchCount(height: batch.height, width: batch.width) }.max()
            ?? 0
        ]))
    } _: {
      body($0)
    }
  }

  private func check(_ batch: Batch<Scalar>) throws(Failure) {
    guard batch.days == options.days else {
      throw Failure(
        .usage, "the network takes windows of \(options.days) days, the samples have \(batch.days)")
    }
  }

  private func forward(
    _ batch: Batch<Scalar>, _ sample: Int, _ weights: Tensor<Scalar>, _ space: Workspace
  ) -> Factors {
    let (mask, land) = (batch.mask.part(sample), batch.land.part(sample))
    VectorKernels.select(
      batch.values.part(sample), where: mask, into: space.input.reshaped(mask.shape))
    let middle = options.days / 2
    let one = MaskStep.step([(mask.parts(middle..<middle + 1), 1)], land: land)
    let all = MaskStep.step((0..<options.days).map { (mask.parts($0..<$0 + 1), 1) }, land: land)
    var factors = Factors(day: one.factor, window: all.factor, joined: [])
    var masks = [(mask: one.mask, channels: options.maps), (mask: all.mask, channels: options.maps)]
    day.forward(
      weights, input: space.input.parts(middle..<middle + 1), factor: factors.day,
      output: space.outputs[0].parts(0..<options.maps), scratch: space.scratch)
    window.forward(
      weights, input: space.input, factor: factors.window,
      output: space.outputs[0].parts(options.maps..<2 * options.maps), scratch: space.scratch)
    for (index, layer) in joined.enumerated() {
      let step = MaskStep.step(masks, land: land)
      masks = [(step.mask, 1)]
      factors.joined.append(step.factor)
      layer.forward(
        weights, input: space.outputs[index], factor: step.factor, output: space.outputs[index + 1],
        scratch: space.scratch)
    }
    return factors
  }

  private func backward(
    _ weights: Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ factors: Factors, _ space: Workspace
  ) {
    for (turn, index) in joined.indices.reversed().enumerated() {
      joined[index].backward(
        weights, gradient: gradient, input: space.outputs[index], factor: factors.joined[index],
        output: space.outputs[index + 1],
        outputGradient: space.turns[turn % 2].parts(0..<joined[index].outputs),
        inputGradient: space.turns[(turn + 1) % 2], scratch: space.scratch)
    }
    let upstream = space.turns[joined.count % 2]
    let middle = options.days / 2
    for (layer, maps, input, factor) in [
      (day, 0..<options.maps, space.input.parts(middle..<middle + 1), factors.day),
      (window, options.maps..<2 * options.maps, space.input, factors.window),
    ] {
      layer.backward(
        weights, gradient: gradient, input: input, factor: factor, output: space.outputs[0].parts(maps),
        outputGradient: upstream.parts(maps), inputGradient: nil, scratch: space.scratch)
    }
  }
}
