internal import Numerics

/// The nearest observation of every gap of a cube, by an exact Euclidean distance transform.
///
/// One axis after the other: the least squared distance is the lower envelope of parabolas along an axis. Ties go to
/// the observation that comes first along the axis of the pass, the last axis being decided first.
/// - Source: P. Felzenszwalb and D. Huttenlocher (2012), Theory of Computing 8, 415–428.
enum NearestObservation {
  /// The values with every gap filled by its nearest observation's value; unchanged where there is none at all.
  static func filled(_ values: [Float], layers: Int, rows: Int, columns: Int, jobs: Int) -> [Float] {
    let found = search(values, layers: layers, rows: rows, columns: columns, jobs: jobs)
    return values.indices.map { found.sources[$0] < 0 ? values[$0] : values[Int(found.sources[$0])] }
  }

  /// Squared distances in cells, and the positions of the nearest finite values (−1 where there is none).
  static func search(
    _ values: [Float], layers: Int, rows: Int, columns: Int, jobs: Int
  ) -> (squares: [Float], sources: [Int32]) {
    var squares = values.map { $0.isFinite ? Float(0) : .infinity }
    var sources = values.indices.map { values[$0].isFinite ? Int32($0) : -1 }
    let axes = [(columns, 1), (rows, columns), (layers, rows * columns)]
    unsafe squares.withUnsafeMutableBufferPointer { squares in
      unsafe sources.withUnsafeMutableBufferPointer { sources in
        for (length, stride) in axes where length > 1 {
          let outer = values.count / (length * stride)
          // A piece is a run of neighbouring lines, so that strided lines share their cache lines.
          let lines = outer * stride
          let run = 64
          _ = Pieces.run((lines + run - 1) / run, jobs: jobs, space: { Envelope(length: length) }) {
            piece, envelope in
            for line in piece * run..<min(lines, (piece + 1) * run) {
              let base = line / stride * length * stride + line % stride
              unsafe envelope.apply(squares, sources, base: base, stride: stride)
            }
          }
        }
      }
    }
    return (squares, sources)
  }

  /// The lower envelope of a line's parabolas.
  private final class Envelope {
    private let length: Int
    /// The parabolas' places, heights and sources, and where each begins to be the lowest.
    private var places: [Int]
    private var heights: [Double]
    private var origins: [Int32]
    private var begins: [Double]

    init(length: Int) {
      self.length = length
      places = [Int](repeating: 0, count: length)
      heights = [Double](repeating: 0, count: length)
      origins = [Int32](repeating: 0, count: length)
      begins = [Double](repeating: 0, count: length)
    }

    func apply(
      _ squares: UnsafeMutableBufferPointer<Float>, _ sources: UnsafeMutableBufferPointer<Int32>, base: Int,
      stride: Int
    ) {
      var count = 0
      for place in 0..<length {
        let height = Double(unsafe squares[base + place * stride])
        guard height.isFinite else { continue }
        var begin = -Double.infinity
        while count > 0 {
          let other = places[count - 1]
          let rise = height + Double(place * place) - heights[count - 1] - Double(other * other)
          begin = rise / Double(2 * (place - other))
          if begin > begins[count - 1] { break }
          count -= 1
          begin = -.infinity
        }
        places[count] = place
        heights[count] = height
        origins[count] = unsafe sources[base + place * stride]
        begins[count] = begin
        count += 1
      }
      guard count > 0 else { return }
      var current = 0
      for place in 0..<length {
        while current + 1 < count, begins[current + 1] < Double(place) { current += 1 }
        let offset = Double(place - places[current])
        unsafe squares[base + place * stride] = Float(offset * offset + heights[current])
        unsafe sources[base + place * stride] = origins[current]
      }
    }
  }
}
