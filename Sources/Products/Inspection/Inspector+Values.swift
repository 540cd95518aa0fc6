import Files
import Grids

extension Inspector {
  mutating func values(_ variable: NetCDFVariable) {
    let (file, description) = (file, description)
    var suspicious: Double?
    result.values = noting { () throws(Failure) in
      let unpacking = try Unpacking(
        variable, fill: description?.fill ?? [], valid: description?.valid, path: file.path)
      // By state: a tally looks its words up anew for every sample.
      var (fills, infinite, outside) = (0, 0, 0)
      var summary = ProductInspection.Values(count: 0, valid: 0, excluded: [])
      try BlockReader.read(variable, of: file) { block throws(Failure) in
        let (values, states) = unpacking.unpack(block)
        summary.count += values.count
        for (value, state) in zip(values, states) {
          switch state {
          case .valid:
            summary.valid += 1
            summary.minimum = min(summary.minimum ?? value, value)
            summary.maximum = max(summary.maximum ?? value, value)
          case .fill: fills += 1
          case .notFinite: infinite += 1
          case .outsideValidRange: outside += 1
          }
        }
      }
      if let minimum = summary.minimum, minimum <= -99 { suspicious = minimum }
      var excluded = Tally()
      for (reason, count) in [
        ("fill value", fills), ("not finite", infinite), ("outside valid range", outside),
      ]
      where count > 0 { excluded.add(reason, count) }
      summary.excluded = excluded.sorted.map { ProductInspection.Count(label: $0.reason, count: $0.count) }
      return summary
    }
    if let suspicious {
      result.problems.append(
        "the smallest value \(suspicious) looks like a missing value without attribute; give `fill:`")
    }
  }

  func flagVariables(of variable: NetCDFVariable) -> [NetCDFVariable] {
    let named = Set(description?.flags.map(\.variable) ?? [])
    return file.variables.filter { other in
      guard other.path != variable.path, other.type.isNumeric, other.dimensions == variable.dimensions else {
        return false
      }
      if named.contains(other.name) || named.contains(other.path) { return true }
      let name = other.name.lowercased()
      let marks = ["flag_values", "flag_masks", "flag_meanings"].contains { other.attributes[$0] != nil }
      return other.type.isInteger && (marks || ["flag", "mask", "qual"].contains { name.contains($0) })
    }
  }

  mutating func count(_ variable: NetCDFVariable) {
    let file = file
    let counts = noting { () throws(Failure) in
      var counts: [Double: Int] = [:]
      var others = 0
      func add(_ value: Double, _ count: Int) {
        // NaN is not equal to itself, so it cannot be a key.
        let key = value.isNaN ? Double.infinity : value
        let isListed = counts.count < 64 || counts[key] != nil
        if isListed { counts[key, default: 0] += count } else { others += count }
      }
      try BlockReader.read(variable, of: file) { block throws(Failure) in
        // Flags come in long runs of one value.
        var run = (value: 0.0, count: 0)
        for value in block.doubles ?? [] {
          if value == run.value {
            run.count += 1
          } else {
            if run.count > 0 { add(run.value, run.count) }
            run = (value, 1)
          }
        }
        if run.count > 0 { add(run.value, run.count) }
      }
      var list = counts.sorted { $0.key < $1.key }.map { value, count in
        ProductInspection.Count(label: Int64(exactly: value).map(String.init) ?? "\(value)", count: count)
      }
      if others > 0 { list.append(ProductInspection.Count(label: "others", count: others)) }
      return list
    }
    if let counts { result.flags.append(ProductInspection.Flag(variable: variable.path, samples: counts)) }
  }
}
