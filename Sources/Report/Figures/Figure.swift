/// A figure ready to be drawn: gnuplot script, data and caption.
struct Figure: Sendable {
  /// The file name without its ending: letters, digits and hyphens.
  var name: String
  /// The caption, Markdown with everything from data escaped.
  var caption: String
  /// The gnuplot script: fixed text and numbers, never text from data.
  var script: String
  /// The data file.
  var data: String
}

/// A figure, or why there is none.
enum PlannedFigure: Sendable {
  /// The figure can be drawn.
  case figure(Figure)
  /// There is nothing to draw; the sentence says why.
  case skipped(name: String, reason: String)
}

/// The lengths of a figure in pixels of 1/96 inch, as SVG counts them.
struct FigurePage {
  /// One column of a journal, 85 mm.
  static let singleColumn = 321.0
  /// Two columns of a journal, 180 mm.
  static let doubleColumn = 680.0
  /// The size of ordinary text: 7.1 pt in print.
  static let fontSize = 9.5
  /// The size of counts and point labels: 6 pt in print.
  static let smallFontSize = 8.0
  /// PNG pixels for one of ours: 300 dots an inch.
  static let pixelRatio = 3.125
  /// gnuplot's SVG counts font sizes in pixels, its PNG in points.
  private static let pointsInPixel = 0.75

  /// The page's width.
  var width: Double
  /// The page's height.
  var height: Double

  /// The script's start: both terminals in turn, the page as one multiplot.
  func opening(name: String) -> String {
    let font = "font 'Arial,\(FigurePage.fontSize)'"
    let png = FigurePage.pixelRatio
    return """
      # Redraw with: gnuplot \(name).gp
      # All text comes from \(name).dat; this script holds numbers and fixed words only.
      reset
      set encoding utf8
      if (!exists("suffix")) { suffix = '' }
      data = '\(name).dat'
      do for [pass = 1:2] {
      if (pass == 1) {
        set terminal svg noenhanced size \(Int(width)),\(Int(height)) \(font) rounded background rgb '#FFFFFF'
        set output '\(name).svg'.suffix
      } else {
        set terminal pngcairo noenhanced size \(Int((width * png).rounded())),\(Int((height * png).rounded())) \
      \(font) fontscale \(png * FigurePage.pointsInPixel) linewidth \(png) pointscale \(png) rounded background rgb '#FFFFFF'
        set output '\(name).png'.suffix
      }
      set multiplot
      set minussign
      unset key

      """
  }

  /// The script's end.
  static let closing = """
    unset multiplot
    unset output
    }

    """

  /// The margins of a plot whose area is given in our pixels, y upwards.
  func area(left: Double, right: Double, bottom: Double, top: Double) -> String {
    let format = { (value: Double) in FixedNumber.text(value, decimals: 5) }
    return """
      set lmargin at screen \(format(left / width))
      set rmargin at screen \(format(right / width))
      set bmargin at screen \(format(bottom / height))
      set tmargin at screen \(format(top / height))

      """
  }

  /// A plot over the whole page in our pixels, for texts and legends.
  var overlay: String {
    area(left: 0, right: width, bottom: 0, top: height) + """
      set size noratio
      unset border
      unset tics
      unset grid
      unset arrow
      unset label
      set xrange [0:\(Int(width))]
      set yrange [0:\(Int(height))]

      """
  }
}
