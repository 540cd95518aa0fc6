/// A table of a report: what it says, apart from how it is written down.
///
/// The report, `lab table` and papers draw from the same value; `markdown`, `csv` and `latex` write it.
public struct ReportTable: Hashable, Sendable {
  /// How a column is set.
  public enum Alignment: Hashable, Sendable {
    /// Text.
    case left
    /// Numbers.
    case right
  }

  /// What kind of cells a column has: how many fields each takes where fields are apart (CSV).
  public enum Kind: Hashable, Sendable {
    /// One text or number.
    case single
    /// Two ends, with their names as heads of their own.
    case range(lower: String, upper: String)
    /// A value, its interval, its effective number of pairs and its status.
    case estimate
  }

  /// A column's head.
  public struct Column: Hashable, Sendable {
    /// What it holds.
    public var head: String
    /// Its unit; nil for text and counts.
    public var unit: String?
    /// How it is set.
    public var alignment: Alignment
    /// How many fields its cells have.
    public var kind: Kind

    /// Creates a column's head.
    public init(
      _ head: String, unit: String? = nil, _ alignment: Alignment = .right, kind: Kind = .single
    ) {
      self.head = head
      self.unit = unit
      self.alignment = alignment
      self.kind = kind
    }

    /// The head with its unit: `Mean (m³ m⁻³)`.
    var title: String { title(head) }

    /// The heads of its fields where they are apart.
    var fieldTitles: [String] {
      switch kind {
      case .single: [title]
      case .range(let lower, let upper): [title(lower), title(upper)]
      case .estimate:
        [title, title(head + " lower"), title(head + " upper"), head + " n_eff", head + " status"]
      }
    }

    private func title(_ words: String) -> String { unit.map { "\(words) (\($0))" } ?? words }
  }

  /// What a cell says.
  public enum Content: Hashable, Sendable {
    /// Text, as it is spelled in the data: the writers escape it.
    case text(String)
    /// A number shown with so many decimals; nil = not available.
    case number(Double?, decimals: Int)
    /// A number in its shortest form; nil = not available.
    case exact(Double?)
    /// A p-value; nil = not available.
    case probability(Double?)
    /// A whole number.
    case count(Int)
    /// Two ends; nil = not available.
    case range(Double?, Double?, decimals: Int)
    /// A score at one sensor; a status other than `ok` is told.
    case estimate(Estimate, decimals: Int)
  }

  /// A score at one sensor.
  public struct Estimate: Hashable, Sendable {
    /// The value; nil where there is none.
    public var value: Double?
    /// The lower end of its interval.
    public var lower: Double?
    /// The upper end of its interval.
    public var upper: Double?
    /// The effective number of pairs.
    public var effective: Double?
    /// `ok`, or why there is no value; empty where the sensor was not scored.
    public var status: String
  }

  /// One cell.
  public struct Cell: Hashable, Sendable {
    /// What it says.
    public var content: Content
    /// Whether a test calls it the better one.
    public var isBold = false

    /// Creates a cell.
    public init(_ content: Content, isBold: Bool = false) {
      self.content = content
      self.isBold = isBold
    }
  }

  /// The name that `lab table` asks for it by.
  public var id: String
  /// What the table shows, understood without the text around it.
  public var caption: String
  /// The columns' heads.
  public var columns: [Column]
  /// The rows; each has a cell a column.
  public private(set) var rows: [[Cell]] = []
  /// What a reader has to know to read it.
  public var notes: [String]

  /// An empty table.
  public init(id: String, caption: String, columns: [Column], notes: [String] = []) {
    self.id = id
    self.caption = caption
    self.columns = columns
    self.notes = notes
  }

  /// Appends a row.
  /// - Precondition: one cell a column.
  public mutating func append(_ cells: [Cell]) {
    precondition(cells.count == columns.count, "one cell a column")
    rows.append(cells)
  }

  /// Appends a row without emphasis.
  /// - Precondition: one cell a column.
  public mutating func append(_ contents: [Content]) { append(contents.map { Cell($0) }) }
}
