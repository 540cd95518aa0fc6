import Grids

/// Several series walked together in time: memory stays at one instant, whatever their length.
struct MemberSet {
  let members: [TimeSeries]

  init(_ members: [TimeSeries]) { self.members = members }

  /// Calls `body` with each instant that any member has, in order, and the members present with their values.
  func forEachTime(_ body: (Int64, [(member: Int, value: Double)]) -> Void) {
    var next = [Int](repeating: 0, count: members.count)
    var present: [(member: Int, value: Double)] = []
    while true {
      var earliest: Int64?
      for (index, member) in members.enumerated() where next[index] < member.count {
        let time = member.times[next[index]]
        if time < earliest ?? .max || earliest == nil { earliest = time }
      }
      guard let time = earliest else { return }
      present.removeAll(keepingCapacity: true)
      for (index, member) in members.enumerated()
      where next[index] < member.count && member.times[next[index]] == time {
        present.append((index, member.values[next[index]]))
        next[index] += 1
      }
      body(time, present)
    }
  }

  /// The largest set of members in which each is reached from each by pairs that share enough times.
  ///
  /// Of equally large sets that with more samples wins, then that with the earlier member. Members without samples
  /// are in no set.
  func largestConnected(minimumCommon: Int) -> [Int] {
    var common = [Int](repeating: 0, count: members.count * members.count)
    forEachTime { _, present in
      for (first, _) in present {
        for (second, _) in present { common[first * members.count + second] += 1 }
      }
    }
    var isSeen = members.map(\.isEmpty)
    var best: (set: [Int], samples: Int) = ([], -1)
    for start in members.indices where !isSeen[start] {
      isSeen[start] = true
      var set = [start]
      var at = 0
      while at < set.count {
        for other in members.indices
        where !isSeen[other] && common[set[at] * members.count + other] >= minimumCommon {
          isSeen[other] = true
          set.append(other)
        }
        at += 1
      }
      let samples = set.reduce(0) { $0 + members[$1].count }
      if (set.count, samples) > (best.set.count, best.samples) { best = (set.sorted(), samples) }
    }
    return best.set
  }

  /// The members' offsets b with Σ b = 0, by least squares of x(m,t) = a(t) + b(m); nil where the members do not
  /// hang together or the numbers overflow.
  ///
  /// Eliminating a(t), the mean of x − b over the k(t) members present, leaves one equation a member:
  /// Σ_t [x(m,t) − b(m) − mean(x − b)] = 0. Its matrix is singular along equal offsets only; adding a multiple of
  /// the matrix of ones makes it positive definite and picks Σ b = 0, because the right sides sum to zero.
  func offsets() -> [Double]? {
    let count = members.count
    var matrix = [Double](repeating: 0, count: count * count)
    var right = [Double](repeating: 0, count: count)
    forEachTime { _, present in
      guard present.count > 1 else { return }
      let weight = 1 / Double(present.count)
      let mean = present.reduce(0) { $0 + $1.value } * weight
      for (first, value) in present {
        right[first] += value - mean
        matrix[first * count + first] += 1
        for (second, _) in present { matrix[first * count + second] -= weight }
      }
    }
    var trace = 0.0
    for member in 0..<count { trace += matrix[member * count + member] }
    guard trace > 0 else { return nil }
    let ones = trace / Double(count * count)
    for index in matrix.indices { matrix[index] += ones }
    guard var solution = MemberSet.solve(matrix, right) else { return nil }
    let rest = solution.reduce(0, +) / Double(count)
    for member in 0..<count { solution[member] -= rest }
    return solution
  }

  /// Solves a symmetric positive definite system by Cholesky's factors; nil where it is not positive definite.
  private static func solve(_ matrix: [Double], _ right: [Double]) -> [Double]? {
    let count = right.count
    var lower = matrix
    for column in 0..<count {
      for row in column..<count {
        var sum = matrix[row * count + column]
        for k in 0..<column { sum -= lower[row * count + k] * lower[column * count + k] }
        if row == column {
          // Relative to the diagonal: what is left of a singular matrix is rounding.
          guard sum > 1e-12 * matrix[column * count + column], sum.isFinite else { return nil }
          lower[row * count + column] = sum.squareRoot()
        } else {
          lower[row * count + column] = sum / lower[column * count + column]
        }
      }
    }
    var solution = right
    for row in 0..<count {
      for k in 0..<row { solution[row] -= lower[row * count + k] * solution[k] }
      solution[row] /= lower[row * count + row]
    }
    for row in (0..<count).reversed() {
      for k in row + 1..<count { solution[row] -= lower[k * count + row] * solution[k] }
      solution[row] /= lower[row * count + row]
    }
    return solution.allSatisfy(\.isFinite) ? solution : nil
  }
}
