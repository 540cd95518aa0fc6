import CNetCDF

/// The one door to netCDF-C: a process-wide lock, HDF5's own error printing switched off, statuses turned into
/// located failures.
///
/// netCDF-C is not thread-safe, so every call, `nc_close` included, happens inside `exclusively`. Calls must
/// not nest.
enum NetCDFLibrary {
  private static let lock: SleepingLock<OpenNetCDFFiles> = {
    cnetcdf_no_exit_handler()
    cnetcdf_keep_memory()
    return SleepingLock(OpenNetCDFFiles())
  }()

  /// Runs `body` while no other thread is inside netCDF-C.
  static func exclusively<Result: Sendable>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try lock.withLock { _ throws(Failure) -> Result in
      cnetcdf_silence_hdf5()
      return try body()
    }
  }

  /// Runs `body` with the list of open files while no other thread is inside netCDF-C.
  static func withOpenFiles<Result: Sendable>(
    _ body: (inout OpenNetCDFFiles) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try lock.withLock { files throws(Failure) -> Result in
      cnetcdf_silence_hdf5()
      return try body(&files)
    }
  }

  /// Throws a failure that says what was attempted where a netCDF status is not zero.
  static func check(
    _ status: Int32, _ operation: @autoclosure () -> String, path: String, isWriting: Bool = false
  ) throws(Failure) {
    if status == NC_NOERR { return }
    var failure = failure(status, operation(), path: path)
    if isWriting, status == NC_EHDFERR {
      failure.advice = "The disk may be full, or the file larger than allowed"
    }
    throw failure
  }

  /// The failure for a netCDF status; the advice depends on the status.
  static func failure(_ status: Int32, _ operation: String, path: String) -> Failure {
    let message = unsafe nc_strerror(status).map { unsafe String(cString: $0) } ?? "unknown error"
    let advice: String? =
      switch status {
      case NC_ENOTNC, NC_EHDFERR: "The file may be damaged, cut short, or not a netCDF file"
      case NC_ENOMEM: "The file asks for more memory than there is"
      default: nil
      }
    return Failure(
      .data, "\(operation) failed: \(message) (netCDF status \(status))", path: path, advice: advice)
  }

  /// The versions of the linked libraries, for the run record: `4.9.0 of …`.
  static var version: String {
    (try? exclusively { unsafe String(cString: nc_inq_libvers()) }) ?? ""
  }
}
