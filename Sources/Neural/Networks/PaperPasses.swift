public import Files

extension PaperNetwork {
  /// The loss and its gradient: convolutions a sample at a time on each worker, dense layers on all samples at
  /// once in blocks of rows, everything summed in a fixed order.
  public func gradient(
    of batch: Batch<Scalar>, weights: Tensor<Scalar>, loss: GlobalLocalLoss, into gradient: Tensor<Scalar>,
    workers: Int
  ) throws(Failure) -> LossSum {
    try check(batch)
    let days = 0..<batch.days
    let counts = GlobalLocalLoss.counts(batch, days: days)
    var total = LossSum(loss: loss, hiddenCells: counts.hidden, knownCells: counts.known)
    gradient.fill(0)
    withWorkspace(batch) { space in
      let factors = factors(batch)
      forward(batch, weights, factors, space, workers)
      Work.run(batch.samples, workers: workers) { sample in
        let own = space.samples[sample]
        let output = own.decoded[decoder.count - 1]
        VectorKernels.add(batch.base.part(sample).reshaped(output.shape), to: output)
        let sums = loss.gradient(
          output, batch, sample: sample, days: days, counts: counts, into: own.turns[0].parts(0..<1))
        own.gradient.fill(0)
        backward(
          decoder, weights, own, input: own.seed, outputs: own.decoded, factors: factors[sample].decoder,
          wantsInput: true)
        VectorKernels.spread(
          own.turns[decoder.count % 2].parts(0..<1), sample: sample, into: space.cellGradient)
        return sums
      } inOrder: { _, sums in
        total.add(hidden: sums.hidden, known: sums.known)
      }
      backwardColumns(weights, gradient, space, workers)
      Work.run(batch.samples, workers: workers) { sample in
        let own = space.samples[sample]
        VectorKernels.gather(space.cellGradient, sample: sample, into: own.turns[0].parts(0..<1))
        backward(
          encoder, weights, own, input: own.input, outputs: own.encoded, factors: factors[sample].encoder,
          wantsInput: false)
      }
      for own in space.samples { VectorKernels.add(own.gradient, to: gradient.parts(0..<convolutionCount)) }
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
    withWorkspace(batch) { space in
      forward(batch, weights, factors(batch), space, workers)
      for (sample, own) in space.samples.enumerated() {
        VectorKernels.add(own.decoded[decoder.count - 1], to: result.part(sample))
      }
    }
    return result
  }

  private func withWorkspace(_ batch: Batch<Scalar>, _ body: (PaperWorkspace<Scalar>) -> Void) {
    pool.with([batch.samples, batch.days]) {
      PaperWorkspace(self, samples: batch.samples, days: batch.days)
    } _: {
      body($0)
    }
  }

  private func check(_ batch: Batch<Scalar>) throws(Failure) {
    guard batch.height == options.height, batch.width == options.width, batch.fixedMaps == 0 else {
      throw Failure(
        .usage,
        "the network takes maps of \(options.height) × \(options.width) cells and no fixed maps, "
          + "the samples have \(batch.height) × \(batch.width) and \(batch.fixedMaps)")
    }
  }

  /// One sample's factors of the partial convolutions.
  private typealias Factors = (encoder: [Tensor<Scalar>], decoder: [Tensor<Scalar>])

  private func factors(_ batch: Batch<Scalar>) -> [Factors] {
    (0..<batch.samples).map { sample in
      let land = batch.land.part(sample)
      let all = MaskStep.chain(land.reshaped([1] + land.shape), land: land, layers: options.depth)
      return (
        MaskStep.chain(batch.mask.part(sample), land: land, layers: options.depth),
        all.map { MaskStep.repeated($0, batch.days) }
      )
    }
  }

  private func forward(
    _ batch: Batch<Scalar>, _ weights: Tensor<Scalar>, _ factors: [Factors], _ space: PaperWorkspace<Scalar>,
    _ workers: Int
  ) {
    Work.run(batch.samples, workers: workers) { sample in
      let own = space.samples[sample]
      let mask = batch.mask.part(sample)
      VectorKernels.select(batch.values.part(sample), where: mask, into: own.input.part(0))
      own.input.part(1).copy(from: mask)
      forward(
        encoder, weights, own, input: own.input, outputs: own.encoded, factors: factors[sample].encoder)
      VectorKernels.spread(own.encoded[encoder.count - 1], sample: sample, into: space.seen)
      VectorKernels.spread(batch.rain.part(sample), sample: sample, into: space.fallen)
    }
    features.forward(
      weights, input: space.seen, output: space.gateInput.parts(0..<options.hidden), workers: workers)
    rain.forward(
      weights, input: space.fallen, output: space.rainFeatures(options.hidden), workers: workers)
    memory.forward(weights, input: space.gateInput, states: states(space), workers: workers)
    maps.forward(weights, input: space.states.result, output: space.made, workers: workers)
    Work.run(batch.samples, workers: workers) { sample in
      let own = space.samples[sample]
      VectorKernels.gather(space.made, sample: sample, into: own.seed)
      forward(
        decoder, weights, own, input: own.seed, outputs: own.decoded, factors: factors[sample].decoder)
    }
  }

  private func states(_ space: PaperWorkspace<Scalar>) -> LSTMStates<Scalar> {
    var states = space.states
    states.rain = space.rain
    return states
  }

  private func forward(
    _ layers: [Convolution], _ weights: Tensor<Scalar>, _ own: PaperWorkspace<Scalar>.Sample,
    input: Tensor<Scalar>, outputs: [Tensor<Scalar>], factors: [Tensor<Scalar>]
  ) {
    for (index, layer) in layers.enumerated() {
      layer.forward(
        weights, input: index == 0 ? input : outputs[index - 1], factor: factors[index],
        output: outputs[index], scratch: own.scratch)
    }
  }

  /// Back through the convolutions of one side, from the gradient in the first turn's buffer.
  private func backward(
    _ layers: [Convolution], _ weights: Tensor<Scalar>, _ own: PaperWorkspace<Scalar>.Sample,
    input: Tensor<Scalar>, outputs: [Tensor<Scalar>], factors: [Tensor<Scalar>], wantsInput: Bool
  ) {
    for (turn, index) in layers.indices.reversed().enumerated() {
      let layer = layers[index]
      let next = own.turns[(turn + 1) % 2]
      layer.backward(
        weights, gradient: own.gradient, input: index == 0 ? input : outputs[index - 1],
        factor: factors[index], output: outputs[index],
        outputGradient: own.turns[turn % 2].parts(0..<layer.outputs),
        inputGradient: index == 0 && !wantsInput ? nil : next.parts(0..<layer.inputs), scratch: own.scratch)
    }
  }

  /// Back through the dense layers and the LSTM; the gradient of the maps is replaced by that of what was seen.
  private func backwardColumns(
    _ weights: Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ space: PaperWorkspace<Scalar>, _ workers: Int
  ) {
    maps.backward(
      weights, gradient: gradient, input: space.states.result, output: space.made,
      outputGradient: space.cellGradient, inputGradient: space.outputGradient, workers: workers)
    memory.backward(
      weights, gradient: gradient, input: space.gateInput, states: states(space),
      outputGradient: space.outputGradient, gateGradient: space.gateGradient,
      inputGradient: space.featureGradient, addsToInputGradient: false, rainGradient: space.rainGradient,
      workers: workers)
    rain.backward(
      weights, gradient: gradient, input: space.fallen, output: space.rainFeatures(options.hidden),
      outputGradient: space.rainGradient ?? space.featureGradient.parts(options.hidden..<2 * options.hidden),
      inputGradient: nil, workers: workers)
    features.backward(
      weights, gradient: gradient, input: space.seen, output: space.gateInput.parts(0..<options.hidden),
      outputGradient: space.featureGradient.parts(0..<options.hidden), inputGradient: space.cellGradient,
      workers: workers)
  }
}
