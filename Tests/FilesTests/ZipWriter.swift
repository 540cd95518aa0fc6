/// Makes zip files byte by byte, honest or hostile; members are stored, or given already deflated.
struct ZipWriter {
  struct Member {
    var name: String
    var bytes: [UInt8]
    /// What the directory says of the unpacked size; nil for the truth.
    var declaredSize: Int?
    /// The checksum written; nil for the truth.
    var crc: UInt32?
    /// Bytes in the file in place of `bytes`, with their compression method.
    var packed: (bytes: [UInt8], method: UInt16)?
    var flags: UInt16 = 0

    init(_ name: String, _ bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }

    init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }
  }

  static func zip(_ members: [Member]) -> [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      let data = member.packed?.bytes ?? member.bytes
      var shared: [UInt8] = []
      shared +=
        little(20, 2) + little(UInt64(member.flags), 2) + little(UInt64(member.packed?.method ?? 0), 2)
      shared += little(0, 2) + little(0x5A21, 2)
      shared += little(UInt64(member.crc ?? crc32(member.bytes)), 4) + little(UInt64(data.count), 4)
      shared += little(UInt64(member.declaredSize ?? member.bytes.count), 4)
      shared += little(UInt64(member.name.utf8.count), 2) + little(0, 2)
      let offset = file.count
      file += [0x50, 0x4b, 3, 4] + shared + Array(member.name.utf8) + data
      directory += [0x50, 0x4b, 1, 2] + little(20, 2) + shared + little(0, 2) + little(0, 2) + little(0, 2)
      directory += little(0, 4) + little(UInt64(offset), 4) + Array(member.name.utf8)
    }
    let count = UInt64(members.count)
    return file + directory + [0x50, 0x4b, 5, 6] + little(0, 4) + little(count, 2) + little(count, 2)
      + little(UInt64(directory.count), 4) + little(UInt64(file.count), 4) + little(0, 2)
  }

  /// A deflate stream of one byte repeated `1 + 258 * repeats` times: a bomb made by hand.
  ///
  /// One block of fixed Huffman codes: the byte, then matches of length 258 (code 285, 8 bits 11000101) at
  /// distance 1 (code 0, 5 bits 00000), then the end of block (7 zero bits).
  static func bomb(_ byte: UInt8, repeats: Int) -> [UInt8] {
    precondition(byte < 144, "literals of eight bits")
    var bits: [UInt8] = [1, 1, 0]
    func code(_ value: Int, _ width: Int) -> [UInt8] { (0..<width).reversed().map { UInt8(value >> $0 & 1) } }
    bits += code(0x30 + Int(byte), 8)
    for _ in 0..<repeats { bits += code(0b1100_0101, 8) + code(0, 5) }
    bits += code(0, 7)
    return stride(from: 0, to: bits.count, by: 8).map { start in
      (start..<min(start + 8, bits.count)).reduce(0) { $0 | bits[$1] << UInt8($1 - start) }
    }
  }

  private static func little(_ value: UInt64, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
  }

  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xffff_ffff
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
