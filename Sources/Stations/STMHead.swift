import Files

/// What the beginning of an `.stm` file tells: its layout and where the station is.
///
/// Two layouts exist (FORMATS §1): in *CEOP-sep* every row repeats the station and there is no header; in
/// *header+values* one header precedes short rows. They are told apart by the first word: a date or not.
struct STMHead: Hashable {
  enum Layout: Hashable {
    /// Rows of date, time, date, time, CSE, network, station, latitude, longitude, elevation, from, to,
    /// value, flags, provider's flag. `shift` is the number of blanks inside the station's names.
    case ceop(shift: Int)
    /// Rows of date, time, value, flags, provider's flag, after a header on the line of that number.
    case headerValues(headerLine: Int)
  }

  var layout: Layout
  /// The words that name the station in a CEOP row, and those of its place, to notice rows of another one.
  var names: [UInt8]
  var latitude: Double
  var longitude: Double
  var elevation: Double?
  /// The line that gave the coordinates.
  var line: Int

  /// Why a file gives no sensor.
  enum Unusable: Error {
    case skip(String, line: Int?)
    case refuse(Failure)

    init(_ fault: ReadFault) {
      switch fault {
      case .damaged(let failure): self = .skip(failure.reason, line: nil)
      case .refused(let failure): self = .refuse(failure)
      }
    }
  }

  /// Reads the first lines of a file.
  static func read(_ stream: consuming ByteStream) throws(Unusable) -> STMHead {
    let path = stream.path
    var lines: [(number: Int, text: [UInt8])] = []
    var isWhole = true
    var reader = LineReader(stream, capacity: 4096)
    try reader.forEachLine(onFault: Unusable.init) { (line, place) throws(Unusable) in
      if STMTokens(line).count == 0 { return true }
      lines.append((place.number, unsafe line.withUnsafeBufferPointer { unsafe Array($0) }))
      isWhole = lines.count < 6
      return isWhole
    }
    if let first = lines.first?.text, first.starts(with: [0xff, 0xfe]) || first.starts(with: [0xfe, 0xff]) {
      throw .skip("UTF-16 text, not ASCII or UTF-8", line: nil)
    }
    guard !reader.foundNUL else { throw .skip("NUL bytes in file", line: nil) }
    guard let first = lines.first else { throw .skip("empty file", line: nil) }
    return try parse(lines, first: first, isWhole: isWhole, path: path)
  }

  private static func parse(
    _ lines: [(number: Int, text: [UInt8])], first: (number: Int, text: [UInt8]), isWhole: Bool,
    path: String
  ) throws(Unusable) -> STMHead {
    let firstTokens = STMTokens(first.text.span)
    let startsWithDate = STMTime.hasDateShape(first.text.span.extracting(firstTokens[0]))
    if !startsWithDate, let head = header(first.text.span, firstTokens, line: first.number) {
      if isWhole, lines.count == 1 { throw .skip("no samples", line: nil) }
      return try head.checked(path: path)
    }
    for (number, text) in lines {
      let tokens = STMTokens(text.span)
      if STMTime.hasDateShape(text.span.extracting(tokens[0])),
        let head = ceop(text.span, tokens, line: number)
      {
        return try head.checked(path: path)
      }
    }
    throw .skip(
      startsWithDate ? "no header and no coordinates in its rows" : "header line is not understood",
      line: first.number)
  }

  /// `CSE network station latitude longitude elevation from to sensor…`; the sensor may contain blanks.
  private static func header(_ text: Span<UInt8>, _ tokens: STMTokens, line: Int) -> STMHead? {
    guard tokens.count >= 8 else { return nil }
    for shift in 0...max(0, min(4, tokens.count - 8)) {
      guard let place = numbers(text, tokens, from: 3 + shift) else { continue }
      return STMHead(
        layout: .headerValues(headerLine: line), names: [], latitude: place.latitude,
        longitude: place.longitude, elevation: place.elevation, line: line)
    }
    return nil
  }

  private static func ceop(_ text: Span<UInt8>, _ tokens: STMTokens, line: Int) -> STMHead? {
    guard tokens.count >= 13 else { return nil }
    for shift in 0...max(0, min(4, tokens.count - 13)) {
      guard let place = numbers(text, tokens, from: 7 + shift) else { continue }
      return STMHead(
        layout: .ceop(shift: shift), names: names(text, tokens, shift: shift), latitude: place.latitude,
        longitude: place.longitude, elevation: place.elevation, line: line)
    }
    return nil
  }

  /// The words CSE, network and station of a CEOP row, joined by one blank each.
  static func names(_ text: Span<UInt8>, _ tokens: STMTokens, shift: Int) -> [UInt8] {
    var result: [UInt8] = []
    for index in 4...(6 + shift) {
      for at in tokens[index] { result.append(text[at]) }
      result.append(0x20)
    }
    return result
  }

  private static func numbers(
    _ text: Span<UInt8>, _ tokens: STMTokens, from index: Int
  ) -> (latitude: Double, longitude: Double, elevation: Double?)? {
    guard index + 5 <= tokens.count,
      let latitude = DecimalText.double(text.extracting(tokens[index])),
      let longitude = DecimalText.double(text.extracting(tokens[index + 1])),
      let elevation = DecimalText.double(text.extracting(tokens[index + 2])),
      DecimalText.double(text.extracting(tokens[index + 3])) != nil,
      DecimalText.double(text.extracting(tokens[index + 4])) != nil
    else { return nil }
    let isKnown = elevation.isFinite && elevation > -600 && elevation < 9000
    return (latitude, longitude, isKnown ? elevation : nil)
  }

  /// The head itself when the place exists on earth.
  private func checked(path: String) throws(Unusable) -> STMHead {
    try STMHead.check(latitude: latitude, longitude: longitude, path: path, line: line)
    return self
  }

  /// Checks that a place exists on earth.
  ///
  /// A latitude beyond ±90 with a longitude within ±90 is what exchanged columns look like: the archive is
  /// refused (FIELD §4 row 14). Any other impossible place costs only this station (row 13).
  static func check(latitude: Double, longitude: Double, path: String, line: Int) throws(Unusable) {
    guard latitude.isFinite, longitude.isFinite else { throw .skip("coordinate is not a number", line: line) }
    if abs(latitude) > 90 {
      guard abs(latitude) <= 180, abs(longitude) <= 90 else {
        throw .skip("latitude \(latitude) is outside -90…90", line: line)
      }
      throw .refuse(
        Failure(
          .data, "latitude \(latitude) is outside -90…90 and longitude is \(longitude)", path: path,
          line: line,
          advice: "Latitude and longitude look swapped: correct the file, or remove it from the archive"))
    }
    guard abs(longitude) <= 360 else { throw .skip("longitude \(longitude) is outside -360…360", line: line) }
  }
}
