#pragma once
#include <netcdf.h>
#include <H5Epublic.h>
#include <H5public.h>

/// HDF5 keeps its "print error stacks" setting per thread and netCDF-C switches it off only on the thread that
/// initialised it; Swift tasks run elsewhere. Called under the lock before each netCDF call.
static inline void cnetcdf_silence_hdf5(void) { H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }

/// Keeps HDF5 from tidying up at the end of the process: after a write that failed (disk full) it would try to
/// write again and crash. Called once, before anything else of HDF5. Every file is closed by its owner.
static inline void cnetcdf_no_exit_handler(void) { (void)H5dont_atexit(); }

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
