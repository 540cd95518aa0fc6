/// Names that a careless sink would run, render or break on.
enum HostileNames {
  static let all = [
    "`touch pwned`", "<script>alert(1)</script>", "a|b|c", "\"; system('touch pwned'); \"",
    "new\nline\r\ttab",
    "@x_y^z{/Bold w}", "$(id) %s %n %c", "\\\\n\\042", "' . system(\"id\") . '", "# comment",
    "![x](http://evil)",
  ]

  static var run: SyntheticRun {
    SyntheticRun(
      products: [all[0] + all[3], all[1] + all[2], all[4] + all[5] + all[7]], stations: 11,
      classes: [all[6], all[8], "BSk"], stationNames: all, networkNames: [all[1], all[9], all[10]])
  }
}
