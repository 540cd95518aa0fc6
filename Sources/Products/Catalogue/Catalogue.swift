public import Files
public import Grids

/// Descriptions of published products by name, as shipped with this program or read from a user's own file.
public struct Catalogue: Sendable {
  /// One entry as it stands in a catalogue file.
  public struct Listing: Hashable, Sendable {
    /// The name that entry was given.
    public let name: String
    /// Its other names.
    public var aliases: [String]
    /// The entry whose keys it took over, if any.
    public let like: String?
    /// What a user must know, in a sentence or two.
    public let note: String?
  }

  /// The entries of one file, in its order.
  public struct Family: Hashable, Sendable {
    /// What the entries have in common.
    public let title: String
    /// The entries in the order of the file.
    public var listings: [Listing]
  }

  /// The descriptions by name; an alias has its own entry.
  public private(set) var entries: [String: ProductDescription] = [:]
  /// The entries by family, in the order of the files.
  public private(set) var families: [Family] = []

  /// The names in alphabetical order, aliases included.
  public var names: [String] { entries.keys.sorted() }

  /// The catalogue that is part of this program.
  /// - Throws: `Failure` where it cannot be read, which a test rules out.
  public static func shipped() throws(Failure) -> Catalogue { try shippedResult.get() }

  private static let shippedResult: Result<Catalogue, Failure> = {
    let files = [
      ("made.yml", PackageResources.made_yml), ("merged.yml", PackageResources.merged_yml),
      ("active.yml", PackageResources.active_yml), ("passive.yml", PackageResources.passive_yml),
      ("models.yml", PackageResources.models_yml), ("precipitation.yml", PackageResources.precipitation_yml),
    ]
    do throws(Failure) {
      var result = Catalogue()
      for (path, bytes) in files {
        let text = String(decoding: bytes, as: UTF8.self)
        let file = try Catalogue(yaml: text, path: path, over: result)
        if let name = file.entries.keys.first(where: { result.entries[$0] != nil }) {
          throw Failure(.internalFault, "the name '\(name)' stands in two files", path: path)
        }
        result = result.adding(file)
      }
      return .success(result)
    } catch {
      return .failure(error)
    }
  }()

  private init() {}

  /// Reads a catalogue file: a mapping `entries` of names to descriptions, and optionally `family`, a title.
  ///
  /// Besides the keys of a description, an entry may have `like`, the name of an entry above it or of `base` whose
  /// keys it takes over, `aliases`, other names for it, and `note`, what a user must know.
  /// - Throws: `Failure` (usage) with the line of what is wrong.
  public init(yaml text: String, path: String, over base: Catalogue? = nil) throws(Failure) {
    let root = try YAMLNode.parse(text: text, path: path).map(allowed: ["family", "entries"])
    guard let list = root["entries"] else {
      throw Failure(
        .usage, "has no 'entries'", path: path, advice: "Write entries: {NAME: {variable: …, units: …}}")
    }
    var listings: [Listing] = []
    for (key, node) in try list.entries() {
      let map = try node.map(allowed: ProductDescription.keys + ["like", "aliases", "note"])
      var origin: ProductDescription?
      let like = try map["like"]?.text()
      if let like, let node = map["like"] {
        guard let found = entries[like] ?? base?.entries[like] else {
          throw node.failure("there is no entry '\(like)' above")
        }
        origin = found
      }
      var entry = try ProductDescription(node, base: origin, extraKeys: ["like", "aliases", "note"])
      entry.name = key.text
      // What was verified for another entry is not verified for this one.
      if origin != nil, map["verified"] == nil { entry.verified = .assumed }
      var names = [(text: key.text, line: key.line)]
      for alias in try map["aliases"]?.list() ?? [] { names.append((try alias.text(), alias.line)) }
      for name in names {
        guard !name.text.isEmpty else {
          throw Failure(.usage, "an entry has no name", path: path, line: name.line)
        }
        guard entries.updateValue(entry, forKey: name.text) == nil else {
          throw Failure(.usage, "the name '\(name.text)' stands twice", path: path, line: name.line)
        }
      }
      let inherited = like.flatMap { name in
        listings.first { $0.name == name }?.note ?? base?.listing(of: name)?.note
      }
      listings.append(
        Listing(
          name: key.text, aliases: names.dropFirst().map(\.text), like: like,
          note: try map["note"]?.text() ?? inherited))
    }
    families = [Family(title: try root["family"]?.text() ?? Paths.name(of: path), listings: listings)]
  }

  /// Reads a user's own file; its entries may be `like` those of this catalogue.
  /// - Throws: `Failure` where the file cannot be read, or with the line of what is wrong.
  public func adding(file path: String) throws(Failure) -> Catalogue {
    adding(try Catalogue(yaml: try Paths.text(of: path), path: path, over: self))
  }

  /// This catalogue with the entries of another, which replace those of the same name.
  public func adding(_ other: Catalogue) -> Catalogue {
    var result = self
    result.entries.merge(other.entries) { $1 }
    for index in result.families.indices {
      // An alias may be replaced where its entry stays, and an entry where its aliases stay.
      result.families[index].listings = families[index].listings.compactMap { listing in
        let aliases = listing.aliases.filter { other.entries[$0] == nil }
        guard other.entries[listing.name] != nil else {
          return Listing(name: listing.name, aliases: aliases, like: listing.like, note: listing.note)
        }
        guard let name = aliases.first else { return nil }
        for alias in aliases { result.entries[alias]?.name = name }
        return Listing(
          name: name, aliases: Array(aliases.dropFirst()), like: listing.like, note: listing.note)
      }
    }
    result.families += other.families
    result.families.removeAll { $0.listings.isEmpty }
    return result
  }

  /// How an entry or alias stands in its file.
  public func listing(of name: String) -> Listing? {
    for family in families {
      if let found = family.listings.first(where: { $0.name == name || $0.aliases.contains(name) }) {
        return found
      }
    }
    return nil
  }

  /// The entry of a name.
  /// - Throws: `Failure` (usage) listing the names that are nearest.
  public func entry(named name: String) throws(Failure) -> ProductDescription {
    if let entry = entries[name] { return entry }
    let lower = name.lowercased()
    // A name that holds the word, such as one of a family, is nearer than one of a few changed letters.
    func distance(_ other: String) -> Int {
      other.contains(lower) && lower.utf8.count > 2 ? 0 : other.editDistance(to: lower)
    }
    let near = names.sorted { (distance($0), $0) < (distance($1), $1) }.prefix(3)
    throw Failure(
      .usage, "the catalogue has no product '\(name)'",
      advice:
        "Did you mean \(near.joined(separator: ", "))? `lab catalogue` lists all; or write the description out"
    )
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
