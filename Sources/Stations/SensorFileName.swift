import Files

/// What the name of an `.stm` file says: the authority on network, station, variable, depth and instrument.
///
/// `CSE_Network_Station_var_from_to_Sensor_YYYYMMDD_YYYYMMDD.stm`, split at `_`. The dates are those of the
/// download request, not of the data, and are ignored. The instrument may contain dots and underscores.
struct SensorFileName: Hashable {
  var network: String
  var station: String
  var variable: String
  var depthFrom: Double
  var depthTo: Double
  var instrument: String

  /// The codes of FORMATS §1; used only to find the place of the variable in odd names.
  static let variables: Set<String> = [
    "sm", "ts", "su", "p", "ta", "sd", "sweq", "tsf", "tsfq", "fc", "wp", "paw", "ppaw", "sat",
    "si_h", "sa_h", "cl_h", "oc_h",
  ]

  /// Splits a name that ends in `.stm`; nil when it does not follow the pattern.
  init?(_ name: String) {
    guard name.lowercased().hasSuffix(".stm") else { return nil }
    let parts = name.dropLast(4).split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 9 else { return nil }
    // Normally part 3; later where a station's name kept an underscore, and in two parts for `si_h`.
    for at in 3...(parts.count - 6) {
      for width in 1...2 where at + width + 3 <= parts.count - 2 {
        let code = parts[at..<at + width].joined(separator: "_")
        guard SensorFileName.variables.contains(code) || (at == 3 && width == 1 && !code.isEmpty),
          let from = SensorFileName.depth(parts[at + width]),
          let to = SensorFileName.depth(parts[at + width + 1])
        else { continue }
        network = parts[1]
        station = parts[2..<at].joined(separator: "_")
        variable = code
        depthFrom = from
        depthTo = to
        instrument = parts[(at + width + 2)..<(parts.count - 2)].joined(separator: "_")
        guard !network.isEmpty, !station.isEmpty else { return nil }
        return
      }
    }
    return nil
  }

  private static func depth(_ text: String) -> Double? {
    DecimalText.double(Array(text.utf8).span).flatMap { $0.isFinite ? $0 : nil }
  }

  /// Why the depths make no sense, nil when they do.
  var depthProblem: String? {
    SensorFileName.depthProblem(variable: variable, depthFrom: depthFrom, depthTo: depthTo)
  }

  /// Why the depths of a sensor make no sense, nil when they do.
  ///
  /// Soil variables lie below ground, from top to bottom.
  static func depthProblem(variable: String, depthFrom: Double, depthTo: Double) -> String? {
    guard ["sm", "ts", "su"].contains(variable) else { return nil }
    if depthFrom == -99.9 || depthTo == -99.9 { return "depth unknown (-99.9)" }
    if depthFrom < 0 || depthTo < 0 { return "negative depth" }
    if depthFrom > depthTo { return "depth from is below depth to" }
    return nil
  }
}
