/// How a network's files are written.
struct ArchiveDialect: Sendable, Hashable {
  /// What a line looks like.
  enum Layout: Sendable {
    /// 15 columns, no header.
    case ceop
    /// A header, then padded rows with a blank at the end: archives of about 2018 and before.
    case paddedHeaderValues
    /// A header with blanks in the sensor's name, then bare rows: archives of today.
    case headerValues
  }

  /// How a line ends.
  enum LineEnd: Sendable {
    case lf, crlf, cr
    /// LF after the header, a stray CR, then CRLF.
    case mixed
  }

  var layout: Layout
  var lineEnd: LineEnd
  /// The network's own flag.
  var providerFlag: String
  /// Days of the period whose rows lack the network's flag.
  var daysWithoutProviderFlag = 0..<0
  /// Every row is unchecked.
  var isUnchecked = false
  /// Codes of a set are written the other way round.
  var reversesFlags = false
}
