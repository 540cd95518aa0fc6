import Files

/// The rows of `frm_classification.csv`: how representative a sensor is, by QA4SM's analysis.
///
/// Two variants exist, one of them with the column `tsw` (a temporal window) twice: a sensor's `bulk` row is
/// preferred there, otherwise its first row counts.
struct FRMClassification: Sendable {
  struct Key: Hashable, Sendable {
    var network: String
    var station: String
    var instrument: String
    var variable: String
    /// The depths in tenths of a millimetre.
    var depthFrom: Int
    var depthTo: Int
  }
  struct Entry: Hashable, Sendable {
    var frmClass: String
    var snr: Double?
  }

  private var entries: [Key: Entry] = [:]

  init(_ bytes: [UInt8], path: String, problems: inout [Problem]) {
    do { try read(bytes, path: path) } catch {
      problems.append(
        Problem(path: path, line: error.line, reason: error.reason + "; FRM classes are unknown"))
    }
  }

  private mutating func read(_ bytes: [UInt8], path: String) throws(Failure) {
    let table = try CSVReader.read(bytes, separator: .semicolon, path: path, strict: false)
    let classColumn = try table.requiredColumn("frm_class")
    let network = try table.requiredColumn("network")
    let station = try table.requiredColumn("station")
    let instrument = try table.requiredColumn("instrument")
    let from = try table.requiredColumn("depth_from")
    let to = try table.requiredColumn("depth_to")
    let variable = table.column("variable")
    let snr = table.column("frm_snr")
    let window = table.column("tsw")
    var bulk: Set<Key> = []
    for row in table.rows {
      func field(_ column: Int?) -> String {
        column.flatMap { $0 < row.fields.count ? row.fields[$0] : nil } ?? ""
      }
      func number(_ text: String) -> Double? {
        DecimalText.double(Array(text.utf8).span).flatMap { $0.isFinite ? $0 : nil }
      }
      guard let top = number(field(from)), let bottom = number(field(to)), !field(classColumn).isEmpty,
        let key = FRMClassification.key(
          network: field(network), station: field(station), instrument: field(instrument),
          variable: variable == nil ? "soil_moisture" : field(variable), depthFrom: top, depthTo: bottom)
      else { continue }
      let isBulk = field(window) == "bulk"
      if entries[key] == nil || (isBulk && !bulk.contains(key)) {
        entries[key] = Entry(frmClass: field(classColumn), snr: number(field(snr)))
      }
      if isBulk { bulk.insert(key) }
    }
  }

  func entry(of name: SensorFileName) -> Entry? {
    FRMClassification.key(
      network: name.network, station: name.station, instrument: name.instrument, variable: name.variable,
      depthFrom: name.depthFrom, depthTo: name.depthTo
    ).flatMap { entries[$0] }
  }

  private static let codes = [
    "soil_moisture": "sm", "soil_temperature": "ts", "precipitation": "p", "air_temperature": "ta",
  ]

  private static func key(
    network: String, station: String, instrument: String, variable: String, depthFrom: Double, depthTo: Double
  ) -> Key? {
    guard let from = Int(exactly: (depthFrom * 10_000).rounded()),
      let to = Int(exactly: (depthTo * 10_000).rounded())
    else { return nil }
    return Key(
      network: network.comparableName, station: station.comparableName, instrument: instrument.comparableName,
      variable: codes[variable] ?? variable, depthFrom: from, depthTo: to)
  }
}
