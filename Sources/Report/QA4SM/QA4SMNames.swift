internal import Lab

/// Data-set names as QA4SM spells them: letters, digits and `_`, each used once.
enum QA4SMNames {
  /// The name of stations as reference.
  static let reference = "ISMN"

  /// The reference's name: that of a grid where one is taken instead of stations.
  static func reference(of experiment: Experiment) -> String {
    experiment.reference.map { sanitised($0.name) } ?? reference
  }

  /// One name a product, in order; none equals another or the reference, also without regard to case.
  ///
  /// qa4sm_reader takes variable names apart at `_between_` and `_and_`, so those do not occur in a name.
  static func names(for products: [String], reference: String = QA4SMNames.reference) -> [String] {
    var taken: Set<String> = [reference.lowercased()]
    return products.map { product in
      let base = sanitised(product)
      var name = base
      var number = 2
      while taken.contains(name.lowercased()) {
        name = "\(base)_\(number)"
        number += 1
      }
      taken.insert(name.lowercased())
      return name
    }
  }

  private static func sanitised(_ product: String) -> String {
    var name = ""
    for scalar in product.unicodeScalars.prefix(100) {
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      if isPlain {
        name.unicodeScalars.append(scalar)
      } else if !name.isEmpty, !name.hasSuffix("_") {
        name += "_"
      }
    }
    while name.hasSuffix("_") { name.removeLast() }
    if name.isEmpty { return "product" }
    let words = name.split(separator: "_").map { word in
      switch word.lowercased() {
      case "and": "et"
      case "between": "among"
      default: String(word)
      }
    }
    return words.joined(separator: "_")
  }
}
