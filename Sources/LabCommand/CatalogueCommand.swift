import ArgumentParser
import Files
import Foundation
import Grids
import Products
import Report

struct CatalogueCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalogue",
    abstract: "Lists the products whose files we know how to read, or explains one.",
    discussion: """
      lab catalogue                          # all entries, by family
      lab catalogue --find "smap 9km"        # those that mention both words
      lab catalogue smap-l3-9km-am           # one entry in words, and as YAML to paste and change
      lab catalogue --file mine.yml          # with your own entries; an experiment names the file under `catalogue:`
      """)

  @Argument(help: "The name or alias of an entry to explain.")
  var name: String?

  @Option(name: .long, help: "A file of your own entries, which are added or replace those of the same name.")
  var file: String?

  @Option(name: .long, help: "Only entries that mention all these words in any key.")
  var find: String?

  @Flag(name: .long, help: "Print the outcome as JSON on standard output.")
  var json = false

  func validate() throws {
    if name != nil, find != nil { throw ValidationError("Give either a name or --find, not both.") }
  }

  func run() throws {
    var catalogue = try Catalogue.shipped()
    if let file { catalogue = try catalogue.adding(file: file) }
    if let name {
      let entry = try CatalogueEntry(named: name, in: catalogue)
      Terminal.output(json ? try JSONText.text(entry) : entry.explanation.joined(separator: "\n"))
      return
    }
    var listed = CatalogueList(catalogue)
    if let find { listed.keep(mentioning: find) }
    if listed.entries.isEmpty {
      throw Failure(
        .usage, "no entry mentions '\((find ?? "").singleLine)'",
        advice:
          "Try a single word such as smap, or list all with `lab catalogue`; a product that is not there needs a "
          + "description of its own (docs/catalogue.md), for which `lab inspect FILE` shows what a file holds"
      )
    }
    if json {
      Terminal.output(try JSONText.text(listed.entries))
    } else {
      Terminal.output(listed.lines.joined(separator: "\n"))
    }
  }
}

/// One entry as it is shown, in words or as JSON.
struct CatalogueEntry: Encodable {
  var name: String
  var aliases: [String]
  var family: String
  var title: String
  var quantity: String
  var verified: String?
  var note: String?
  /// The entry whose keys it took over.
  var like: String?
  var variable: String
  var references: [String]
  /// The description as lines of YAML.
  var yaml: [String]
  /// The description in words.
  private var words: [Line]

  struct Line: Encodable {
    var key: String
    var text: String
  }

  init(_ listing: Catalogue.Listing, _ description: ProductDescription, family: String) {
    name = listing.name
    aliases = listing.aliases
    self.family = family
    title = description.title ?? ""
    quantity = description.quantity.rawValue
    verified = description.verified?.rawValue
    note = listing.note
    like = listing.like
    variable = description.variable
    references = description.references
    yaml = description.yamlLines
    words = description.inWords.map { Line(key: $0.key, text: $0.text) }
  }

  init(named name: String, in catalogue: Catalogue) throws {
    let description = try catalogue.entry(named: name)
    for family in catalogue.families {
      for listing in family.listings where listing.name == name || listing.aliases.contains(name) {
        self.init(listing, description, family: family.title)
        return
      }
    }
    throw Failure(.internalFault, "the entry '\(name)' belongs to no family")
  }

  /// Everything a search looks at.
  var searched: String {
    ([name, family, note ?? ""] + aliases + yaml).joined(separator: "\n").lowercased()
  }

  /// The entry in words, and how it is used.
  var explanation: [String] {
    var lines = [name + (aliases.isEmpty ? "" : " (also \(aliases.joined(separator: ", ")))")]
    if !title.isEmpty { lines.append(title) }
    lines.append("")
    let all = [Line(key: "family", text: family)] + (note.map { [Line(key: "note", text: $0)] } ?? []) + words
    let width = all.map(\.key.count).max() ?? 0
    var last = ""
    for line in all {
      let key = line.key == last ? "" : line.key
      lines += TextColumns.hanging("  " + TextColumns.padded(key, to: width) + "  ", line.text)
      last = line.key
    }
    lines += ["", "In an experiment:", "  - name: \(YAMLNode.quoted(name))"]
    lines += ["    description: \(YAMLNode.quoted(name))", "    files: FOLDER/*", ""]
    lines.append(
      "Written out, to be changed key by key (or: {catalogue: \(YAMLNode.quoted(name)), key: value}):")
    return lines + ["    description:"] + yaml.map { "      " + $0 }
  }
}

/// The catalogue as a table, by family.
struct CatalogueList {
  private(set) var entries: [CatalogueEntry] = []

  init(_ catalogue: Catalogue) {
    for family in catalogue.families {
      for listing in family.listings.sorted(by: { $0.name < $1.name }) {
        guard let description = catalogue.entries[listing.name] else { continue }
        entries.append(CatalogueEntry(listing, description, family: family.title))
      }
    }
  }

  /// Drops the entries that do not mention every word, letters of either case alike.
  mutating func keep(mentioning text: String) {
    let words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
    entries.removeAll { entry in
      let searched = entry.searched
      return !words.allSatisfy(searched.contains)
    }
  }

  var lines: [String] {
    let rows = entries.map { entry in
      [
        entry.name, entry.verified ?? "own", entry.quantity,
        entry.title + (entry.aliases.isEmpty ? "" : " (also \(entry.aliases.joined(separator: ", ")))"),
      ]
    }
    let head = ["NAME", "VERIFIED", "QUANTITY", "TITLE (ALSO CALLED)"]
    let widths = (0..<3).map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
    func line(_ row: [String]) -> String {
      zip(row, widths).map { TextColumns.padded($0, to: $1) }.joined(separator: "  ") + "  " + row[3]
    }
    var lines = [line(head)]
    for (index, row) in rows.enumerated() {
      if index == 0 || entries[index - 1].family != entries[index].family {
        lines += ["", entries[index].family]
      }
      lines.append(line(row))
    }
    return lines
  }
}

/// Text set in columns for a terminal.
enum TextColumns {
  /// Text followed by blanks up to a width.
  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// Text after a label, broken at blanks, the further lines indented as far as the first.
  static func hanging(_ label: String, _ text: String, width: Int = 100) -> [String] {
    var lines: [String] = []
    var line = label
    for word in text.singleLine.split(separator: " ") {
      if line.count > label.count, line.count + 1 + word.count > width {
        lines.append(line)
        line = String(repeating: " ", count: label.count)
      }
      line += (line.count > label.count ? " " : "") + word
    }
    return lines + [line]
  }
}
