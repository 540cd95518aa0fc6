#pragma once
#include <netcdf.h>
#include <H5Epublic.h>

/// HDF5 keeps its "print error stacks" setting per thread and netCDF-C switches it off only on the thread that
/// initialised it; Swift tasks run elsewhere. Called under the lock before each netCDF call.
static inline void cnetcdf_silence_hdf5(void) { H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }
