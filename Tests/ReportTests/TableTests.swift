import Files
import Foundation
import Statistics
import Testing

@testable import Lab
@testable import Report

/// One table, four ways to write it down.
@Suite struct TableTests {
  private var table: ReportTable {
    var table = ReportTable(
      id: "t-1", caption: "Two products",
      columns: [
        .init("Product", .left), .init("Mean", unit: "m³ m⁻³"),
        .init("q25–q75", unit: "m³ m⁻³", kind: .range(lower: "q25", upper: "q75")), .init("n"),
        .init("R", kind: .estimate),
      ], notes: ["A note."])
    table.append([
      .init(.text("A & B")), .init(.number(-0.04567, decimals: 3), isBold: true),
      .init(.range(-0.1, 0.25, decimals: 2)), .init(.count(12_345)),
      .init(
        .estimate(
          .init(value: 0.5, lower: 0.25, upper: 0.75, effective: 33.3, status: "fewEffective"), decimals: 2)),
    ])
    table.append([
      .text("C"), .number(nil, decimals: 3), .range(nil, nil, decimals: 2), .count(0),
      .estimate(.init(status: "tooFew"), decimals: 2),
    ])
    return table
  }

  @Test func markdown() {
    #expect(
      table.markdown == """
        **Table.** Two products

        | Product | Mean (m³ m⁻³) | q25–q75 (m³ m⁻³) | n | R |
        | :--- | ---: | ---: | ---: | ---: |
        | A &amp; B | **-0.046** | -0.10 to 0.25 | 12\u{202F}345 | 0.50 \\[0.25, 0.75\\], n\\* 33 (fewEffective) |
        | C | — | — | 0 | — (tooFew) |

        A note.

        """)
    #expect(table.markdown(number: 7).hasPrefix("**Table 7.** Two products\n"))
  }

  @Test func csv() {
    #expect(
      table.csv == """
        Product,Mean (m³ m⁻³),q25 (m³ m⁻³),q75 (m³ m⁻³),n,R,R lower,R upper,R n_eff,R status
        A & B,-0.04567,-0.1,0.25,12345,0.5,0.25,0.75,33.3,fewEffective
        C,,,,0,,,,,tooFew

        """)
  }

  @Test func latex() {
    #expect(
      table.latex == #"""
        \begin{table}
        \centering
        \caption{Two products}
        \label{tab:t-1}
        \begin{tabular}{lrrrr}
        \toprule
        Product & Mean (m\textsuperscript{3} m\textsuperscript{-}\textsuperscript{3}) & q25--q75 (m\textsuperscript{3} m\textsuperscript{-}\textsuperscript{3}) & n & R \\
        \midrule
        A \& B & \textbf{$-$0.046} & $-$0.10 to 0.25 & 12\,345 & 0.50 {[}0.25, 0.75{]}, n{*} 33 (fewEffective) \\
        C & --- & --- & 0 & --- (tooFew) \\
        \bottomrule
        \end{tabular}
        \par\footnotesize A note.
        \end{table}

        """#)
  }

  @Test func plain() {
    var small = ReportTable(
      id: "p", caption: "", columns: [.init("Name", .left), .init("n"), .init("Empty")])
    small.append([.text("long name"), .count(5), .number(nil, decimals: 1)])
    small.append([.text("b\u{1B}[2J"), .count(10), .number(nil, decimals: 1)])
    #expect(small.plain == "Name        n\nlong name   5\nb\u{FFFD}[2J      10")
  }

  /// Names that a careless sink would carry out, with the CSV formulas and directions of writing.
  static let hostile =
    HostileNames.all + [
      "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\tx", "\u{202E}evil", "\\input{/etc/passwd}",
      "\\write18{touch pwned}", "[5cm]", "*", "%", "a&b\\\\", "{", "}", "$$", "#1", "~^_",
    ]

  private func hostileTable(_ name: String) -> ReportTable {
    var table = ReportTable(
      id: name, caption: name, columns: [.init(name, unit: name, .left), .init("n")], notes: [name])
    table.append([.init(.text(name), isBold: true), .init(.count(1))])
    return table
  }

  @Test(arguments: hostile) func hostileNamesDoNothingInMarkdown(name: String) {
    let text = hostileTable(name).markdown
    let bare = text.replacing("\\\\", with: "").replacing("\\|", with: "")
    #expect(
      bare.split(separator: "\n").filter { $0.hasPrefix("|") }.allSatisfy { $0.count { $0 == "|" } == 3 })
    #expect(
      !text.contains("<script") && !text.contains("](http:") && !bare.replacing("\\`", with: "").contains("`")
    )
    #expect(!text.unicodeScalars.contains { $0 != "\n" && PlainText.isControl($0) })
  }

  @Test(arguments: hostile) func hostileNamesDoNothingInCSV(name: String) throws {
    let table = try CSVReader.read(Array(hostileTable(name).csv.utf8), path: "t.csv")
    #expect(table.rows.count == 1 && table.rows.allSatisfy { $0.fields.count == 2 })
    let field = try #require(table.rows.first?.fields.first)
    #expect(!"=+-@".contains(field.first ?? "x"))
    #expect(!field.unicodeScalars.contains(where: PlainText.isControl))
  }

  @Test(arguments: hostile) func hostileNamesDoNothingInLaTeX(name: String) {
    let text = hostileTable(name).latex
    // All commands are ours.
    let commands = text.matches(of: #/\\([a-zA-Z]+)/#).map { String($0.output.1) }
    let known: Set<String> = [
      "begin", "end", "centering", "caption", "label", "toprule", "midrule", "bottomrule", "par",
      "footnotesize",
      "textbf", "textbackslash", "textasciitilde", "textasciicircum", "textless", "textgreater", "textbar",
      "textasciigrave", "symbol", "textsuperscript", "times",
    ]
    #expect(commands.allSatisfy(known.contains), "\(commands)")
    #expect(!text.contains("\\input") && !text.contains("\\write"))
    // Braces balance, and an ampersand, a percent sign or a dollar is escaped or ours.
    var depth = 0
    var isEscaped = false
    for character in text {
      if isEscaped {
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "{" {
        depth += 1
      } else if character == "}" {
        depth -= 1
        #expect(depth >= 0)
      } else if character == "%" || character == "#" || character == "^" {
        Issue.record("\(character) is bare")
      }
    }
    #expect(depth == 0)
    #expect(!text.contains("\\\\["), "a bracket behind a row's end is an argument")
  }

  @Test(arguments: hostile) func hostileNamesDoNothingInATerminal(name: String) {
    let lines = hostileTable(name).plain.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 2)
    #expect(!lines.joined().unicodeScalars.contains(where: PlainText.isControl))
  }

  @Test func everyTableOfARunCanBeWritten() throws {
    var synthetic = HostileNames.run
    synthetic.minimumStations = 1
    let tables = RunTables(try synthetic.result())
    #expect(tables.list.map(\.id).contains("koppen-ubRMSE"))
    for (id, _) in tables.list {
      let table = try #require(tables.table(id), "\(id)")
      #expect(
        !table.caption.isEmpty && table.markdown.hasSuffix("\n") && table.latex.hasSuffix("\\end{table}\n"))
      let csv = try CSVReader.read(Array(table.csv.utf8), path: id)
      #expect(csv.rows.allSatisfy { $0.fields.count == csv.header.count }, "\(id)")
      #expect(csv.rows.count == table.rows.count, "\(id)")
    }
    #expect(tables.table("nonsense") == nil)
  }

  @Test func onlyAVerdictMakesBold() throws {
    var run = try SyntheticRun(products: ["A", "B", "C"]).result()
    func boldRows(_ run: RunResult) -> [ReportTable.Content] {
      RunTables(run).accuracy(.all, metrics: [.ubRMSE], id: "x").rows.compactMap {
        $0[1].isBold ? $0[0].content : nil
      }
    }
    #expect(boldRows(run).isEmpty)
    func row(_ product: String, _ other: String, _ verdict: ComparisonRow) -> ComparisonRow {
      var row = verdict
      row.product = product
      row.referenceProduct = other
      return row
    }
    let better = ComparisonRow(
      product: "", referenceProduct: "", stratification: .all, group: "all", scaling: .none, metric: .ubRMSE,
      difference: -0.01, lower: -0.02, upper: -0.005, p: 0.001, adjustedP: 0.01, verdict: .better,
      stations: 12,
      pairs: 100, status: .ok, networks: 3, productMean: 0.04, referenceMean: 0.05)
    var worse = better
    worse.verdict = .worse
    var undecided = better
    undecided.verdict = .undecided
    // B beats A and C: the one as product, the other as what is compared with.
    run.comparisons = ComparisonTable([row("A", "B", worse), row("B", "C", better), row("A", "C", undecided)])
    #expect(boldRows(run) == [.text("B")])
    #expect(RunTables(run).accuracy(.all, metrics: [.r], id: "x").rows.allSatisfy { !$0[1].isBold })
    // Not better than each of them: nobody is bold.
    run.comparisons = ComparisonTable([row("A", "B", worse), row("B", "C", undecided)])
    #expect(boldRows(run).isEmpty)
    let table = try #require(RunTables(run).table("comparisons"))
    #expect(table.rows.count == 2 && table.markdown.contains("**worse**"))
  }
}
