import Files

/// Writes what the satellites of a run hand over, in that order, on a thread of its own where the run has several.
///
/// netCDF is one at a time anyway: one thread writes while others look at the land. At most `limit` files and days wait.
final class ProductWriter {
  private static let limit = 64
  private let queue: BackgroundQueue<Task>?

  private enum Task: Sendable {
    case file(MapFile, folder: String)
    case maps([[Float]], day: Int64, record: Alone<NoiseFreeRecord>)
    case pass(SensorDay, cells: Alone<ASCATCells>)

    func run() throws(Failure) {
      switch self {
      case .file(let file, let folder): try file.write(into: folder)
      case .maps(let maps, let day, let record): try record.value.append(day: day, maps)
      case .pass(let pass, let cells): try cells.value.append(pass)
      }
    }
  }

  /// Something that grows, which the writer's thread alone uses until it has finished.
  private struct Alone<Value>: @unchecked Sendable {
    let value: Value
  }

  /// - Parameter jobs: one for the caller's thread.
  init(jobs: Int) {
    queue =
      jobs > 1
      ? BackgroundQueue(limit: ProductWriter.limit) { task throws(Failure) in try task.run() } : nil
  }

  /// Writes a file.
  /// - Throws: `Failure` (data) where it, or something before it, cannot be written.
  func write(_ file: MapFile, into folder: String) throws(Failure) { try take(.file(file, folder: folder)) }

  /// Appends a day to a record.
  /// - Throws: `Failure` (data) where it, or something before it, cannot be written.
  func append(_ maps: [[Float]], of day: Int64, to record: NoiseFreeRecord) throws(Failure) {
    try take(.maps(maps, day: day, record: Alone(value: record)))
  }

  /// Appends a pass to cell files.
  /// - Throws: `Failure` (data) where it, or something before it, cannot be written.
  func append(_ pass: SensorDay, to cells: ASCATCells) throws(Failure) {
    try take(.pass(pass, cells: Alone(value: cells)))
  }

  /// Waits until everything is written; nothing is handed over after it.
  /// - Throws: `Failure` (data) where something cannot be written.
  func finish() throws(Failure) { try queue?.finish() }

  private func take(_ task: Task) throws(Failure) {
    if let queue { try queue.add(task) } else { try task.run() }
  }
}
