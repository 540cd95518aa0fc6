internal import CZip
import Synchronization

/// A zip file read in place through libzip: a list of members, and a stream of bytes for each.
///
/// libzip's handles are not thread-safe, so every open stream borrows a handle of its own from a pool;
/// several threads may read at once. Nothing is ever written to disk.
public final class ZipArchive: Sendable {
  /// One file of the archive, as its directory declares it.
  public struct Member: Hashable, Sendable {
    /// The name as stored, with `/` between folders.
    public var name: String
    /// The position in the archive's directory.
    public var index: UInt64
    /// The declared unpacked size in bytes.
    public var size: UInt64
    /// The declared checksum.
    public var crc: UInt32
    /// Whether a password would be needed.
    public var isEncrypted: Bool
  }

  /// The archive's path as given.
  public let path: String
  /// The files, in directory order; folders are left out.
  public let members: [Member]
  private let limits: ReadLimits
  private let idle: Mutex<[ZipHandle]>

  /// Opens a zip file and checks its directory.
  ///
  /// - Throws: a data failure when it is not a complete zip, a member's name leaves the archive (`../x`,
  ///   `/x`, `C:\x`), or the declared sizes pass the limits.
  public init(path: String, limits: ReadLimits = ReadLimits()) throws(Failure) {
    let handle = try ZipHandle(path: path)
    let members = try handle.members(limits: limits)
    self.path = path
    self.members = members
    self.limits = limits
    idle = Mutex([handle])
  }

  /// A stream of a member's unpacked bytes; it delivers at most the declared size.
  public func open(_ member: Member) throws(ReadFault) -> ByteStream {
    let name = path + "/" + member.name
    let handle = try borrow()
    let stream = try ZipMemberStream(member: member, handle: handle, owner: self, name: name)
    return ByteStream(.member(stream), limit: Int(clamping: member.size), path: name)
  }

  private func borrow() throws(ReadFault) -> ZipHandle {
    if let handle = idle.withLock({ $0.popLast() }) { return handle }
    do { return try ZipHandle(path: path) } catch { throw .refused(error) }
  }

  func giveBack(_ handle: ZipHandle) { idle.withLock { $0.append(handle) } }
}

/// One libzip handle, used by one thread at a time: whoever took it out of the pool.
@safe final class ZipHandle: @unchecked Sendable {
  let archive: OpaquePointer
  private let path: String

  init(path: String) throws(Failure) {
    self.path = path
    var code: Int32 = 0
    guard !path.utf8.contains(0), let opened = unsafe zip_open(path, ZIP_RDONLY, &code) else {
      throw ZipHandle.failure(code, path: path)
    }
    unsafe archive = opened
  }

  deinit { unsafe zip_discard(archive) }

  private static func failure(_ code: Int32, path: String) -> Failure {
    switch code {
    case ZIP_ER_NOZIP, ZIP_ER_INCONS, ZIP_ER_EOF, ZIP_ER_READ, ZIP_ER_SEEK:
      Failure(
        .data, "is not a complete zip", path: path,
        advice: "The file may have been cut while it was downloaded or copied; fetch it again")
    case ZIP_ER_MULTIDISK:
      Failure(.data, "is one part of a zip in several parts", path: path, advice: "Join the parts first")
    case ZIP_ER_NOENT: Failure(.data, "does not exist", path: path)
    default: Failure(.data, "cannot be opened as a zip (\(reason(code)))", path: path)
    }
  }

  static func reason(_ code: Int32) -> String {
    var error = unsafe zip_error_t()
    unsafe zip_error_init_with_code(&error, code)
    defer { unsafe zip_error_fini(&error) }
    guard let text = unsafe zip_error_strerror(&error) else { return "libzip error \(code)" }
    return unsafe String(cString: text)
  }

