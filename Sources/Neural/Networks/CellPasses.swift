public import Files

extension CellNetwork {
  /// The loss and its gradient: a sample at a time on each worker, summed in the samples' order.
  public func gradient(
    of batch: Batch<Scalar>, weights: Tensor<Scalar>, loss: GlobalLocalLoss, into gradient: Tensor<Scalar>,
    workers: Int
  ) throws(Failure) -> LossSum {
    try check(batch)
    let counts = GlobalLocalLoss.counts(batch, days: 0..<batch.days)
    var total = LossSum(loss: loss, hiddenCells: counts.hidden, knownCells: counts.known)
    let shards = Tensor<Scalar>(zeros: [batch.samples, table.count])
    gradient.fill(0)
    Work.run(batch.samples, workers: workers) { sample in
      withWorkspace(batch) { space in
        let factors = Factors(self, batch, sample)
        forward(batch, sample, weights, factors, space)
        guard let output = space.decoded.last else { return (hidden: 0.0, known: 0.0) }
        // The last layer has no rectifier: what is added to its output does not matter on the way back.
        VectorKernels.add(batch.base.part(sample).reshaped(output.shape), to: output)
        let sums = loss.gradient(
          output, batch, sample: sample, days: 0..<batch.days, counts: counts,
          into: space.turn(0, channels: 1))
        backward(weights, shards.part(sample), factors, space)
        return sums
      }
    } inOrder: { sample, sums in
      total.add(hidden: sums.hidden, known: sums.known)
      VectorKernels.add(shards.part(sample), to: gradient)
    }
    return total
  }

  /// The output for a batch, [sample][day][y][x].
  public func output(
    for batch: Batch<Scalar>, weights: Tensor<Scalar>, workers: Int
  ) throws(Failure) -> Tensor<Scalar> {
    try check(batch)
    let result = Tensor<Scalar>(zeros: batch.values.shape)
    result.copy(from: batch.base)
    Work.run(batch.samples, workers: workers) { sample in
      withWorkspace(batch) { space in
        forward(batch, sample, weights, Factors(self, batch, sample), space)
        if let output = space.decoded.last { VectorKernels.add(output, to: result.part(sample)) }
      }
    }
    return result
  }

  private func withWorkspace<Value>(
    _ batch: Batch<Scalar>, _ body: (CellWorkspace<Scalar>) -> Value
  ) -> Value {
    let (days, height, width) = (batch.days, batch.height, batch.width)
    return pool.with([days, height, width]) {
      CellWorkspace(self, days: days, height: height, width: width)
    } _: {
      body($0)
    }
  }

  private func check(_ batch: Batch<Scalar>) throws(Failure) {
    guard batch.fixedMaps == options.fixedMaps else {
      throw Failure(
        .usage, "the network takes \(options.fixedMaps) fixed maps, the samples have \(batch.fixedMaps)")
    }
  }

  /// One sample's factors of the partial convolutions.
  struct Factors {
    let encoder: [Tensor<Scalar>]
    let decoder: [Tensor<Scalar>]

    init(_ network: CellNetwork, _ batch: Batch<Scalar>, _ sample: Int) {
      let land = batch.land.part(sample)
      encoder = MaskStep.chain(batch.mask.part(sample), land: land, layers: network.options.depth)
      // After the LSTM every cell on land holds something, on every day alike.
      let all = MaskStep.chain(
        land.reshaped([1] + land.shape), land: land, layers: network.options.depth)
      decoder = all.map { MaskStep.repeated($0, batch.days) }
    }
  }

