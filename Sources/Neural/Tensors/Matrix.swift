/// A tensor's numbers seen as a matrix: rows of equal length at equal distances, possibly turned.
struct Matrix<Scalar: NeuralScalar> {
  let tensor: Tensor<Scalar>
  let start: Int
  /// The rows and columns as they lie in memory.
  let rows: Int
  let columns: Int
  let stride: Int
  let isTransposed: Bool

  /// Sees `rows` × `columns` numbers from position `start` on, `stride` numbers from row to row.
  init(
    _ tensor: Tensor<Scalar>, at start: Int = 0, rows: Int, columns: Int, stride: Int? = nil,
    isTransposed: Bool = false
  ) {
    let stride = stride ?? columns
    precondition(rows > 0 && columns > 0 && stride >= columns && start >= 0, "a matrix has rows and columns")
    precondition(start + (rows - 1) * stride + columns <= tensor.count, "a matrix lies within its tensor")
    self.tensor = tensor
    self.start = start
    self.rows = rows
    self.columns = columns
    self.stride = stride
    self.isTransposed = isTransposed
  }

  /// Rows taken for columns; nothing moves.
  var transposed: Matrix {
    Matrix(
      tensor, at: start, rows: rows, columns: columns, stride: stride, isTransposed: !isTransposed)
  }

  /// Some of the rows as they lie in memory.
  func rows(_ range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows of the matrix")
    return Matrix(
      tensor, at: start + range.lowerBound * stride, rows: range.count, columns: columns, stride: stride,
      isTransposed: isTransposed)
  }

  /// Some of the columns as they lie in memory.
  func columns(_ range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= columns, "columns of the matrix")
    return Matrix(
      tensor, at: start + range.lowerBound, rows: rows, columns: range.count, stride: stride,
      isTransposed: isTransposed)
  }

  /// Sets this matrix to a·b, or adds a·b to it.
  ///
  /// The rows are computed in blocks of their own, whatever the number of workers, so that the bits are the same.
  func setProduct(_ a: Matrix, _ b: Matrix, adding: Bool = false, workers: Int = 1) {
    guard rows > Matrix.blockRows else {
      multiply(a, b, adding: adding)
      return
    }
    Work.run((rows + Matrix.blockRows - 1) / Matrix.blockRows, workers: workers) { block in
      let range = block * Matrix.blockRows..<min(rows, (block + 1) * Matrix.blockRows)
      rows(range).multiply(a.isTransposed ? a.columns(range) : a.rows(range), b, adding: adding)
    }
  }

  private static var blockRows: Int { 512 }

  private func multiply(_ a: Matrix, _ b: Matrix, adding: Bool) {
    let (m, inner) = a.isTransposed ? (a.columns, a.rows) : (a.rows, a.columns)
    let (k, n) = b.isTransposed ? (b.columns, b.rows) : (b.rows, b.columns)
    precondition(inner == k && rows == m && columns == n && !isTransposed, "a product's shape")
    unsafe Scalar.multiplyRows(
      UnsafePointer(a.tensor.pointer + a.start), a.stride, transposed: a.isTransposed,
      UnsafePointer(b.tensor.pointer + b.start), b.stride, transposed: b.isTransposed,
      into: tensor.pointer + start, stride, rows: m, columns: n, inner: k, beta: adding ? 1 : 0)
  }
}
