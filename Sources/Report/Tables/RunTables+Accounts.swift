internal import Files
internal import Lab

extension RunTables {
  /// What was read, kept and left out, summed over stations.
  var exclusions: ReportTable {
    var table = ReportTable(
      id: "exclusions",
      caption: "What was read, kept and left out, and why (\(circumstances)).",
      columns: [.init("Stage", .left), .init("Product", .left), .init("Item", .left), .init("Count")],
      notes: [
        ground(
          "Within each stage and product, “read” is “kept” plus the reasons; notes stand beside them. Single sensors "
            + "are listed in exclusions.csv.")
      ])
    if ground.name == nil {
      table.notes.append(
        "ISMN quality flags. G good; U unchecked; M missing; C01 below 0 m³ m⁻³; C02 above 0.6 m³ m⁻³; C03 above "
          + "saturation; D01 soil temperature below 0 °C; D02 air temperature below 0 °C; D03 modelled soil temperature "
          + "below 0 °C; D04 rise without rain; D05 rise without modelled rain; D06 spike; D07 negative jump; D08 "
          + "positive jump; D09 low plateau; D10 saturated plateau. A sample can carry several.")
    }
    for line in run.totals {
      table.append([
        .text(ground.ofSamples(line.stage == .sensors ? ground(line.stage.rawValue) : line.stage.rawValue)),
        .text(line.subject.product), .text(ground.ofSamples(line.reason)), .count(line.count),
      ])
    }
    return table
  }

  /// `members.csv` as a table.
  func memberTable(_ members: CSVTable) -> ReportTable {
    let isText = Set([
      "network", "station", "sensor", "member_network", "member_station", "member_sensor", "status",
    ])
    let units = ["depth_from": "m", "depth_to": "m", "offset": "m³ m⁻³", "leave_one_out": "m³ m⁻³"]
    var table = ReportTable(
      id: "members",
      caption:
        "What each scored unit is the mean of, and how much the mean hangs on one member (\(circumstances)).",
      columns: members.header.map { .init($0, unit: units[$0], isText.contains($0) ? .left : .right) })
    for row in members.rows where row.fields.count == members.header.count {
      table.append(
        zip(members.header, row.fields).map { name, field in
          isText.contains(name) ? .text(field) : .exact(Double(field))
        })
    }
    return table
  }
}
