import CNetCDF

/// The files open for reading in this process, each opened once however many readers it has.
///
/// HDF5 1.10 keeps one structure per file and lets the fill values of string variables point at the first opener:
/// when that one closes, the next look at such a variable through a second opener reads freed memory.
struct OpenNetCDFFiles: Sendable {
  /// A file by device and inode, which stay taken while it is open.
  struct Key: Hashable, Sendable {
    var device: UInt64
    var inode: UInt64
  }

  /// The structure of an open file.
  struct Structure: Sendable {
    var id: Int32
    var groups: [NetCDFGroup]
    var variables: [NetCDFVariable]
    var format: String
  }

  private struct Entry {
    var structure: Structure
    var location: String
    var readers: Int
    /// The file as HDF5 itself has it open; nil until its stored chunks are asked for.
    var hdf5: hid_t?
  }
  private var entries: [Key: Entry] = [:]

  /// Adds a reader to a file, opening it for the first one.
  mutating func open(_ key: Key, location: String, path: String) throws(Failure) -> Structure {
    if let entry = entries[key] {
      entries[key]?.readers += 1
      return entry.structure
    }
    var id: Int32 = -1
    try NetCDFLibrary.check(unsafe nc_open(location, NC_NOWRITE, &id), "opening", path: path)
    do throws(Failure) {
      var scan = NetCDFScan(file: id, path: path)
      try scan.run()
      let structure = Structure(id: id, groups: scan.groups, variables: scan.variables, format: scan.format)
      entries[key] = Entry(structure: structure, location: location, readers: 1)
      return structure
    } catch {
      _ = nc_close(id)
      throw error
    }
  }

  /// Takes a reader away from a file, closing it after the last one.
  mutating func close(_ key: Key) {
    guard let entry = entries[key] else { return }
    if entry.readers > 1 {
      entries[key]?.readers -= 1
      return
    }
    entries[key] = nil
    if let hdf5 = entry.hdf5, hdf5 >= 0 { _ = H5Fclose(hdf5) }
    // A file opened for reading has nothing to flush: a failing close loses no data.
    _ = nc_close(entry.structure.id)
  }

  /// An open file as HDF5 itself sees it; nil where HDF5 does not open it beside netCDF-C.
  mutating func hdf5(_ key: Key) -> hid_t? {
    guard let entry = entries[key] else { return nil }
    let file = unsafe entry.hdf5 ?? cnetcdf_open_hdf5(entry.location)
    entries[key]?.hdf5 = file
    return file >= 0 ? file : nil
  }
}
