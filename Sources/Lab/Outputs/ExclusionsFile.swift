internal import Files

/// `exclusions.csv`: the ledger, written as stations are finished (DESIGN §5).
///
/// Besides the exclusions it holds each balance's `read` and `kept`, so that a reader can add it up.
final class ExclusionsFile {
  private let stream: AtomicTextStream

  init(path: String) throws(Failure) {
    stream = try AtomicTextStream(path: path)
    try stream.write("stage,product,network,station,sensor,reason,count,depth_from,depth_to\n")
  }

  func append(_ ledger: Ledger) throws(Failure) {
    for line in ledger.lines {
      var row = CSVRow()
      row.append(line.stage.rawValue)
      row.append(line.subject.product)
      row.append(line.subject.network)
      row.append(line.subject.station)
      row.append(line.subject.sensor)
      row.append(line.reason)
      row.append(line.count)
      row.append(line.subject.depth?.lowerBound)
      row.append(line.subject.depth?.upperBound)
      try stream.write(row.line)
    }
  }

  func commit() throws(Failure) { try stream.commit() }
}
