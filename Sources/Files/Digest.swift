internal import Crypto
internal import Foundation

/// The fingerprint of an input: its size and SHA-256, as the manifest records them.
public struct Digest: Hashable, Sendable {
  /// The SHA-256 in lower-case hexadecimal.
  public let sha256: String
  /// The size in bytes.
  public let byteCount: Int

  /// Reads a file in pieces and fingerprints it.
  /// - Throws: `Failure` (data) where the file cannot be read.
  public init(ofFile path: String) throws(Failure) {
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      var hash = SHA256()
      var count = 0
      while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
        hash.update(data: piece)
        count += piece.count
      }
      sha256 = Digest.hexadecimal(hash.finalize())
      byteCount = count
    } catch {
      throw Failure(.data, "cannot be read to fingerprint it", path: path)
    }
  }

  /// Fingerprints text.
  public init(of text: String) {
    sha256 = Digest.hexadecimal(SHA256.hash(data: Data(text.utf8)))
    byteCount = text.utf8.count
  }

  private static func hexadecimal(_ digest: SHA256.Digest) -> String {
    digest.map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
  }
}