  func members(limits: ReadLimits) throws(Failure) -> [ZipArchive.Member] {
    let count = unsafe zip_get_num_entries(archive, 0)
    guard count >= 0, Int(count) <= limits.files else {
      throw Failure(.data, "holds \(count) members, more than the \(limits.files) allowed", path: path)
    }
    var result: [ZipArchive.Member] = []
    var total: UInt64 = 0
    for index in 0..<zip_uint64_t(count) {
      var status = unsafe zip_stat_t()
      guard unsafe zip_stat_index(archive, index, 0, &status) == 0, let text = unsafe status.name else {
        throw Failure(.data, "is not a complete zip (member \(index) has no entry)", path: path)
      }
      let name = unsafe String(cString: text)
      try ZipHandle.checkName(name, path: path)
      if name.hasSuffix("/") { continue }
      let size = unsafe status.size
      total = total.addingReportingOverflow(size).overflow ? .max : total + size
      guard size <= limits.bytesPerFile, total <= limits.bytesInAll else {
        throw Failure(
          .data, "member \(name) brings the unpacked size to \(total) bytes, more than the byte budget",
          path: path,
          advice: "It may be a decompression bomb; if it is not, split the archive or unpack it into a folder"
        )
      }
      result.append(
        ZipArchive.Member(
          name: name, index: index, size: size, crc: unsafe status.crc,
          isEncrypted: unsafe status.encryption_method != ZIP_EM_NONE))
    }
    return result
  }

  /// Refuses names that would leave the archive's folder if someone unpacked it.
  private static func checkName(_ name: String, path: String) throws(Failure) {
    let parts = name.utf8.split(omittingEmptySubsequences: false) { $0 == 0x2f || $0 == 0x5c }
    let first = Array(name.utf8.prefix(2))
    let isDrive = first.count == 2 && first[1] == 0x3a && (0x61...0x7a).contains(first[0] | 0x20)
    let climbs = parts.contains { $0.elementsEqual("..".utf8) }
    guard parts.first?.isEmpty == false, !isDrive, !climbs else {
      throw Failure(
        .data, "member `\(name)` points outside the archive", path: path,
        advice: "Such an archive is unsafe to unpack anywhere; get it from its producer again")
    }
  }
}

/// One member being read; it owns its handle until it ends its life.
@safe struct ZipMemberStream: ~Copyable {
  private let handle: ZipHandle
  private let owner: ZipArchive
  private let file: OpaquePointer

  init(
    member: ZipArchive.Member, handle: ZipHandle, owner: ZipArchive, name: String
  ) throws(ReadFault) {
    var status = unsafe zip_stat_t()
    guard unsafe zip_stat_index(handle.archive, member.index, 0, &status) == 0,
      unsafe status.size == member.size, unsafe status.crc == member.crc
    else {
      throw .refused(
        Failure(.data, "changed while it was being read", path: owner.path, advice: "Start again"))
    }
    guard let opened = unsafe zip_fopen_index(handle.archive, member.index, 0) else {
      let code = unsafe zip_error_code_zip(zip_get_error(handle.archive))
      owner.giveBack(handle)
      throw ZipMemberStream.damage(code, name: name)
    }
    unsafe file = opened
    self.handle = handle
    self.owner = owner
  }

  deinit {
    _ = unsafe zip_fclose(file)
    owner.giveBack(handle)
  }

  private static func damage(_ code: Int32, name: String) -> ReadFault {
    let reason =
      switch code {
      case ZIP_ER_CRC: "is damaged in the archive: CRC error"
      case ZIP_ER_ENCRNOTSUPP, ZIP_ER_NOPASSWD, ZIP_ER_WRONGPASSWD: "is encrypted"
      case ZIP_ER_COMPNOTSUPP: "is compressed by a method that cannot be read"
      default: "is damaged in the archive: \(ZipHandle.reason(code))"
      }
    return .damaged(Failure(.data, reason, path: name))
  }

  func read(into buffer: inout [UInt8], from offset: Int, name: String) throws(ReadFault) -> Int {
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      let target = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[offset...])
      return unsafe zip_fread(file, target.baseAddress, zip_uint64_t(target.count))
    }
    if count < 0 {
      let code = unsafe zip_error_code_zip(zip_file_get_error(file))
      throw ZipMemberStream.damage(code, name: name)
    }
    return Int(count)
  }
}
