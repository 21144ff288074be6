#include <tenon/tenon.h>

tenon::Tensor absent(const tenon::Tensor &x);

TENON_MODEL(net, [](const tenon::Tensor &x) { return absent(x); }, {tenon::input("x", tenon::kFloat32, {4})});
