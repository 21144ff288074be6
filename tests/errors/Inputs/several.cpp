// Models that are right and wrong in ways that the driver tells apart.

#include <tenon/tenon.h>

using namespace tenon;

namespace {

// The value of a traced tensor decides about the graph, which a graph cannot hold.
Tensor branches(const Tensor &x) {
  if (x.item<float>() > 1)
    return x;
  return x + 1;
}

} // namespace

TENON_MODEL(encoder, nn::Linear(4, 3), {input("x", kFloat32, {Dim("batch"), 4})});
TENON_MODEL(decoder, nn::Linear(3, 4), {input("x", kFloat32, {Dim("batch"), 3})});
TENON_MODEL(branching, [](const Tensor &x) { return branches(x); }, {input("x", kFloat32, {4})});
