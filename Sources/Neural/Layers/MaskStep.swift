/// What a partial convolution does with masks: the factor of each output cell, and the mask of the next layer.
///
/// - Source: Liu et al. (2018), Image Inpainting for Irregular Holes Using Partial Convolutions; METHODS §2.2.
public enum MaskStep {
  /// Computes ‖1‖₁/‖M‖₁ and the next mask for a 3×3 window.
  ///
  /// The window counts all its cells times all channels; what lies outside the maps counts as closed, so that
  /// edges are renormalised. The next mask is 1 on land where any cell of the window is open. The factor is 0
  /// where the next mask is closed.
  /// - Parameters:
  ///   - masks: masks [image][y][x] of 0 and 1, each with the number of channels it stands for.
  ///   - land: [image][y][x] of the output, or [y][x] for all images; nil where all is land.
  ///   - stride: 1 or 2.
  /// - Returns: factor and mask, [image][y][x] of the output.
  public static func step<Scalar: NeuralScalar>(
    _ masks: [(mask: Tensor<Scalar>, channels: Int)], land: Tensor<Scalar>?, stride: Int = 1
  ) -> (factor: Tensor<Scalar>, mask: Tensor<Scalar>) {
    guard let shape = masks.first?.mask.shape, shape.count == 3 else {
      preconditionFailure("masks are [image][y][x]")
    }
    let output = [shape[0], (shape[1] + stride - 1) / stride, (shape[2] + stride - 1) / stride]
    let factor = Tensor<Scalar>(zeros: output)
    let next = Tensor<Scalar>(zeros: output)
    for (mask, channels) in masks {
      precondition(mask.shape == shape, "masks of one shape")
      MaskKernels.addWindowSums(mask, weight: Scalar(channels), stride: stride, to: factor)
    }
    let whole = Scalar(9 * masks.reduce(0) { $0 + $1.channels })
    MaskKernels.finish(factor, mask: next, whole: whole, land: land)
    return (factor, next)
  }

  /// The factors of layers one after the other, each taking the mask that the one before leaves.
  public static func chain<Scalar: NeuralScalar>(
    _ mask: Tensor<Scalar>, land: Tensor<Scalar>?, layers: Int
  ) -> [Tensor<Scalar>] {
    var mask = mask
    return (0..<layers).map { _ in
      let (factor, next) = step([(mask, 1)], land: land)
      mask = next
      return factor
    }
  }

  /// One image's factor for several images.
  static func repeated<Scalar: NeuralScalar>(_ factor: Tensor<Scalar>, _ images: Int) -> Tensor<Scalar> {
    let result = Tensor<Scalar>(zeros: [images] + factor.shape.dropFirst())
    for image in 0..<images { result.part(image).copy(from: factor.part(0)) }
    return result
  }
}
