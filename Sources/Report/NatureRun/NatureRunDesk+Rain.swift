internal import Files
internal import Grids

extension NatureRunDesk {
  /// A storm that moves, day by day, and the months' rain by class.
  func rain() throws(Failure) -> [String] {
    var words = ""
    var parts: [String] = []
    if let truth = try TruthStates(folder: run + "/truth") {
      let storm = try storm(try truth.stack("pr"))
      words += storm.words
      parts += storm.parts
    }
    if let climate = try ancillary("climate_0.05.nc") {
      let lines = MonthLines(classes: try climate.values("koppen").map { $0.isNaN ? 0 : Int($0) })
      let rain = try climate.values("pr")
      let value = { (month: Int, cell: Int) in rain[month * climate.cells + cell] }
      words += NatureRunDesk.regimes(lines, value)
      parts += try add(
        lines.figure(
          name: "rain-by-class", label: "Rain and snow (mm month⁻¹)",
          caption: "Precipitation of each month of a mean year over the cells of a Köppen–Geiger class.",
          value))
    }
    return parts.isEmpty ? [] : ["## Rain\n\n" + words + "\n"] + parts
  }

  private func storm(_ rain: FieldStack) throws(Failure) -> (words: String, parts: [String]) {
    guard let peak = NatureRunDesk.wettest(rain) else { return ("", []) }
    let count = min(6, rain.days.count)
    let start = min(max(0, peak - 3), rain.days.count - count)
    let fields = (start..<start + count).map { day in
      MapField(
        title: UTC.dateText(rain.days[day]), latitudes: rain.latitudes, longitudes: rain.longitudes,
        values: Array(rain.values[rain.range(ofDay: day)]))
    }
    var words = ""
    if let range = NatureRunDesk.range(Array(rain.values[rain.range(ofDay: peak)])) {
      words +=
        "The wettest day is \(UTC.dateText(rain.days[peak])), with \(FixedNumber.text(range.mean, decimals: 1)) mm over "
      words += "the land and \(FixedNumber.text(range.high, decimals: 0)) mm in its wettest cell of 0.25°. "
    }
    let path = (max(start, peak - 1)...peak).compactMap { NatureRunDesk.centre(rain, day: $0) }
    if path.count == 2 {
      words +=
        "The middle of the rain was at \(NatureRunDesk.place(path[0].latitude, path[0].longitude)) on the day before and "
      words += "at \(NatureRunDesk.place(path[1].latitude, path[1].longitude)) on that day. "
    }
    let sheet = MapSheet(
      fields: fields, columns: 3,
      colours: .sequential(of: fields, label: "Rain and snow (mm d⁻¹)", fromZero: true))
    return (
      words,
      try add(
        sheet, as: "storm", caption: "True precipitation by UTC day, the wettest day of the run among them.")
    )
  }

  /// The day with most rain over all cells, the first of equal ones; nil where there is none.
  static func wettest(_ rain: FieldStack) -> Int? {
    var best: (total: Double, day: Int)?
    for day in rain.days.indices {
      let total = rain.values[rain.range(ofDay: day)].reduce(0.0) { $0 + ($1.isNaN ? 0 : Double($1)) }
      if total > best?.total ?? -1 { best = (total, day) }
    }
    return best?.day
  }

  /// The mean place of a day's rain; nil where none fell.
  private static func centre(_ rain: FieldStack, day: Int) -> (latitude: Double, longitude: Double)? {
    var (north, east, total) = (0.0, 0.0, 0.0)
    for (cell, value) in rain.values[rain.range(ofDay: day)].enumerated() where value > 0 {
      north += Double(value) * rain.latitudes[cell / rain.columns]
      east += Double(value) * rain.longitudes[cell % rain.columns]
      total += Double(value)
    }
    return total > 0 ? (north / total, east / total) : nil
  }

  /// How much of its rain each class has in summer, in a sentence on the two that differ most.
  private static func regimes(_ lines: MonthLines, _ value: (Int, Int) -> Float) -> String {
    let shares = lines.most.compactMap { koppen -> (name: String, share: Double)? in
      let months = lines.means(of: koppen, value).map { $0?.mean ?? 0 }
      let year = months.reduce(0, +)
      return year > 0 ? (koppen.rawValue, months[5...7].reduce(0, +) / year) : nil
    }
    guard let low = shares.min(by: { $0.share < $1.share }),
      let high = shares.max(by: { $0.share < $1.share })
    else { return "" }
    if shares.count == 1 {
      return "June to August bring \(percent(low.share)) of the year's precipitation (\(low.name))."
    }
    return
      "June to August bring between \(percent(low.share)) (\(low.name)) and \(percent(high.share)) (\(high.name)) of the "
      + "year's precipitation."
  }
}
