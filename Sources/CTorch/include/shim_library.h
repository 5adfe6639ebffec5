// Opening the shim.
#ifndef SHIM_LIBRARY_H
#define SHIM_LIBRARY_H
#ifdef __cplusplus
extern "C" {
#endif

/// What tells the shim of these headers and sources from every other.
const char *_Nonnull shim_key(void);
/// Opens the shim at `path`, to which all calls go from now on. Returns null, or why it is not the one.
const char *_Nullable shim_open(const char *_Nonnull path);
/// The file that this code was linked into, or null.
const char *_Nullable shim_program(void);
/// Written in Swift: opens a shim, or ends the program. The first call of a function of the shim calls it.
void shim_first_use(void);

#ifdef __cplusplus
}
#endif
#endif
