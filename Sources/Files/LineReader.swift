import Glibc

/// Cuts a stream into lines at LF, CR LF or a lone CR, in any mixture, without building strings.
///
/// A UTF-8 byte-order mark is dropped. Memory stays at one buffer, whatever the file's size.
public struct LineReader: ~Copyable {
  /// What is known of a line besides its bytes.
  public struct Place: Hashable, Sendable {
    /// The 1-based number of the line, empty lines counted.
    public var number: Int
    /// Whether a line end follows; only a file's last line may lack one.
    public var isEnded: Bool
    /// Whether the line was longer than the buffer and only its beginning is given.
    public var isCut: Bool
  }

  private var stream: ByteStream
  private var buffer: [UInt8]
  private var start = 0
  private var filled = 0
  private var number = 0
  private var isDry = false
  private var skipsToLineEnd = false
  /// Whether a NUL byte was met; reading stops there.
  public private(set) var foundNUL = false

  /// Creates a reader whose longest line is `capacity` bytes (at least 16).
  public init(_ stream: consuming ByteStream, capacity: Int = 1 << 18) {
    self.stream = stream
    buffer = [UInt8](repeating: 0, count: max(16, capacity))
  }

  /// Calls `body` with each line without its end, until it returns `false`, a NUL byte or the file's end.
  public mutating func forEachLine<E: Error>(
    onFault: (ReadFault) -> E, _ body: (Span<UInt8>, Place) throws(E) -> Bool
  ) throws(E) {
    var bytes: [UInt8] = []
    swap(&bytes, &buffer)
    defer { swap(&bytes, &buffer) }
    while !foundNUL {
      var scan = LineScan(from: start, to: filled)
      while let line = scan.next(in: bytes.span, isDry: isDry) {
        start = scan.position
        if skipsToLineEnd {
          skipsToLineEnd = false
          continue
        }
        number += 1
        let place = Place(number: number, isEnded: true, isCut: false)
        guard try body(bytes.span.extracting(line), place) else { return }
      }
      if isDry {
        if start < filled, !skipsToLineEnd {
          number += 1
          let line = start..<filled
          start = filled
          _ = try body(bytes.span.extracting(line), Place(number: number, isEnded: false, isCut: false))
        }
        return
      }
      if start == 0, filled == bytes.count {
        if !skipsToLineEnd {
          number += 1
          skipsToLineEnd = true
          let place = Place(number: number, isEnded: true, isCut: true)
          guard try body(bytes.span, place) else { return }
        }
        // A CR at the very end stays: the next byte may be its LF.
        start = bytes[filled - 1] == 0x0d ? filled - 1 : filled
      }
      do { try refill(&bytes) } catch { throw onFault(error) }
    }
  }

  /// Moves the unfinished line to the front and reads on behind it.
  private mutating func refill(_ bytes: inout [UInt8]) throws(ReadFault) {
    if start > 0 {
      let rest = filled - start
      let from = start
      unsafe bytes.withUnsafeMutableBytes { raw in
        if let base = raw.baseAddress, rest > 0 { unsafe _ = memmove(base, base + from, rest) }
      }
      filled = rest
      start = 0
    }
    let isFirst = stream.delivered == 0
    var count = try stream.read(into: &bytes, from: filled)
    if isFirst {
      while count > 0, count < 3 {
        let more = try stream.read(into: &bytes, from: count)
        if more == 0 { break }
        count += more
      }
      if count >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf { start = 3 }
    }
    let fresh = filled..<filled + count
    if indexOfByte(0, in: bytes.span, fresh) != nil { foundNUL = true }
    filled += count
    isDry = count == 0
  }
}

/// The search for the next line end: LF and CR are looked for apart, so each byte is visited once for each.
private struct LineScan {
  private(set) var position: Int
  private let end: Int
  private var nextLF: Int
  private var nextCR: Int

  init(from start: Int, to end: Int) {
    position = start
    self.end = end
    nextLF = -1
    nextCR = -1
  }

  /// The next finished line, or nil when more bytes are needed.
  mutating func next(in bytes: Span<UInt8>, isDry: Bool) -> Range<Int>? {
    if nextLF < position { nextLF = indexOfByte(0x0a, in: bytes, position..<end) ?? end }
    if nextCR < position { nextCR = indexOfByte(0x0d, in: bytes, position..<end) ?? end }
    let start = position
    if nextCR < nextLF {
      if nextCR + 1 == end, !isDry { return nil }
      position = nextCR + 1 == nextLF && nextLF < end ? nextLF + 1 : nextCR + 1
      return start..<nextCR
    }
    guard nextLF < end else { return nil }
    position = nextLF + 1
    return start..<nextLF
  }
}

/// The first position of a byte in a range.
func indexOfByte(_ byte: UInt8, in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
  guard !range.isEmpty else { return nil }
  return unsafe bytes.extracting(range).withUnsafeBytes { raw -> Int? in
    guard let base = raw.baseAddress, let found = unsafe memchr(base, Int32(byte), raw.count) else {
      return nil
    }
    return unsafe range.lowerBound + (UnsafeRawPointer(found) - base)
  }
}
