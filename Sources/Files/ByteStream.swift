import Glibc

/// The bytes of one file, zip member or array in order, never more than its limit.
///
/// One owner at a time; the file or the zip handle is given back when the stream ends its life.
public struct ByteStream: ~Copyable {
  enum Source: ~Copyable {
    case file(FileDescriptor)
    case member(ZipMemberStream)
    case bytes([UInt8])
  }

  private let source: Source
  private let limit: Int
  /// The bytes delivered so far.
  public private(set) var delivered = 0
  /// The file's name for messages.
  public let path: String

  init(_ source: consuming Source, limit: Int, path: String) {
    self.source = source
    self.limit = limit
    self.path = path
  }

  /// A stream over bytes in memory.
  public init(bytes: [UInt8], path: String) {
    self.init(.bytes(bytes), limit: .max, path: path)
  }

  /// A stream over one regular file; a link is followed, a device or FIFO is refused.
  public init(file path: String, limit: Int = ReadLimits().bytesPerFile) throws(ReadFault) {
    let descriptor = try FileDescriptor(path: Array(path.utf8), name: path, followLinks: true)
    self.init(.file(descriptor), limit: limit, path: path)
  }

  /// Reads some bytes into `buffer` from position `offset`; returns how many, 0 at the end.
  ///
  /// - Throws: `.refused` when the limit is passed, `.damaged` when the file cannot be read on.
  public mutating func read(into buffer: inout [UInt8], from offset: Int) throws(ReadFault) -> Int {
    precondition(offset >= 0 && offset < buffer.count, "there is room to read into")
    let count: Int
    switch source {
    case .file(let descriptor): count = try descriptor.read(into: &buffer, from: offset, name: path)
    case .member(let member): count = try member.read(into: &buffer, from: offset, name: path)
    case .bytes(let bytes):
      count = min(bytes.count - delivered, buffer.count - offset)
      buffer.replaceSubrange(offset..<offset + count, with: bytes[delivered..<delivered + count])
    }
    guard count <= limit - delivered else {
      throw .refused(
        Failure(
          .data, "unpacks to more than the \(limit) bytes it may", path: path,
          advice: "The sizes in the archive are wrong or it is a decompression bomb; get a fresh copy"))
    }
    delivered += count
    return count
  }

  /// Reads to the end.
  public consuming func readAll() throws(ReadFault) -> [UInt8] {
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try read(into: &buffer, from: 0)
      if count == 0 { return result }
      result.append(contentsOf: buffer[0..<count])
    }
  }
}

/// An open regular file, closed exactly once.
struct FileDescriptor: ~Copyable {
  private let number: Int32

  /// Opens a regular file; the path is raw bytes because a file name need not be valid UTF-8.
  init(path: [UInt8], name: String, followLinks: Bool = false) throws(ReadFault) {
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followLinks ? 0 : O_NOFOLLOW)
    let text = path.map { CChar(bitPattern: $0) } + [0]
    number = unsafe Glibc.open(text, flags)
    guard number >= 0 else {
      throw .damaged(Failure(.data, "cannot be opened: \(systemReason())", path: name))
    }
    var status = stat()
    guard unsafe fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .damaged(Failure(.data, "is not a regular file", path: name))
    }
  }

  deinit { _ = close(number) }

  func read(into buffer: inout [UInt8], from offset: Int, name: String) throws(ReadFault) -> Int {
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        let target = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[offset...])
        return unsafe Glibc.read(number, target.baseAddress, target.count)
      }
      if count >= 0 { return count }
      if errno != EINTR {
        throw .damaged(Failure(.data, "cannot be read: \(systemReason())", path: name))
      }
    }
  }
}

/// The text of `errno` in English, whatever the locale.
func systemReason(_ code: Int32 = errno) -> String {
  switch code {
  case ENOENT: "no such file or folder"
  case EACCES: "permission denied"
  case ELOOP: "it is a symbolic link or links form a loop"
  case ENAMETOOLONG: "its name is too long"
  case EISDIR: "it is a folder"
  case EMFILE, ENFILE: "too many open files"
  case EIO: "input/output error"
  case ENOTDIR: "a part of the path is not a folder"
  default: "system error \(code)"
  }
}
