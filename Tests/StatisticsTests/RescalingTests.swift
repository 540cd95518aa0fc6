import Statistics
import Testing

@Suite struct RescalingTests {
  @Test(arguments: [20, 39, 40, 60, 500, 2500])
  func matchingASeriesToItselfIsTheIdentity(n: Int) throws {
    var noise = Noise(UInt64(n))
    let values = noise.pairs(n).product
    for series in [values, values.map { ($0 * 50).rounded() / 50 }] {
      let cdf = try CDFMatching.fit(source: series, reference: series).get().apply(series)
      let line = try MeanStdScaling.fit(source: series, reference: series).get().apply(series)
      for (a, b) in zip(series, cdf) { #expect(abs(a - b) < 1e-12) }
      for (a, b) in zip(series, line) { #expect(abs(a - b) < 1e-15) }
    }
  }

  @Test(arguments: [40, 60, 500, 2500])
  func matchedValuesKeepTheirOrder(n: Int) throws {
    var noise = Noise(UInt64(n) + 1)
    let (product, reference) = noise.pairs(n)
    for step in [0.0, 0.02, 0.05] {
      let source = step == 0 ? product : product.map { ($0 / step).rounded() * step }
      let target = step == 0 ? reference : reference.map { ($0 / step).rounded() * step }
      let map = try CDFMatching.fit(source: source, reference: target).get()
      let probe = (0...1000).map { -0.2 + 0.001 * Double($0) }
      let matched = map.apply(probe)
      for i in 1..<matched.count { #expect(matched[i] >= matched[i - 1] - 1e-15) }
    }
  }

  @Test func meanAndSpreadBecomeTheReferences() throws {
    var noise = Noise(11)
    let (product, reference) = noise.pairs(300)
    let scaled = try MeanStdScaling.fit(source: product, reference: reference).get().apply(product)
    let scores = metrics(product: scaled, reference: reference)
    #expect(abs(try #require(scores[.bias].value)) < 1e-15)
    #expect(abs(try #require(scores[.mseVar].value)) < 1e-15)
    let before = try #require(metrics(product: product, reference: reference)[.r].value)
    #expect(abs(try #require(scores[.r].value) - before) < 1e-13)
  }

  @Test func affineSourcesGiveTheSameMatch() throws {
    var noise = Noise(5)
    let (product, reference) = noise.pairs(400)
    let mapped = product.map { 2 * $0 + 8 }
    let a = try CDFMatching.fit(source: product, reference: reference).get().apply(product)
    let b = try CDFMatching.fit(source: mapped, reference: reference).get().apply(mapped)
    for (x, y) in zip(a, b) { #expect(abs(x - y) < 1e-12) }
  }

  @Test func aMapOutlivesItsFit() throws {
    var noise = Noise(6)
    let (product, reference) = noise.pairs(200)
    for method in RescalingMethod.allCases {
      guard let fit = method.fit(source: product, reference: reference) else {
        #expect(method == .none)
        continue
      }
      let map = try fit.get()
      // One value at a time, or all at once; inside the fitted range or beyond it.
      let values = product.prefix(3) + [-1, 2]
      #expect(map.apply(Array(values)) == values.flatMap { map.apply([$0]) })
    }
  }

  @Test func degenerateFitsAreStatuses() {
    let flat = [Double](repeating: 0.1, count: 50)
    let rising = (0..<50).map(Double.init)
    func statuses(_ source: [Double], _ reference: [Double]) -> [Status?] {
      [RescalingMethod.meanStd, .cdf].map { method in
        let fit = method.fit(source: source, reference: reference)
        guard case .failure(let status)? = fit else { return nil }
        return status
      }
    }
    #expect(statuses([], []) == [.noData, .noData])
    #expect(statuses([1, 2], [1, 2]) == [.tooFew, .tooFew])
    #expect(statuses(flat, rising) == [.noVariance, .noVariance])
    #expect(statuses(rising, flat) == [.noVariance, .noVariance])
    #expect(statuses(rising, rising) == [nil, nil])
    // All but one value alike: the percentiles can still be spread out, nothing traps.
    var lump = flat
    lump[49] = 0.2
    for (source, reference) in [(lump, rising), (rising, lump), (lump, lump)] {
      if case .success(let map) = CDFMatching.fit(source: source, reference: reference) {
        #expect(map.apply(source).allSatisfy { $0.isFinite })
      }
    }
  }

  @Test func lumpyDataGiveNumbersOrAStatus() {
    // Few levels, most samples on one of them: pytesmo raises LinAlgError or returns NaN for some of these.
    var noise = Noise(17)
    var failures: [Status: Int] = [:]
    for _ in 0..<2000 {
      let n = 3 + Int(noise.next() * 200)
      let levels = 2 + (noise.next() * 8).rounded(.down)
      let share = noise.next()
      func lumpy() -> [Double] {
        let crowded = (noise.next() * levels).rounded(.down)
        return (0..<n).map { _ in
          0.1 + 0.01 * (noise.next() < share ? crowded : (noise.next() * levels).rounded(.down))
        }
      }
      let (source, reference) = (lumpy(), lumpy())
      switch CDFMatching.fit(source: source, reference: reference) {
      case .success(let map):
        let matched = map.apply(source)
        #expect(matched.allSatisfy { $0.isFinite })
      case .failure(let status): failures[status, default: 0] += 1
      }
    }
    #expect(Set(failures.keys).isSubset(of: [.noVariance, .degenerate]))
    #expect(failures[.degenerate, default: 0] > 0)
  }
}
