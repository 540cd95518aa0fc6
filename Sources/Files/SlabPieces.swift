/// Where the numbers of one chunk go in a rectangular part of a variable: runs that lie next to each other in both.
struct SlabPieces {
  /// The first number of a run in the chunk and in the part, and how many there are in each.
  private let runs: [(from: Int, to: Int)]
  private let length: Int

  /// How many chunks a part touches; `Int.max` where that cannot be counted.
  static func chunkCount(in slab: NetCDFSlab, chunk: [Int]) -> Int {
    let along = chunk.indices.map { axis in
      (slab.start[axis] + slab.count[axis] - 1) / chunk[axis] - slab.start[axis] / chunk[axis] + 1
    }
    return NetCDFVariable.product(along) ?? Int.max
  }

  /// The first indices of all chunks that a part touches, the last dimension running fastest.
  static func chunkStarts(in slab: NetCDFSlab, chunk: [Int]) -> [[Int]] {
    var starts: [[Int]] = [[]]
    for axis in chunk.indices {
      let first = slab.start[axis] / chunk[axis] * chunk[axis]
      let along = Array(stride(from: first, to: slab.start[axis] + slab.count[axis], by: chunk[axis]))
      starts = starts.flatMap { start in along.map { start + [$0] } }
    }
    return starts
  }

  /// The runs of the chunk that begins at `chunkStart`; the part touches it.
  init(of slab: NetCDFSlab, chunkStart: [Int], chunk: [Int]) {
    var runs = [(from: 0, to: 0)]
    var length = 1
    let last = chunk.count - 1
    for axis in chunk.indices {
      let lower = max(slab.start[axis], chunkStart[axis])
      let upper = min(slab.start[axis] + slab.count[axis], chunkStart[axis] + chunk[axis])
      let (inChunk, inSlab) = (lower - chunkStart[axis], lower - slab.start[axis])
      if axis == last {
        runs = runs.map { ($0.from * chunk[axis] + inChunk, $0.to * slab.count[axis] + inSlab) }
        length = upper - lower
      } else {
        runs = runs.flatMap { run in
          (0..<(upper - lower)).map {
            (run.from * chunk[axis] + inChunk + $0, run.to * slab.count[axis] + inSlab + $0)
          }
        }
      }
    }
    self.runs = runs
    self.length = length
  }

  /// Copies the chunk's numbers of `width` bytes to their places.
  func copy(
    _ chunk: UnsafeRawBufferPointer, to slab: UnsafeMutableRawBufferPointer, width: Int
  ) {
    for run in runs {
      let source = unsafe chunk[run.from * width..<(run.from + length) * width]
      unsafe UnsafeMutableRawBufferPointer(
        rebasing: slab[run.to * width..<(run.to + length) * width]
      ).copyMemory(from: UnsafeRawBufferPointer(rebasing: source))
    }
  }
}
