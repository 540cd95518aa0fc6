internal import Files
internal import Foundation

/// The versions of the libraries that results may depend on, for the manifest.
enum LibraryVersions {
  static var all: [String: String] {
    ["netCDF": NetCDFLibrary.version, "libzip": ZipArchive.libraryVersion]
  }

  /// The widest vector instructions the processor offers: across kernels values agree within 1e-6, not in every bit.
  static var cpuKernel: String {
    guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8),
      let flags = text.split(separator: "\n").first(where: { $0.hasPrefix("flags") })
    else { return "unknown" }
    let words = Set(flags.split(separator: " "))
    return ["avx512f", "avx2", "avx", "sse4_2"].first { words.contains(Substring($0)) } ?? "baseline"
  }
}
