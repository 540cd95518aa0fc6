import Files
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct NetCDFDiskTests {
  /// FIELD row 43: a disk that is full (here: a file-size limit) leaves the old file as it was.
  @Test func field43AFullDiskLeavesTheOldFile() async {
    await #expect(processExitsWith: .success) {
      let folder = try ScratchFolder()
      let path = folder.path("a.nc")
      try Data("old".utf8).write(to: URL(filePath: path))
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 100_000, rlim_max: 100_000)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      var failed = false
      do {
        let writer = try NetCDFWriter(writing: path)
        let x = try writer.dimension("x", length: 1_000_000)
        let value = try writer.variable("v", .double, [x], storage: .init(deflate: 0))
        try writer.write(.double((0..<1_000_000).map { Double($0).squareRoot() }), to: value)
        try writer.finish()
      } catch {
        failed = (error as? Failure)?.exitCode == 3
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
      let content = try String(contentsOf: URL(filePath: path), encoding: .utf8)
      exit(failed && left == ["a.nc"] && content == "old" ? EXIT_SUCCESS : EXIT_FAILURE)
    }
  }
}
