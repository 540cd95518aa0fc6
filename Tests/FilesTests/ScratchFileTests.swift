import Files
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct ScratchFileTests {
  @Test func numbersComeBackAndNoNameIsLeft() throws {
    let folder = try ScratchFolder()
    let file = try ScratchFile(in: folder.url.path)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    try file.write([1.5, -2.5, .infinity], at: 0)
    try file.write([Int64.min, 7], at: 24)
    #expect(try file.read(0.0, count: 2, at: 8) == [-2.5, .infinity])
    #expect(try file.read(Int64(0), count: 2, at: 24) == [Int64.min, 7])
    #expect(try file.read(UInt8(0), count: 0, at: 9999) == [])
    #expect(throws: Failure.self) { try file.read(UInt8(0), count: 1, at: 40) }
    let refused = #expect(throws: Failure.self) { try ScratchFile(in: "/proc/none") }
    #expect(refused?.exitCode == 3)
  }

  /// FIELD row 43: a disk that is full (here: a file-size limit) is a failure with the reason.
  @Test func field43AFullDiskIsAFailure() async {
    await #expect(processExitsWith: .success) {
      let folder = try ScratchFolder()
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 10_000, rlim_max: 10_000)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      let file = try ScratchFile(in: folder.url.path)
      var failed = false
      do {
        try file.write([Double](repeating: 1, count: 2000), at: 0)
      } catch {
        let full = error as? Failure
        failed = full?.exitCode == 3 && full?.advice != nil && full?.path == folder.url.path
      }
      exit(failed ? EXIT_SUCCESS : EXIT_FAILURE)
    }
  }
}
