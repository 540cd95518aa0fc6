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

  /// The files whose names say that they may define a grid; none where so many do that it means something else.
  var gridCandidates: [Int] {
    let named = files.indices.filter {
      files[$0].split(separator: "/").last?.lowercased().contains("grid") ?? false
    }
    return named.count <= 16 ? named : []
  }

  /// Whether a file defines a grid of cell files (pynetcf's `grid.nc`) and holds no series.
  func isGridDefinition(_ number: Int) throws(Failure) -> Bool {
    let file = try NetCDFFile(reading: files[number], byteBudget: byteBudget)
    let hasPoints = file.variable("gpi") != nil || file.variable("gp") != nil
    return file.variable(description.variable) == nil && hasPoints && file.variable("cell") != nil
  }
}
