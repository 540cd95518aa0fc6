/// Moves maps to and from the rows that a 3×3 convolution multiplies.
///
/// Maps are [channel][image][y][x]. The rows of a strip of maps are the maps shifted by −1, 0 and +1 cells, zero
/// outside: one set of shifts along x alone serves all three rows of the kernel, a row of cells further each time
/// ("narrow": stride 1, a third of the copies), or all nine shifts are laid out ("wide": strides, few channels).
enum ConvolutionKernels {
  /// Rows [channel][kernel x] of cells [y₀ − 1 ..< y₁ + 1][x] of one image.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func shiftNarrow<Scalar: NeuralScalar>(
    _ maps: Tensor<Scalar>, image: Int, rows: Range<Int>, into scratch: Tensor<Scalar>
  ) {
    let (channels, images, height, width) = maps.mapShape
    let count = rows.count + 2
    precondition(scratch.count >= channels * 3 * count * width, "room for the shifted rows")
    let source = unsafe maps.pointer
    let target = unsafe scratch.pointer
    for channel in 0..<channels {
      let plane = unsafe source + (channel * images + image) * height * width
      for shift in 0..<3 {
        let block = unsafe target + (channel * 3 + shift) * count * width
        for row in 0..<count {
          let y = rows.lowerBound - 1 + row
          let to = unsafe block + row * width
          if y < 0 || y >= height {
            unsafe to.update(repeating: 0, count: width)
            continue
          }
          let from = unsafe plane + y * width
          switch shift {
          case 0:
            unsafe to[0] = 0
            unsafe (to + 1).update(from: from, count: width - 1)
          case 1: unsafe to.update(from: from, count: width)
          default:
            unsafe to.update(from: from + 1, count: width - 1)
            unsafe to[width - 1] = 0
          }
        }
      }
    }
  }

  /// Rows [kernel y][channel][kernel x] of the output cells [y₀ ..< y₁][x] of one image.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func shiftWide<Scalar: NeuralScalar>(
    _ maps: Tensor<Scalar>, image: Int, rows: Range<Int>, stride: Int, into scratch: Tensor<Scalar>
  ) {
    let (channels, images, height, width) = maps.mapShape
    let outputWidth = (width + stride - 1) / stride
    let cells = rows.count * outputWidth
    precondition(scratch.count >= channels * 9 * cells, "room for the shifted rows")
    let source = unsafe maps.pointer
    let target = unsafe scratch.pointer
    for kernelRow in 0..<3 {
      for channel in 0..<channels {
        let plane = unsafe source + (channel * images + image) * height * width
        for shift in 0..<3 {
          let block = unsafe target + ((kernelRow * channels + channel) * 3 + shift) * cells
          for row in 0..<rows.count {
            let y = (rows.lowerBound + row) * stride + kernelRow - 1
            let to = unsafe block + row * outputWidth
            if y < 0 || y >= height {
              unsafe to.update(repeating: 0, count: outputWidth)
              continue
            }
            let from = unsafe plane + y * width
            for x in 0..<outputWidth {
              let column = x * stride + shift - 1
              unsafe to[x] = column < 0 || column >= width ? 0 : from[column]
            }
          }
        }
      }
    }
  }

  /// The adjoint of `shiftWide`: adds rows back to the cells of one image that they came from.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func addWide<Scalar: NeuralScalar>(
    _ scratch: Tensor<Scalar>, rows: Range<Int>, stride: Int, to maps: Tensor<Scalar>, image: Int
  ) {
    let (channels, images, height, width) = maps.mapShape
    let outputWidth = (width + stride - 1) / stride
    let cells = rows.count * outputWidth
    precondition(scratch.count >= channels * 9 * cells, "room for the shifted rows")
    let source = unsafe scratch.pointer
    let target = unsafe maps.pointer
    for kernelRow in 0..<3 {
      for channel in 0..<channels {
        let plane = unsafe target + (channel * images + image) * height * width
        for shift in 0..<3 {
          let block = unsafe source + ((kernelRow * channels + channel) * 3 + shift) * cells
          for row in 0..<rows.count {
            let y = (rows.lowerBound + row) * stride + kernelRow - 1
            if y < 0 || y >= height { continue }
            for x in 0..<outputWidth {
              let column = x * stride + shift - 1
              if column < 0 || column >= width { continue }
              unsafe plane[y * width + column] += block[row * outputWidth + x]
            }
          }
        }
      }
    }
  }

  /// Weights [out][kernel y][in][kernel x] turned for the gradient of the input: [in][2 − y][out][2 − x].
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @inline(never)
  static func turn<Scalar: NeuralScalar>(
    _ weights: Tensor<Scalar>, outputs: Int, inputs: Int, into turned: Tensor<Scalar>
  ) {
    precondition(weights.count == outputs * inputs * 9 && turned.count >= weights.count, "3×3 weights")
    let source = unsafe weights.pointer
    let target = unsafe turned.pointer
    for output in 0..<outputs {
      for row in 0..<3 {
        for input in 0..<inputs {
          for column in 0..<3 {
            unsafe target[((input * 3 + 2 - row) * outputs + output) * 3 + 2 - column] =
              source[((output * 3 + row) * inputs + input) * 3 + column]
          }
        }
      }
    }
  }
}

extension Tensor {
  /// Channels, images, height and width of maps.
  var mapShape: (channels: Int, images: Int, height: Int, width: Int) {
    precondition(shape.count == 4, "maps are [channel][image][y][x]")
    return (shape[0], shape[1], shape[2], shape[3])
  }
}
