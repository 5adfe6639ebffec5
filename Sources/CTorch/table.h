// The shim's one symbol: a table of its functions.
#ifndef TABLE_H
#define TABLE_H
#include "include/CTorch.h"

typedef struct {
  uint32_t abi, size;
#define CT_FUNCTION(result, name, parameters, arguments) result (*_Nonnull name) parameters;
#include "functions.h"
} shim_table;

#endif
