#pragma once
#include <netcdf.h>
#include <hdf5.h>

/// HDF5 keeps its "print error stacks" setting per thread and netCDF-C switches it off only on the thread that
/// initialised it; Swift tasks run elsewhere. Called under the lock before each netCDF call.
static inline void cnetcdf_silence_hdf5(void) { H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }

/// Keeps HDF5 from tidying up at the end of the process: after a write that failed (disk full) it would try to
/// write again and crash. Called once, before anything else of HDF5. Every file is closed by its owner.
static inline void cnetcdf_no_exit_handler(void) { (void)H5dont_atexit(); }

/// What `nc_create` is told so that variables name their dimensions by netCDF-4's own attribute alone, without HDF5's
/// lists of references: half of the time that a small file takes. Nothing before netCDF 4.9.
static inline int cnetcdf_unlinked_dimensions(void) {
#if defined(NC_NODIMSCALE_ATTACH)
  return NC_NODIMSCALE_ATTACH;
#else
  return 0;
#endif
}

#if defined(__GLIBC__)
#include <malloc.h>
#endif

/// Keeps the memory of what was read for what is read next. Maps are read and dropped by the thousand, and glibc
/// would hand each one's memory back to the system and fetch it again page by page, which costs as much as inflating
/// them (docs/benchmarks.md).
static inline void cnetcdf_keep_memory(void) {
#if defined(__GLIBC__)
  (void)mallopt(M_MMAP_THRESHOLD, 32 << 20);
  (void)mallopt(M_TRIM_THRESHOLD, 128 << 20);
#endif
}

#if defined(__linux__)
extern int syncfs(int descriptor);
#else
#include <unistd.h>
#endif

/// Flushes the file system of an open file to disk: what thousands of small files need once instead of one by one.
/// Negative with `errno` where it cannot.
static inline int cnetcdf_flush_filesystem(int descriptor) {
#if defined(__linux__)
  return syncfs(descriptor);
#else
  sync();
  return 0;
#endif
}

/// Opens a file for reading beside netCDF-C, which has it open: HDF5 wants both to close files in the same way.
/// Negative where it cannot.
static inline hid_t cnetcdf_open_hdf5(const char *path) {
  const H5F_close_degree_t degrees[] = {H5F_CLOSE_STRONG, H5F_CLOSE_SEMI, H5F_CLOSE_WEAK};
  hid_t file = -1;
  for (int i = 0; i < 3 && file < 0; i++) {
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    if (access < 0) return -1;
    if (H5Pset_fclose_degree(access, degrees[i]) >= 0) file = H5Fopen(path, H5F_ACC_RDONLY, access);
    H5Pclose(access);
  }
  return file;
}

/// Whether a dataset stores numbers just as a netCDF type lies in this machine's memory.
static inline int cnetcdf_stores(hid_t dataset, nc_type type) {
  hid_t memory = -1;
  switch (type) {
  case NC_BYTE: memory = H5T_NATIVE_SCHAR; break;
  case NC_UBYTE: memory = H5T_NATIVE_UCHAR; break;
  case NC_SHORT: memory = H5T_NATIVE_SHORT; break;
  case NC_USHORT: memory = H5T_NATIVE_USHORT; break;
  case NC_INT: memory = H5T_NATIVE_INT; break;
  case NC_UINT: memory = H5T_NATIVE_UINT; break;
  case NC_INT64: memory = H5T_NATIVE_LLONG; break;
  case NC_UINT64: memory = H5T_NATIVE_ULLONG; break;
  case NC_FLOAT: memory = H5T_NATIVE_FLOAT; break;
  case NC_DOUBLE: memory = H5T_NATIVE_DOUBLE; break;
  default: return 0;
  }
  hid_t stored = H5Dget_type(dataset);
  if (stored < 0) return 0;
  htri_t equal = H5Tequal(stored, memory);
  H5Tclose(stored);
  return equal > 0;
}
