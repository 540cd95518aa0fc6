internal import Yams

/// A YAML value that remembers its file and line, so that every mistake can be shown where it was made.
///
/// Anchors, aliases and tags are refused: an experiment needs none, and an alias bomb lives on them. Duplicate
/// keys are refused; unknown keys are refused by `map(allowed:)`.
public struct YAMLNode: Sendable {
  private indirect enum Content: Sendable {
    case null
    case scalar(String)
    case list([YAMLNode])
    case map([(key: YAMLNode, value: YAMLNode)])
  }

  private let content: Content
  /// The file the value came from, for messages.
  public let path: String
  /// The 1-based line the value starts on.
  public let line: Int

  /// The largest text that is parsed; experiments and catalogues are far smaller.
  public static let byteLimit = 1 << 20

  /// Parses one YAML document.
  /// - Throws: `Failure` (usage) with the line of a syntax error, a duplicate key, an anchor or an alias.
  public static func parse(text: String, path: String) throws(Failure) -> YAMLNode {
    guard text.utf8.count <= byteLimit else {
      throw Failure(
        .usage, "is larger than \(byteLimit) bytes, too large for a YAML file of ours", path: path)
    }
    if let line = firstAnchorLine(in: text) {
      throw Failure(.usage, "YAML anchors and aliases are not supported", path: path, line: line)
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw failure(from: error, path: path)
    } catch {
      throw Failure(.usage, "is not readable as YAML (\(error))", path: path)
    }
    guard let root else { return YAMLNode(content: .null, path: path, line: 1) }
    return convert(root, path: path)
  }

  /// Whether there is no value (`key:` alone, `~` or `null`).
  public var isNull: Bool { if case .null = content { true } else { false } }
  /// Whether the value is plain text or a number.
  public var isScalar: Bool { if case .scalar = content { true } else { false } }
  /// Whether the value is a list.
  public var isList: Bool { if case .list = content { true } else { false } }
  /// Whether the value is a mapping.
  public var isMap: Bool { if case .map = content { true } else { false } }

  /// The mapping with its values by key, every key one of `allowed`.
  /// - Throws: `Failure` (usage) naming an unknown key, its line and the nearest allowed key.
  public func map(allowed: [String]) throws(Failure) -> [String: YAMLNode] {
    var values: [String: YAMLNode] = [:]
    for (key, value) in try entries() {
      guard allowed.contains(key.text) else {
        let near = allowed.min { $0.editDistance(to: key.text) < $1.editDistance(to: key.text) }
        var advice = "Keys here: \(allowed.joined(separator: ", "))"
        if let near, near.editDistance(to: key.text) <= 2 { advice = "Did you mean '\(near)'?" }
        throw Failure(.usage, "unknown key '\(key.text)'", path: path, line: key.line, advice: advice)
      }
      values[key.text] = value
    }
    return values
  }

  /// The mapping's keys, with their lines, and values in the order of the file.
  /// - Throws: `Failure` (usage) where the value is no mapping or a key is no text.
  public func entries() throws(Failure) -> [(key: (text: String, line: Int), value: YAMLNode)] {
    guard case .map(let pairs) = content else { throw failure("expected a mapping of keys and values") }
    var result: [(key: (text: String, line: Int), value: YAMLNode)] = []
    for pair in pairs {
      result.append((key: (text: try pair.key.text(), line: pair.key.line), value: pair.value))
    }
    return result
  }

  /// The list's items.
  /// - Throws: `Failure` (usage) where the value is no list.
  public func list() throws(Failure) -> [YAMLNode] {
    guard case .list(let items) = content else { throw failure("expected a list such as [a, b]") }
    return items
  }

  /// The list's items, or the value itself as the only item.
  public func listOrSelf() -> [YAMLNode] {
    if case .list(let items) = content { items } else { [self] }
  }

  /// The value as text.
  /// - Throws: `Failure` (usage) where the value is a list, a mapping or missing.
  public func text() throws(Failure) -> String {
    guard case .scalar(let text) = content else { throw failure("expected a word or a number") }
    return text
  }

