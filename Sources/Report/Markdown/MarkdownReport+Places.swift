internal import Lab
internal import Numerics

extension MarkdownReport {
  /// How far the stations can stand for the cells they are compared with.
  var representativeness: String {
    guard run.placements.count == run.sensors.count, !run.sensors.isEmpty else { return "" }
    guard ground.name == nil else {
      return
        "## Representativeness\n\nA product's value is compared with the one cell of the reference whose centre it "
        + "holds; where that is the smaller one it stands for a part of the product's only.\n\n"
        + table(all.representativeness)
    }
    let text =
      "## Representativeness\n\nA station measures a point, a product the mean of a cell.\n\n"
      + table(all.representativeness)
    let firsts = all.firstSensors
    var classes: [String: Int] = [:]
    for sensor in firsts { classes[run.sensors[sensor].groups[.frm] ?? "unknown", default: 0] += 1 }
    let order = GroupOrder(experiment).sorted(Set(classes.keys), of: Stratification(factors: [.frm]))
    let counted = order.map { "\(escape($0)) \(FixedNumber.count(classes[$0] ?? 0))" }
    return text + units
      + "\nClass as fiducial reference measurement (FRM), as the archive gives it, by stations: "
      + counted.joined(separator: ", ") + ".\n"
  }

  /// How much the means of stations or cells hang on single members; empty where single sensors are scored.
  private var units: String {
    let unit = experiment.stations.unit
    guard unit != .sensor else { return "" }
    let members = unit == .cell ? "stations" : "sensors"
    let upscaling = experiment.stations.upscaling
    let spreads = run.memberSpreads.filter(\.isFinite).sorted()
    var text =
      "\nScored are means of the \(members) of each \(unit.rawValue), their constant differences taken out first; "
      + "`members.csv` lists them with what was taken out. A time counts where "
      + (upscaling.share < 1
        ? "at least \(FixedNumber.text(upscaling.share * 100, decimals: 0)) % of them have a sample"
        : "all of them have a sample")
      + (upscaling.step.map {
        "; stamps are rounded to \(FixedNumber.text(Double($0) / 60e6, decimals: 0)) min"
      } ?? "")
      + (upscaling.atLeast > 1 ? "; fewer than \(upscaling.atLeast) are left out. " : ". ")
    if let middle = spreads.isEmpty ? nil : quantile(ofSorted: spreads, 0.5), let last = spreads.last {
      text +=
        "Leaving out one of them changes the mean by \(FixedNumber.text(middle, decimals: 4)) m³ m⁻³ (root mean square; "
        + "median of \(FixedNumber.count(spreads.count)) with several \(members)), at most by "
        + "\(FixedNumber.text(last, decimals: 4)).\n"
    } else {
      text += "None has more than one that is used.\n"
    }
    return text
  }
}
