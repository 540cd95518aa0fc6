/// What a product value is compared with.
///
/// The station's samples at the product's time, or both sides' means over windows. The raw values are what
/// experiments write.
public enum MatchingRule: String, CaseIterable, Hashable, Sendable {
  /// The station sample nearest to the product's time.
  case nearest
  /// The mean of the two station samples on either side of the product's time.
  case bracket
  /// The station sample nearest to the satellite's crossing on the product's day.
  case overpass
  /// Means of UTC days.
  case daily
  /// Means of three UTC days, counted from an origin.
  case threeDaily = "three-daily"
  /// Means of days 1–10, 11–20 and 21 to the month's end.
  case dekad
  /// Means of calendar months.
  case month

  /// Whether both sides are averaged before they are paired.
  public var isAveraging: Bool {
    switch self {
    case .nearest, .bracket, .overpass: false
    case .daily, .threeDaily, .dekad, .month: true
    }
  }

  /// The fewest days a station's window needs unless the experiment says otherwise; 1 without windows.
  ///
  /// - Source: METHODS §4.13 for dekads; ours for the others.
  var defaultDays: Int {
    switch self {
    case .nearest, .bracket, .overpass, .daily: 1
    case .threeDaily: 2
    case .dekad: 4
    case .month: 12
    }
  }

  /// The days of the longest window; 1 without windows.
  var longestDays: Int {
    switch self {
    case .nearest, .bracket, .overpass, .daily: 1
    case .threeDaily: 3
    case .dekad: 11
    case .month: 31
    }
  }
}
