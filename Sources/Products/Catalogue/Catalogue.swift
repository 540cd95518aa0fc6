public import Files
public import Grids

/// Descriptions of published products by name, as shipped in `catalogue.yml` or read from a user's own file.
public struct Catalogue: Sendable {
  /// The descriptions by name; an alias has its own entry.
  public let entries: [String: ProductDescription]

  /// The names in alphabetical order, aliases included.
  public var names: [String] { entries.keys.sorted() }

  /// The catalogue that is part of this program.
  /// - Throws: `Failure` where it cannot be read, which a test rules out.
  public static func shipped() throws(Failure) -> Catalogue { try shippedResult.get() }

  private static let shippedResult: Result<Catalogue, Failure> = {
    let text = String(decoding: PackageResources.catalogue_yml, as: UTF8.self)
    do throws(Failure) {
      return .success(try Catalogue(yaml: text, path: "catalogue.yml"))
    } catch {
      return .failure(error)
    }
  }()

  /// Reads a catalogue: a mapping `entries` of names to descriptions.
  ///
  /// Besides the keys of a description, an entry may have `like`, the name of an entry above it whose keys it
  /// takes over, and `aliases`, other names for it.
  /// - Throws: `Failure` (usage) with the line of what is wrong.
  public init(yaml text: String, path: String) throws(Failure) {
    let root = try YAMLNode.parse(text: text, path: path).map(allowed: ["entries"])
    var result: [String: ProductDescription] = [:]
    for (key, node) in try root["entries"]?.entries() ?? [] {
      let map = try node.map(allowed: ProductDescription.keys + ["like", "aliases"])
      var base: ProductDescription?
      if let like = map["like"] {
        let name = try like.text()
        guard let found = result[name] else { throw like.failure("there is no entry '\(name)' above") }
        base = found
      }
      var entry = try ProductDescription(node, base: base, extraKeys: ["like", "aliases"])
      entry.name = key.text
      // What was verified for another entry is not verified for this one.
      if base != nil, map["verified"] == nil { entry.verified = .assumed }
      var names = [(text: key.text, line: key.line)]
      for alias in try map["aliases"]?.list() ?? [] { names.append((try alias.text(), alias.line)) }
      for name in names {
        guard result.updateValue(entry, forKey: name.text) == nil else {
          throw Failure(.usage, "the name '\(name.text)' stands twice", path: path, line: name.line)
        }
      }
    }
    entries = result
  }

  /// The entry of a name.
  /// - Throws: `Failure` (usage) listing the names that are nearest.
  public func entry(named name: String) throws(Failure) -> ProductDescription {
    if let entry = entries[name] { return entry }
    let near = names.sorted { ($0.editDistance(to: name), $0) < ($1.editDistance(to: name), $1) }.prefix(3)
    throw Failure(
      .usage, "the catalogue has no product '\(name)'",
      advice: "Did you mean \(near.joined(separator: ", "))? Or write the description out")
  }

  /// The description under a product's `description:` key: the name of an entry, a mapping with all keys, or
  /// a mapping with `catalogue:` and the keys that differ from that entry.
  /// - Throws: `Failure` (usage) with file and line.
  public func description(_ node: YAMLNode) throws(Failure) -> ProductDescription {
    if node.isScalar { return try entry(named: try node.text(), at: node) }
    let map = try node.map(allowed: ["catalogue"] + ProductDescription.keys)
    var base: ProductDescription?
    if let name = map["catalogue"] { base = try entry(named: try name.text(), at: name) }
    return try ProductDescription(node, base: base, extraKeys: ["catalogue"])
  }

  private func entry(named name: String, at node: YAMLNode) throws(Failure) -> ProductDescription {
    do throws(Failure) {
      return try entry(named: name)
    } catch {
      throw node.failure(error.reason, advice: error.advice)
    }
  }
}
