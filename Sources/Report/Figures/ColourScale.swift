/// Values as colours, with the bar that explains them.
struct ColourScale: Hashable {
  /// The colours from low to high, evenly apart.
  var colours: [String]
  /// The value of the first colour; values below have it too.
  var lower: Double
  /// The value of the last colour; values above have it too.
  var upper: Double
  /// The values named beside the bar.
  var tics: [Double]
  /// The decimals of those names.
  var decimals: Int
  /// Fixed words and unit.
  var label: String
  /// Whether colours go by the logarithm.
  var isLogarithmic = false

  /// How wide the bar with its names is.
  static let width = 52.0

  /// A scale from low to high.
  init(sequential lowest: Double, _ highest: Double, label: String) {
    let axis = AxisScale(lowest: lowest, highest: highest)
    (colours, lower, upper) = (Palette.sequential, axis.lower, axis.upper)
    (tics, decimals, self.label) = (axis.tics, axis.decimals, label)
  }

  /// A scale between two values, its ends on steps: without room beyond, so that amounts do not begin below zero.
  init(from lowest: Double, to highest: Double, label: String) {
    let axis = AxisScale(lowest: lowest, highest: highest)
    colours = Palette.sequential
    lower = (lowest / axis.step + 1e-6).rounded(.down) * axis.step
    upper = max(lower + axis.step, (highest / axis.step - 1e-6).rounded(.up) * axis.step)
    (decimals, self.label) = (axis.decimals, label)
    let (first, last) = (lower - axis.step * 1e-6, upper + axis.step * 1e-6)
    tics = axis.tics.filter { $0 >= first && $0 <= last }
  }

  /// A scale of two directions from zero.
  /// - Parameter isTurned: whether blue stands for values below zero.
  init(diverging farthest: Double, label: String, isTurned: Bool = false) {
    let axis = AxisScale(lowest: -farthest, highest: farthest)
    let end = max(-axis.lower, axis.upper)
    colours = isTurned ? Palette.diverging.reversed() : Palette.diverging
    (lower, upper) = (-end, end)
    (tics, decimals, self.label) = (axis.tics, axis.decimals, label)
  }

  /// A scale of counts, by their logarithm.
  init(counts most: Int, label: String) {
    colours = Palette.sequential
    let highest = Double(max(most, 10))
    var powers: [Double] = [1]
    while let last = powers.last, last * 10 <= highest { powers.append(last * 10) }
    // A bar of less than two decades has a name at each 1, 2 and 5.
    tics = powers.count > 2 ? powers : [1, 2, 5, 10, 20, 50].filter { $0 <= highest }
    (lower, upper, decimals, self.label, isLogarithmic) = (1, highest, 0, label, true)
  }

  /// The script's lines that set the palette.
  var script: String {
    let defined = colours.enumerated().map { "\($0.offset) '\($0.element)'" }.joined(separator: ", ")
    let number = { (value: Double) in FixedNumber.text(value, decimals: 6) }
    return """
      set palette defined (\(defined))
      \(isLogarithmic ? "set logscale cb" : "unset logscale cb")
      set cbrange [\(number(lower)):\(number(upper))]

      """
  }

  /// Where a value stands on the bar, 0…1.
  private func place(_ value: Double) -> Double {
    isLogarithmic
      ? PlainMath.log10(value / lower) / PlainMath.log10(upper / lower) : (value - lower) / (upper - lower)
  }

  private func value(at place: Double) -> Double {
    isLogarithmic
      ? lower * PlainMath.power10(place * PlainMath.log10(upper / lower)) : lower + place * (upper - lower)
  }

  /// Writes the bar and its names; returns the clause that draws it.
  func writeBar(
    left: Double, bottom: Double, top: Double, to data: inout FigureData, texts: inout PageTexts
  ) -> [String] {
    let steps = 72
    let height = (top - bottom) / Double(steps)
    let rows = (0..<steps).map { step -> [FigureData.Cell] in
      let middle = (Double(step) + 0.5) / Double(steps)
      return [
        .number(left + 5), .rounded(bottom + middle * (top - bottom), 3), .number(5),
        // Half a pixel more than its share: no seams between the steps.
        .rounded(height / 2 + (step < steps - 1 ? 0.4 : 0), 3), .rounded(value(at: middle), 6),
      ]
    }
    for tic in tics {
      let text = FixedNumber.text(tic, decimals: decimals).replacing("-", with: "\u{2212}")
      texts.add(
        text, x: left + 13, y: bottom + place(tic) * (top - bottom),
        look: PageTexts.Look(alignment: "left", isSmall: true))
    }
    guard
      let index = data.append(
        "colour bar", header: ["x_px", "y_px", "half_width", "half_height", "value"], rows: rows)
    else { return [] }
    return [
      "data index \(index) using 1:2:3:4:5 with boxxyerror linecolor palette fillstyle solid 1 noborder"
    ]
  }
}
