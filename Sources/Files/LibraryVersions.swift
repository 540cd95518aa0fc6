import CDeflate
import CNetCDF
import CZip
internal import Foundation

/// The versions of what results may depend on, for the manifest.
public enum LibraryVersions {
  /// The C libraries' names and versions.
  public static var all: [String: String] {
    let netcdf = unsafe nc_inq_libvers().map { unsafe String(cString: $0) } ?? "unknown"
    let zip = unsafe zip_libzip_version().map { unsafe String(cString: $0) } ?? "unknown"
    // netCDF appends its build date, which says nothing about results.
    return [
      "netCDF": netcdf.split(separator: " ").first.map(String.init) ?? netcdf, "libzip": zip,
      "libdeflate": LIBDEFLATE_VERSION_STRING,
    ]
  }

  /// The widest vector instructions the processor offers: across kernels values agree within 1e-6, not in every bit.
  public static var cpuKernel: String {
    guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8),
      let flags = text.split(separator: "\n").first(where: { $0.hasPrefix("flags") })
    else { return "unknown" }
    let words = Set(flags.split(separator: " "))
    return ["avx512f", "avx2", "avx", "sse4_2"].first { words.contains(Substring($0)) } ?? "baseline"
  }
}
