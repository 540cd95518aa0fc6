import Files
import Grids
import Synchronization

/// The files of a product, the most recently used of them open.
final class OpenFiles: Sendable {
  private let files: [String]
  private let description: ProductDescription
  private let byteBudget: Int
  private let limit: Int
  /// Open files, the least recently used first.
  private let open = Mutex<[(number: Int, file: ProductFile)]>([])

  init(files: [String], description: ProductDescription, byteBudget: Int, limit: Int) {
    self.files = files
    self.description = description
    self.byteBudget = byteBudget
    self.limit = limit
  }

  /// A file, opened if it is not.
  func file(_ number: Int) throws(Failure) -> ProductFile {
    try open.withLock { entries throws(Failure) -> ProductFile in
      if let position = entries.firstIndex(where: { $0.number == number }) {
        let entry = entries.remove(at: position)
        entries.append(entry)
        return entry.file
      }
      let file = try ProductFile(path: files[number], description: description, byteBudget: byteBudget)
      if entries.count >= limit { entries.removeFirst() }
      entries.append((number, file))
      return file
    }
  }

  /// Whether a file defines a grid of cell files (pynetcf's `grid.nc`) and holds no series.
  func isGridDefinition(_ number: Int) throws(Failure) -> Bool {
    let name = files[number].split(separator: "/").last.map { $0.lowercased() } ?? ""
    guard name.contains("grid") else { return false }
    let file = try NetCDFFile(reading: files[number], byteBudget: byteBudget)
    let hasPoints = file.variable("gpi") != nil || file.variable("gp") != nil
    return file.variable(description.variable) == nil && hasPoints && file.variable("cell") != nil
  }
}