  private func forward(
    _ batch: Batch<Scalar>, _ sample: Int, _ weights: Tensor<Scalar>, _ factors: Factors,
    _ space: CellWorkspace<Scalar>
  ) {
    let (days, cells) = (space.days, space.height * space.width)
    let mask = batch.mask.part(sample)
    VectorKernels.select(batch.values.part(sample), where: mask, into: space.input.part(0))
    space.input.part(1).copy(from: mask)
    var maps = space.input
    for (index, layer) in encoder.enumerated() {
      let output =
        index < space.encoded.count ? space.encoded[index] : space.gateInput.parts(0..<options.maps)
      layer.forward(
        weights, input: maps, factor: factors.encoder[index], output: output, scratch: space.scratch)
      maps = output
    }
    var row = options.maps
    space.gateInput.part(row).copy(from: mask)
    row += 1
    for map in 0..<options.fixedMaps {
      let constant = batch.fixed.part(sample).part(map)
      for day in 0..<days { space.gateInput.part(row).part(day).copy(from: constant) }
      row += 1
    }
    if let rain {
      space.rainInput.copy(from: batch.rain.part(sample).reshaped([1, days * cells]))
      rain.forward(weights, input: space.rainInput, output: rainFeatures(space))
    }
    for (index, memory) in memories.enumerated() {
      var states = space.states[index]
      states.rain = space.rain
      memory.forward(weights, input: space.gateInput, states: states)
      space.remembered.parts(index * options.hidden..<(index + 1) * options.hidden).copy(from: states.result)
    }
    maps = space.remembered
    for (index, layer) in decoder.enumerated() {
      layer.forward(
        weights, input: maps, factor: factors.decoder[index], output: space.decoded[index],
        scratch: space.scratch)
      maps = space.decoded[index]
    }
  }

  /// Where P lies: behind the other rows of what the gates see, or apart.
  private func rainFeatures(_ space: CellWorkspace<Scalar>) -> Tensor<Scalar> {
    space.rain ?? space.gateInput.parts(features - options.hidden..<features)
  }

  /// Adds one sample's gradients, from that of the output in the first turn's buffer.
  private func backward(
    _ weights: Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ factors: Factors, _ space: CellWorkspace<Scalar>
  ) {
    var turn = 0
    for index in decoder.indices.reversed() {
      let layer = decoder[index]
      layer.backward(
        weights, gradient: gradient, input: index == 0 ? space.remembered : space.decoded[index - 1],
        factor: factors.decoder[index], output: space.decoded[index],
        outputGradient: space.turn(turn, channels: layer.outputs),
        inputGradient: space.turn(turn + 1, channels: layer.inputs), scratch: space.scratch)
      turn += 1
    }
    let upstream = space.turn(turn, channels: options.hidden * memories.count)
    for (index, memory) in memories.enumerated() {
      var states = space.states[index]
      states.rain = space.rain
      memory.backward(
        weights, gradient: gradient, input: space.gateInput, states: states,
        outputGradient: upstream.parts(index * options.hidden..<(index + 1) * options.hidden),
        gateGradient: space.gateGradient, inputGradient: space.featureGradient,
        addsToInputGradient: index > 0, rainGradient: space.rainGradient)
      if let rain, let rainGradient = space.rainGradient {
        backward(rain, weights, gradient, rainGradient, space)
      }
    }
    if let rain, isRainInGates {
      backward(
        rain, weights, gradient, space.featureGradient.parts(features - options.hidden..<features), space)
    }
    for index in encoder.indices.reversed() {
      let layer = encoder[index]
      let isLast = index == encoder.count - 1
      let own =
        isLast ? space.featureGradient.parts(0..<options.maps) : space.turn(turn, channels: options.maps)
      layer.backward(
        weights, gradient: gradient, input: index == 0 ? space.input : space.encoded[index - 1],
        factor: factors.encoder[index],
        output: isLast ? space.gateInput.parts(0..<options.maps) : space.encoded[index], outputGradient: own,
        inputGradient: index == 0 ? nil : space.turn(turn + 1, channels: layer.inputs), scratch: space.scratch
      )
      turn += 1
    }
  }

  private func backward(
    _ rain: Dense, _ weights: Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ upstream: Tensor<Scalar>,
    _ space: CellWorkspace<Scalar>
  ) {
    rain.backward(
      weights, gradient: gradient, input: space.rainInput, output: rainFeatures(space),
      outputGradient: upstream, inputGradient: nil)
  }
}
