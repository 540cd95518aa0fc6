public import Files
internal import Foundation

/// JSON as every command prints it: keys in order, so that equal results are equal text, and nothing in it that a
/// terminal would obey.
public enum JSONText {
  /// A value as JSON; numbers that JSON does not know are spelled `nan`, `inf`, `-inf`.
  /// - Throws: `Failure` (internal fault) where the value cannot be encoded.
  public static func text(_ value: some Encodable) throws(Failure) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do { return escaped(String(decoding: try encoder.encode(value), as: UTF8.self)) } catch {
      throw Failure(.internalFault, "the result cannot be encoded (\(error))")
    }
  }

  /// Finished JSON in which marks that turn the direction of writing, and the like, are spelled as escapes.
  ///
  /// They can stand inside strings alone; line feeds between the elements stay.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar != "\n", PlainText.isControl(scalar) {
        for unit in String(Character(scalar)).utf16 {
          let digits = String(unit, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
