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
