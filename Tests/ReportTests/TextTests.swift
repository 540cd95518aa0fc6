import Testing

@testable import Report

@Suite struct TextTests {
  @Test(arguments: [
    (0.12345, "0.123"), (0.0005, "0.000"), (0.0015, "0.002"), (-0.0001, "0.000"), (-1.2345, "-1.234"),
    (12, "12.000"), (.nan, "—"), (.infinity, "—"), (1e300, "1e+300"), (-0.5, "-0.500"),
    (999.9996, "1000.000"),
  ])
  func fixedNumbers(value: Double, text: String) { #expect(FixedNumber.text(value) == text) }

  @Test func noNumberIsADash() {
    #expect(FixedNumber.text(nil) == "—")
    #expect(FixedNumber.text(2.5, decimals: 0) == "2")
    #expect(FixedNumber.count(1_234_567) == "1\u{202F}234\u{202F}567")
    #expect(FixedNumber.count(-12) == "-12")
    #expect(FixedNumber.count(.min) == "-9\u{202F}223\u{202F}372\u{202F}036\u{202F}854\u{202F}775\u{202F}808")
  }

  @Test(arguments: [
    ("a|b", "a\\|b"), ("`id`", "\\`id\\`"), ("<script>", "&lt;script&gt;"), ("a&b", "a&amp;b"),
    ("one\ntwo\r\n", "one\u{FFFD}two\u{FFFD}\u{FFFD}"), ("*x* _y_ ~z~", "\\*x\\* \\_y\\_ \\~z\\~"),
    ("[t](http://x)", "\\[t\\](http&#58;//x)"), ("www.x.org", "www&#46;x.org"), ("# h", "\\# h"),
    ("- item", "\\- item"), ("1. item", "1\\. item"), ("0.05", "0\\.05"), ("a.b-c", "a.b-c"),
    ("$x$ @y", "\\$x\\$ \\@y"),
    ("\\", "\\\\"), ("\u{202E}abc", "\u{FFFD}abc"), ("", ""),
  ])
  func markdown(text: String, escaped: String) { #expect(MarkdownText.escape(text) == escaped) }

  @Test(arguments: [
    ("plain", "\"plain\""), ("a \"b\" \\n", "\"a ”b” ∖n\""), ("a\nb", "\"a\u{FFFD}b\""),
    ("`x` $(y) # z", "\"`x` $(y) # z\""),
    ("", "\"\""),
  ])
  func figureData(text: String, cell: String) { #expect(FigureData.format(.text(text)) == cell) }

  @Test func figureNumbers() {
    #expect(FigureData.format(.number(nil)) == "NaN")
    #expect(FigureData.format(.number(-.infinity)) == "NaN")
    #expect(FigureData.format(.number(0.1)) == "0.1")
    #expect(FigureData.format(.count(-3)) == "-3")
  }

  /// Helvetica's own metrics: "AV" is 2 × 667 thousandths.
  @Test func widths() {
    #expect(TextWidth.of("AV", fontSize: 1000) == 1334)
    #expect(TextWidth.fitted("a long name", fontSize: 10, limit: 30) == "a lo…")
    #expect(TextWidth.fitted("name", fontSize: 10, limit: 100) == "name")
    #expect(TextWidth.fitted("name", fontSize: 10, limit: 0) == "…")
  }

  @Test(arguments: [
    ("/a/b/c/archive.zip/NET/ST/x.stm", "archive.zip/NET/ST/x.stm"),
    ("/home/me/data/NET/ST/x.stm", "NET/ST/x.stm"),
    ("x.nc", "x.nc"), ("/a/b.zip", "a/b.zip"), ("", ""),
  ])
  func pathsLoseTheMachine(path: String, short: String) { #expect(ReportPath.short(path) == short) }

  @Test func exportNamesAreTakenOnce() {
    #expect(
      QA4SMNames.names(for: ["SMAP L3", "SMAP-L3", "smap_l3", "ISMN", "漢字", "<>", "A_and_B between C", "x_"])
        == ["SMAP_L3", "SMAP_L3_2", "smap_l3_3", "ISMN_2", "product", "product_2", "A_et_B_among_C", "x"])
  }
}
