/// How much each term moves a number made of the mean of the terms: its first-order influence.
///
/// The gradient is by central differences, a step being 1e-4 of each lane's own standard deviation.
///
/// - Parameters:
///   - terms: the terms, at least one.
///   - mean: their mean.
///   - lanes: how many lanes count.
///   - number: the number; nil where it is undefined.
/// - Returns: one influence a term, of mean zero; nil where the number is undefined near the mean.
/// - Source: Davison and Hinkley (1997), §2.7.
func firstOrderInfluence<Term: SIMD>(
  _ terms: [Term], mean: Term, lanes: Int, on number: (Term) -> Double?
) -> [Double]? where Term.Scalar == Double {
  var gradient = Term(repeating: 0)
  let n = Double(terms.count)
  var spread = Term(repeating: 0)
  for term in terms { spread += (term - mean) * (term - mean) }
  for lane in 0..<lanes {
    let step = 1e-4 * (spread[lane] / n).squareRoot()
    guard step > 0 else { continue }
    var above = mean
    var below = mean
    above[lane] += step
    below[lane] -= step
    guard let up = number(above), let down = number(below) else { return nil }
    gradient[lane] = (up - down) / (2 * step)
  }
  return terms.map { (($0 - mean) * gradient).sum() }
}