  /// The value as a finite number.
  /// - Throws: `Failure` (usage) for anything else, `nan` and `inf` included.
  public func number() throws(Failure) -> Double {
    let text = try text()
    let plain = text.utf8.allSatisfy {
      ($0 >= 48 && $0 <= 57) || [43, 45, 46, 69, 101].contains($0)
    }
    guard plain, let value = Double(text), value.isFinite else {
      throw failure("expected a number, found '\(text)'")
    }
    return value
  }

  /// The value as a whole number.
  /// - Throws: `Failure` (usage) for anything else.
  public func integer() throws(Failure) -> Int {
    let text = try text()
    guard let value = Int(text) else { throw failure("expected a whole number, found '\(text)'") }
    return value
  }

  /// The value as yes or no.
  /// - Throws: `Failure` (usage) for anything but true, false, yes, no.
  public func bool() throws(Failure) -> Bool {
    switch try text().lowercased() {
    case "true", "yes", "on": return true
    case "false", "no", "off": return false
    case let text: throw failure("expected true or false, found '\(text)'")
    }
  }

  /// A failure (usage) at this value's file and line.
  public func failure(_ reason: String, advice: String? = nil) -> Failure {
    Failure(.usage, reason, path: path, line: line, advice: advice)
  }

  /// Text as a double-quoted YAML scalar that reads back as the same text, whatever it holds.
  public static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value):
        let hexadecimal = String(scalar.value, radix: 16)
        result += "\\x" + (hexadecimal.count == 1 ? "0" : "") + hexadecimal
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  // MARK: - From Yams

  private static func convert(_ node: Node, path: String) -> YAMLNode {
    let line = node.mark?.line ?? 1
    switch node {
    case .scalar(let scalar):
      let isNull = scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
      return YAMLNode(content: isNull ? .null : .scalar(scalar.string), path: path, line: line)
    case .sequence(let sequence):
      return YAMLNode(content: .list(sequence.map { convert($0, path: path) }), path: path, line: line)
    case .mapping(let mapping):
      let pairs = mapping.map { (key: convert($0.key, path: path), value: convert($0.value, path: path)) }
      return YAMLNode(content: .map(pairs), path: path, line: line)
    case .alias:
      return YAMLNode(content: .null, path: path, line: line)
    }
  }

  private static func failure(from error: YamlError, path: String) -> Failure {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      Failure(.usage, "is not valid YAML: \(problem)", path: path, line: mark.line)
    case .duplicatedKeysInMapping(let duplicates, let context):
      Failure(
        .usage, "the key '\(duplicates.joined(separator: "', '"))' stands twice", path: path,
        line: context.mark.line)
    default:
      Failure(.usage, "is not readable as YAML", path: path, advice: "Save it as UTF-8 text")
    }
  }

  /// The first line on which an anchor (`&name`) or an alias (`*name`) begins a value outside quotes and comments.
  private static func firstAnchorLine(in text: String) -> Int? {
    var line = 1
    var quote: UInt8?
    var isComment = false
    var previous: UInt8 = 10
    var mayBeAnchor = false
    let opensValue: Set<UInt8> = [10, 13, 32, 9, 91, 44, 123]  // line start, blanks, [ , {
    var bytes = text.utf8.makeIterator()
    while let byte = bytes.next() {
      // A lone `*` or `&` between blanks is text, as in `season * koppen`.
      if mayBeAnchor && !opensValue.contains(byte) { return line }
      mayBeAnchor = false
      if byte == 10 {
        line += 1
        isComment = false
        quote = nil
      } else if isComment {
        // The rest of the line is the author's own.
      } else if let open = quote {
        if byte == open { quote = nil }
      } else if (byte == 34 || byte == 39) && opensValue.contains(previous) {
        quote = byte
      } else if byte == 35 && opensValue.contains(previous) {
        isComment = true
      } else if (byte == 38 || byte == 42) && opensValue.contains(previous) {
        mayBeAnchor = true
      }
      previous = byte
    }
    return nil
  }
}

extension String {
  /// The Levenshtein distance, for suggesting the key that was meant.
  public func editDistance(to other: String) -> Int {
    let target = Array(other.utf8)
    var row = Array(0...target.count)
    for (i, byte) in utf8.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, wanted) in target.enumerated() {
        let substitution = diagonal + (byte == wanted ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = Swift.min(substitution, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[target.count]
  }
}
