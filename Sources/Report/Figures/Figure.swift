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
  private static let pointsInPixel = 0.75
  /// What a font size, a line and a point of the SVG are in gnuplot's PDF, so that all formats look the same.
  private static let (pdfFont, pdfLine, pdfPoint) = (0.5625, 1.5, 0.72)

  /// The page's width.
  var width: Double
  /// The page's height.
  var height: Double

  /// The script's start: each format's terminal in turn, the page as one multiplot.
  ///
  /// `lab` asks for the formats it wants by the variable `formats`; called by hand the script draws all three.
  func opening(name: String) -> String {
    let size = FigurePage.fontSize
    let png = FigurePage.pixelRatio
    let inches = { (pixels: Double) in FixedNumber.text(pixels / 96, decimals: 4) }
    // gnuplot's SVG counts font sizes in pixels, its PNG in points.
    let points = FigurePage.pointsInPixel
    return """
      # Redraw with: gnuplot \(name).gp
      # All text comes from \(name).dat; this script holds numbers and fixed words only.
      reset
      set encoding utf8
      if (!exists("suffix")) { suffix = '' }
      if (!exists("formats")) { formats = 'svg png pdf' }
      data = '\(name).dat'
      do for [format in formats] {
      # A browser without Liberation Sans has Arial or a font of the same widths.
      face = format eq 'svg' ? 'Arial' : 'Liberation Sans'
      if (format eq 'svg') {
        set terminal svg noenhanced size \(Int(width)),\(Int(height)) font face.',\(size)' rounded \
      background rgb '#FFFFFF'
      }
      if (format eq 'png') {
        set terminal pngcairo noenhanced size \(Int((width * png).rounded())),\(Int((height * png).rounded())) \
      font face.',\(size)' fontscale \(png * points) linewidth \(png) pointscale \(png) rounded background rgb '#FFFFFF'
      }
      if (format eq 'pdf') {
        set terminal pdfcairo noenhanced size \(inches(width))in,\(inches(height))in \
      font face.',\(size)' fontscale \(FigurePage.pdfFont) linewidth \(FigurePage.pdfLine) pointscale \(FigurePage.pdfPoint) \
      rounded background rgb '#FFFFFF'
      }
      set output '\(name).'.format.suffix
      set multiplot
      set minussign
      unset key
      unset colorbox

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
