internal import Files
internal import Grids

extension NatureRunDesk {
  /// A dry-down, the seasons of moisture by class, and the triangle of temperature and moisture.
  func physics() throws(Failure) -> [String] {
    guard let truth = try TruthStates(folder: run + "/truth") else { return [] }
    let (moisture, frozen) = (try truth.stack("sm_0_5"), try truth.stack("frozen"))
    var words: [String] = []
    var parts: [String] = []
    if let dryDown = DryDown(moisture: moisture, rain: try truth.stack("pr"), frozen: frozen) {
      words.append(dryDown.words)
      parts += try add(dryDown.figure(name: "dry-down"))
    }
    if let classes = try koppen(latitudes: truth.latitudes, longitudes: truth.longitudes) {
      let means = NatureRunDesk.byMonth(moisture)
      let value = { (month: Int, cell: Int) in means[month * truth.cells + cell] }
      let lines = MonthLines(classes: classes)
      words.append(NatureRunDesk.seasons(lines, value))
      parts += try add(
        lines.figure(
          name: "seasons-by-class", label: "Soil moisture 0–5 cm (m³ m⁻³)",
          caption:
            "True liquid soil moisture by month over the cells of a Köppen–Geiger class; ice does not count.",
          value))
    }
    let triangle = Triangle(
      moisture: moisture, temperature: try truth.stack("lst"), air: try truth.stack("tas"),
      ndvi: try truth.stack("ndvi"),
      cloud: try truth.stack("cloud"), frozen: frozen)
    let slopes = triangle.slopes
    if let steep = slopes.min(), let flat = slopes.max() {
      let text = { (slope: Double) in
        FixedNumber.text(slope / 10, decimals: 1).replacing("-", with: "\u{2212}")
      }
      words.append(
        "On clear July days the surface changes by \(text(steep)) to \(text(flat)) K against the air for each 0.1 m³ m⁻³ of "
          + "moisture, by class of NDVI.")
    }
    parts += try add(triangle.figure(name: "triangle"))
    let text = words.filter { !$0.isEmpty }.joined(separator: " ")
    return parts.isEmpty ? [] : ["## Physics of the truth\n\n" + text + "\n"] + parts
  }

  /// The mean of each calendar month at each cell, month after month; NaN where there is no value.
  static func byMonth(_ stack: FieldStack) -> [Float] {
    var sums = [Double](repeating: 0, count: 12 * stack.cells)
    var counts = [Int](repeating: 0, count: 12 * stack.cells)
    for (day, instant) in stack.days.enumerated() {
      let month = UTC.components(instant).month - 1
      for (cell, value) in stack.values[stack.range(ofDay: day)].enumerated() where !value.isNaN {
        sums[month * stack.cells + cell] += Double(value)
        counts[month * stack.cells + cell] += 1
      }
    }
    return zip(sums, counts).map { $1 > 0 ? Float($0 / Double($1)) : .nan }
  }

  /// The driest and the wettest class of the year, in a sentence.
  private static func seasons(_ lines: MonthLines, _ value: (Int, Int) -> Float) -> String {
    let years = lines.most.compactMap { koppen -> (name: String, mean: Double, span: Double)? in
      let months = lines.means(of: koppen, value).compactMap { $0?.mean }
      guard let low = months.min(), let high = months.max() else { return nil }
      return (koppen.rawValue, months.reduce(0, +) / Double(months.count), high - low)
    }
    guard let dry = years.min(by: { $0.mean < $1.mean }), let wet = years.max(by: { $0.mean < $1.mean }),
      years.count > 1, let most = years.max(by: { $0.span < $1.span })
    else { return "" }
    let number = { (value: Double) in FixedNumber.text(value, decimals: 2) }
    return
      "The year's mean moisture goes from \(number(dry.mean)) (\(dry.name)) to \(number(wet.mean)) m³ m⁻³ (\(wet.name)); the "
      + "months of \(most.name) differ most, by \(number(most.span))."
  }
}
