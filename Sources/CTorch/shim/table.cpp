#include "../table.h"

extern "C" {
extern const shim_table shim_functions;
__attribute__((visibility("default"))) const shim_table shim_functions = {
    CT_ABI, sizeof(shim_table),
#define CT_FUNCTION(result, name, parameters, arguments) name,
#include "../functions.h"
};
}
