/// Window sums of masks.
enum MaskKernels {
  /// Adds `weight` × the number of open cells of each 3×3 window.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func addWindowSums<Scalar: NeuralScalar>(
    _ mask: Tensor<Scalar>, weight: Scalar, stride: Int, to sums: Tensor<Scalar>
  ) {
    let (images, height, width) = (mask.shape[0], mask.shape[1], mask.shape[2])
    let (rows, columns) = (sums.shape[1], sums.shape[2])
    let above = Tensor<Scalar>(zeros: [width + 2])
    let column = unsafe above.pointer
    for image in 0..<images {
      let plane = unsafe mask.pointer + image * height * width
      for row in 0..<rows {
        let y = row * stride
        let centre = unsafe plane + y * width
        let (hasAbove, hasBelow) = (y > 0, y + 1 < height)
        for x in 0..<width {
          var sum = unsafe centre[x]
          if hasAbove { sum += unsafe centre[x - width] }
          if hasBelow { sum += unsafe centre[x + width] }
          unsafe column[x + 1] = sum
        }
        let target = unsafe sums.pointer + (image * rows + row) * columns
        for x in 0..<columns {
          let at = x * stride
          unsafe target[x] += weight * (column[at] + column[at + 1] + column[at + 2])
        }
      }
    }
  }

  /// Turns sums into factors and writes the mask.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func finish<Scalar: NeuralScalar>(
    _ factor: Tensor<Scalar>, mask: Tensor<Scalar>, whole: Scalar, land: Tensor<Scalar>?
  ) {
    let cells = factor.count / max(1, factor.shape[0])
    precondition(land.map { $0.count == cells || $0.count == factor.count } ?? true, "land for each cell")
    for image in 0..<factor.shape[0] {
      let (sums, open) = unsafe (factor.pointer + image * cells, mask.pointer + image * cells)
      if let land {
        let ground = unsafe land.pointer + (land.count == cells ? 0 : image * cells)
        for cell in 0..<cells {
          let isOpen = unsafe sums[cell] > 0 && ground[cell] > 0
          unsafe sums[cell] = isOpen ? whole / sums[cell] : 0
          unsafe open[cell] = isOpen ? 1 : 0
        }
      } else {
        for cell in 0..<cells {
          let isOpen = unsafe sums[cell] > 0
          unsafe sums[cell] = isOpen ? whole / sums[cell] : 0
          unsafe open[cell] = isOpen ? 1 : 0
        }
      }
    }
  }
}
