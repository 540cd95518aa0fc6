/// Moves maps to and from the columns of layers that see all samples at once.
extension VectorKernels {
  /// Copies one sample's maps [day][cell] into [cell][day][sample].
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func spread<Scalar: NeuralScalar>(
    _ maps: Tensor<Scalar>, sample: Int, into columns: Tensor<Scalar>
  ) {
    let (cells, days, samples) = (columns.shape[0], columns.shape[1], columns.shape[2])
    precondition(maps.count == cells * days && sample < samples, "maps of the columns' days")
    let (source, target) = unsafe (maps.pointer, columns.pointer)
    for cell in 0..<cells {
      for day in 0..<days {
        unsafe target[(cell * days + day) * samples + sample] = source[day * cells + cell]
      }
    }
  }

  /// Copies one sample's columns of [cell][day][sample] into maps [day][cell].
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func gather<Scalar: NeuralScalar>(
    _ columns: Tensor<Scalar>, sample: Int, into maps: Tensor<Scalar>
  ) {
    let (cells, days, samples) = (columns.shape[0], columns.shape[1], columns.shape[2])
    precondition(maps.count == cells * days && sample < samples, "maps of the columns' days")
    let (source, target) = unsafe (columns.pointer, maps.pointer)
    for day in 0..<days {
      for cell in 0..<cells {
        unsafe target[day * cells + cell] = source[(cell * days + day) * samples + sample]
      }
    }
  }
}
