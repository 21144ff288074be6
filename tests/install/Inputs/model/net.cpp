#include "factor.h"
#include <tenon/tenon.h>

using namespace tenon;

TENON_MODEL(net, [](const Tensor &x) { return x * factor; }, {input("x", kFloat32, {Dim("n")})});
TENON_MODEL(shifted, [](const Tensor &x) { return x + 1; }, {input("x", kFloat32, {Dim("n")})});
