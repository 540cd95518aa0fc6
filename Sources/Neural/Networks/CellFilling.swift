extension CellNetwork {
  /// What the network keeps of one day of a map of any size: encoded once, used by every window that holds it.
  public struct Day: Sendable {
    /// What the gates see, [feature][y][x].
    let features: Tensor<Scalar>
    /// P where the gates do not see it, [hidden][y][x].
    let rain: Tensor<Scalar>?
  }

  /// Encodes one day.
  ///
  /// - Parameters:
  ///   - values, mask, rain, land: [y][x]; `rain` is not looked at where the network sees none.
  ///   - fixed: [map][y][x].
  /// - Precondition: maps of one size, and the network's number of fixed maps.
  public func encode(
    values: Tensor<Scalar>, mask: Tensor<Scalar>, rain fallen: Tensor<Scalar>, fixed: Tensor<Scalar>,
    land: Tensor<Scalar>, weights: Tensor<Scalar>
  ) -> Day {
    let (height, width) = (land.shape[0], land.shape[1])
    let plane = [1, height, width]
    precondition(fixed.count == options.fixedMaps * land.count, "the network's fixed maps")
    let scratch = Tensor<Scalar>(zeros: [
      encoder.map { $0.scratchCount(height: height, width: width) }.max() ?? 0
    ])
    let input = Tensor<Scalar>(zeros: [2] + plane)
    VectorKernels.select(values, where: mask, into: input.part(0))
    input.part(1).copy(from: mask)
    let features = Tensor<Scalar>(zeros: [self.features] + plane)
    let factors = MaskStep.chain(mask.reshaped(plane), land: land, layers: options.depth)
    var maps = input
    for (layer, factor) in zip(encoder, factors) {
      let isLast = layer == encoder.last
      let output = isLast ? features.parts(0..<options.maps) : Tensor(zeros: [options.maps] + plane)
      layer.forward(weights, input: maps, factor: factor, output: output, scratch: scratch)
      maps = output
    }
    features.part(options.maps).copy(from: mask)
    if options.fixedMaps > 0 {
      features.parts(options.maps + 1..<options.maps + 1 + options.fixedMaps).copy(from: fixed)
    }
    guard let rain else { return Day(features: features, rain: nil) }
    let apart = isRainInGates ? nil : Tensor<Scalar>(zeros: [options.hidden] + plane)
    rain.forward(
      weights, input: fallen, output: apart ?? features.parts(self.features - options.hidden..<self.features))
    return Day(features: features, rain: apart)
  }

  /// The map that the network adds to the base on one day of a window of encoded days, [y][x].
  ///
  /// The LSTM runs only as far as that day, from each side, over pieces of `pieceCells` cells that hold any land.
  /// - Parameters:
  ///   - window: the days in order, equal steps apart, all of one size.
  ///   - day: the day asked for, an index of the window.
  /// - Precondition: a window that is not empty, and a day in it.
  public func deviation(
    on day: Int, of window: [Day], land: Tensor<Scalar>, weights: Tensor<Scalar>, workers: Int = 1
  ) -> Tensor<Scalar> {
    precondition(window.indices.contains(day), "a day of the window")
    let (height, width) = (land.shape[0], land.shape[1])
    let states = options.hidden * memories.count
    let remembered = Tensor<Scalar>(zeros: [states, 1, height, width])
    let pieces = (land.count + Self.pieceCells - 1) / Self.pieceCells
    Work.run(pieces, workers: workers) { piece in
      let cells = piece * Self.pieceCells..<min(land.count, (piece + 1) * Self.pieceCells)
      guard LossKernels.count(land.reshaped([land.count]).parts(cells)) > 0 else { return }
      remember(day, window, cells, weights, into: remembered)
    }
    let all = MaskStep.chain(land.reshaped([1, height, width]), land: land, layers: options.depth)
    let scratch = Tensor<Scalar>(zeros: [
      decoder.map { $0.scratchCount(height: height, width: width) }.max() ?? 0
    ])
    var maps = remembered
    for (layer, factor) in zip(decoder, all) {
      let output = Tensor<Scalar>(zeros: [layer.outputs, 1, height, width])
      layer.forward(weights, input: maps, factor: factor, output: output, scratch: scratch)
      maps = output
    }
    return maps.reshaped([height, width])
  }

  private static var pieceCells: Int { 4096 }

  /// Runs the LSTMs over some cells of the window.
  private func remember(
    _ day: Int, _ window: [Day], _ cells: Range<Int>, _ weights: Tensor<Scalar>, into result: Tensor<Scalar>
  ) {
    let days = window.count
    let input = Tensor<Scalar>(zeros: [features, days, cells.count])
    let rain: Tensor<Scalar>? =
      isRainInGates || self.rain == nil ? nil : Tensor(zeros: [options.hidden, days, cells.count])
    for (index, day) in window.enumerated() {
      for row in 0..<features {
        input.part(row).part(index).copy(
          from: day.features.part(row).reshaped([result.part(0).count]).parts(cells))
      }
      guard let rain, let fallen = day.rain else { continue }
      for row in 0..<options.hidden {
        rain.part(row).part(index).copy(from: fallen.part(row).reshaped([result.part(0).count]).parts(cells))
      }
    }
    for (index, memory) in memories.enumerated() {
      var states = LSTMStates<Scalar>(
        variant: memory.variant, hidden: options.hidden, steps: days, columns: cells.count)
      states.rain = rain
      memory.forward(
        weights, input: input, states: states, range: memory.isBackward ? day..<days : 0..<day + 1)
      for row in 0..<options.hidden {
        result.part(index * options.hidden + row).reshaped([result.part(0).count]).parts(cells)
          .copy(from: states.result.part(row).part(day))
      }
    }
  }
}
