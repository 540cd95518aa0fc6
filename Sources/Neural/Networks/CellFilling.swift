extension CellNetwork {
  /// What the network keeps of one day of a map of any size: encoded once, used by every window that holds it.
  public struct Day: Sendable {
    /// What the gates see, [feature][y][x].
    let features: Tensor<Scalar>
    /// P where the gates do not see it, [hidden][y][x].
    let rain: Tensor<Scalar>?
  }

  /// Encodes one day, band by band.
  ///
  /// - Parameters:
  ///   - values, mask, rain, land: [y][x]; `rain` is not looked at where the network sees none.
  ///   - fixed: [map][y][x].
  /// - Precondition: maps of one size, and the network's number of fixed maps.
  public func encode(
    values: Tensor<Scalar>, mask: Tensor<Scalar>, rain fallen: Tensor<Scalar>, fixed: Tensor<Scalar>,
    land: Tensor<Scalar>, weights: Tensor<Scalar>, workers: Int = 1
  ) -> Day {
    let (height, width) = (land.shape[0], land.shape[1])
    precondition(fixed.count == options.fixedMaps * land.count, "the network's fixed maps")
    let features = Tensor<Scalar>(zeros: [self.features, height, width])
    let apart = rain == nil || isRainInGates ? nil : Tensor<Scalar>(zeros: [options.hidden, height, width])
    features.part(options.maps).copy(from: mask)
    if options.fixedMaps > 0 {
      features.parts(options.maps + 1..<options.maps + 1 + options.fixedMaps).copy(from: fixed)
    }
    if let rain {
      rain.forward(
        weights, input: fallen,
        output: apart ?? features.parts(self.features - options.hidden..<self.features))
    }
    let bands = Band.all(height: height, width: width, halo: options.depth, cells: bandCells)
    Work.run(bands.count, workers: workers) { index in
      let band = bands[index]
      guard band.hasLand(land) else { return }
      let plane = [1, band.rows.count, width]
      let input = Tensor<Scalar>(zeros: [2] + plane)
      let seen = mask.parts(band.rows)
      VectorKernels.select(values.parts(band.rows), where: seen, into: input.part(0))
      input.part(1).copy(from: seen)
      let factors = MaskStep.chain(seen.reshaped(plane), land: land.parts(band.rows), layers: options.depth)
      let encoded = through(encoder, input, factors, weights)
      for map in 0..<options.maps {
        features.part(map).parts(band.core).copy(from: encoded.part(map).part(0).parts(band.coreInRows))
      }
    }
    return Day(features: features, rain: apart)
  }

  /// The map that the network adds to the base on one day of a window of encoded days, [y][x]; 0 at sea.
  ///
  /// Band by band, where there is land; the LSTM runs from each side only as far as that day. The bits are the
  /// same for any number of workers.
  /// - Parameters:
  ///   - window: the days in order, equal steps apart, all of one size.
  ///   - day: the day asked for, an index of the window.
  /// - Precondition: a window that is not empty, and a day in it.
  public func deviation(
    on day: Int, of window: [Day], land: Tensor<Scalar>, weights: Tensor<Scalar>, workers: Int = 1
  ) -> Tensor<Scalar> {
    precondition(window.indices.contains(day), "a day of the window")
    let (height, width) = (land.shape[0], land.shape[1])
    let result = Tensor<Scalar>(zeros: [height, width])
    let bands = Band.all(height: height, width: width, halo: options.depth, cells: bandCells)
    Work.run(bands.count, workers: workers) { index in
      let band = bands[index]
      guard band.hasLand(land) else { return }
      let ground = land.parts(band.rows)
      let plane = [1, band.rows.count, width]
      let remembered = Tensor<Scalar>(zeros: [options.hidden * memories.count] + plane)
      let flat = ground.reshaped([ground.count])
      for start in stride(from: 0, to: ground.count, by: Self.pieceCells) {
        let cells = start..<min(ground.count, start + Self.pieceCells)
        if LossKernels.count(flat.parts(cells)) == 0 { continue }
        remember(day, window, cells, at: band.rows.lowerBound * width, weights, into: remembered)
      }
      let factors = MaskStep.chain(ground.reshaped(plane), land: ground, layers: options.depth)
      let decoded = through(decoder, remembered, factors, weights)
      result.parts(band.core).copy(from: decoded.part(0).part(0).parts(band.coreInRows))
    }
    return result
  }

  /// The cells whose LSTM runs at once: their states stay in the processor's second cache.
  private static var pieceCells: Int { 1024 }

  private func through(
    _ layers: [Convolution], _ input: Tensor<Scalar>, _ factors: [Tensor<Scalar>], _ weights: Tensor<Scalar>
  ) -> Tensor<Scalar> {
    let (_, _, height, width) = input.mapShape
    let scratch = Tensor<Scalar>(zeros: [
      layers.map { $0.scratchCount(height: height, width: width) }.max() ?? 0
    ])
    var maps = input
    for (layer, factor) in zip(layers, factors) {
      let output = Tensor<Scalar>(zeros: layer.outputShape(maps.shape))
      layer.forward(weights, input: maps, factor: factor, output: output, scratch: scratch)
      maps = output
    }
    return maps
  }

  /// Runs the LSTMs over some cells of a band, whose first cell is the map's cell `origin`.
  private func remember(
    _ day: Int, _ window: [Day], _ cells: Range<Int>, at origin: Int, _ weights: Tensor<Scalar>,
    into result: Tensor<Scalar>
  ) {
    let days = window.count
    let source = cells.lowerBound + origin..<cells.upperBound + origin
    func collect(_ rows: Int, _ maps: (Day) -> Tensor<Scalar>?) -> Tensor<Scalar> {
      let columns = Tensor<Scalar>(zeros: [rows, days, cells.count])
      for (index, day) in window.enumerated() {
        guard let map = maps(day) else { continue }
        let flat = map.reshaped([rows, map.count / rows])
        for row in 0..<rows { columns.part(row).part(index).copy(from: flat.part(row).parts(source)) }
      }
      return columns
    }
    let input = collect(features) { $0.features }
    let isApart = rain != nil && !isRainInGates
    let fallen = isApart ? collect(options.hidden) { $0.rain } : nil
    let flat = result.reshaped([result.shape[0], result.count / result.shape[0]])
    for (index, memory) in memories.enumerated() {
      var states = LSTMStates<Scalar>(
        variant: memory.variant, hidden: options.hidden, steps: days, columns: cells.count)
      states.rain = fallen
      memory.forward(
        weights, input: input, states: states, range: memory.isBackward ? day..<days : 0..<day + 1)
      for row in 0..<options.hidden {
        flat.part(index * options.hidden + row).parts(cells).copy(from: states.result.part(row).part(day))
      }
    }
  }
}
