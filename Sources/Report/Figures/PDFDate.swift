internal import Files
internal import Foundation

/// The date that cairo writes into a PDF: the same figure must have the same bytes on any day.
enum PDFDate {
  private static let mark = Data("/CreationDate (D:".utf8)

  /// Turns the digits of a PDF's creation date into those of 1970, in place: no offset in the file changes.
  /// - Throws: `Failure` (data) where the file cannot be read or written.
  static func clear(_ path: String) throws(Failure) {
    guard var data = FileManager.default.contents(atPath: path) else {
      throw Failure(.data, "cannot be read", path: path)
    }
    guard let found = data.range(of: mark), found.upperBound + 14 <= data.endIndex else { return }
    data.replaceSubrange(found.upperBound..<found.upperBound + 14, with: Data("19700101000000".utf8))
    do { try data.write(to: URL(fileURLWithPath: path)) } catch {
      throw Failure(.data, "cannot be written", path: path)
    }
  }
}
