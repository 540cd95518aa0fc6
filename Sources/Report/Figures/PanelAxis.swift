internal import Numerics

/// One axis of a panel: its range, its tics with their names, and what it shows.
struct PanelAxis {
  /// A tic: where, and its name of digits and fixed words.
  struct Tic: Hashable {
    var at: Double
    var name: String
  }

  /// The lower end.
  var lower: Double
  /// The upper end.
  var upper: Double
  /// The tics.
  var tics: [Tic]
  /// Fixed words and the unit.
  var label: String

  /// An axis of numbers.
  init(_ scale: AxisScale, label: String) {
    (lower, upper, self.label) = (scale.lower, scale.upper, label)
    tics = scale.tics.map { Tic(at: $0, name: PanelAxis.name($0, decimals: scale.decimals)) }
  }

  /// An axis with ends and tics of its own.
  init(lower: Double, upper: Double, tics: [Tic], label: String) {
    (self.lower, self.upper, self.tics, self.label) = (lower, upper, tics, label)
  }

  /// An axis from zero to the first tic that is not below `highest`, without room beyond.
  init(to highest: Double, label: String, tics count: Double = 4) {
    let scale = AxisScale(lowest: 0, highest: highest, tics: count)
    let last = max(1, (highest / scale.step - 1e-6).rounded(.up)) * scale.step
    self.init(scale, label: label)
    (lower, upper) = (0, last)
    tics = tics.filter { $0.at > -1e-12 && $0.at < last * (1 + 1e-9) }
  }

  /// An axis between two values, its ends on tics.
  init(from lowest: Double, to highest: Double, label: String, tics count: Double = 4) {
    let scale = AxisScale(lowest: lowest, highest: highest, tics: count)
    self.init(scale, label: label)
    lower = (lowest / scale.step + 1e-6).rounded(.down) * scale.step
    upper = max(lower + scale.step, (highest / scale.step - 1e-6).rounded(.up) * scale.step)
    let (first, last) = (lower - scale.step * 1e-6, upper + scale.step * 1e-6)
    tics = tics.filter { $0.at >= first && $0.at <= last }
  }

  /// An axis of UTC days, counted from 1970.
  ///
  /// - Parameter room: how many names fit.
  init(days first: Double, _ last: Double, room: Int) {
    lower = first
    upper = max(last, first + 1)
    label = "Date (UTC)"
    // The name of a tic at the very end would stand out of the page.
    let end = upper - (upper - first) * 0.015
    tics = PanelAxis.dates(first, upper, atMost: max(2, room)).filter { $0.at <= end }
  }

  /// The width of the widest name.
  var nameWidth: Double {
    tics.map { TextWidth.of($0.name, fontSize: FigurePage.smallFontSize) }.max() ?? 0
  }

  /// The name of a tic, with a true minus.
  static func name(_ value: Double, decimals: Int) -> String {
    FixedNumber.text(value, decimals: decimals).replacing("-", with: "\u{2212}")
  }

  /// The starts of years, months or days that are no more than so many.
  private static func dates(_ first: Double, _ last: Double, atMost count: Int) -> [Tic] {
    let days = last - first
    let (start, end) = (CivilDay.date(of: Int(first)), CivilDay.date(of: Int(last)))
    for step in [1, 2, 5, 10, 20, 50] where days / 365 / Double(step) > Double(count) / 2.5 {
      let years = stride(from: start.year / step * step, through: end.year, by: step)
      let tics = years.map { Tic(at: Double(CivilDay.number(year: $0, month: 1, day: 1)), name: "\($0)") }
      let inside = tics.filter { $0.at >= first && $0.at <= last }
      if inside.count <= count { return inside }
    }
    for step in [1, 2, 3, 6, 12] where days / 30.4 / Double(step) > 1.5 || step == 12 {
      let months = stride(
        from: (start.year * 12 + start.month - 1) / step * step, through: end.year * 12 + end.month - 1,
        by: step)
      let tics = months.map { month in
        let (year, number) = (month / 12, month % 12 + 1)
        return Tic(
          at: Double(CivilDay.number(year: year, month: number, day: 1)),
          name: "\(year)-\(number < 10 ? "0" : "")\(number)")
      }
      let inside = tics.filter { $0.at >= first && $0.at <= last }
      if inside.count <= count, inside.count > 1 { return inside }
    }
    let step = max(1, (days / Double(count)).rounded(.up))
    return stride(from: first.rounded(.up), through: last, by: step).prefix(40).map { day in
      let date = CivilDay.date(of: Int(day))
      let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
      return Tic(at: day, name: "\(date.year)-\(two(date.month))-\(two(date.day))")
    }
  }
}
