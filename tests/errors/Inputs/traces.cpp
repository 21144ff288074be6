#include <tenon/tenon.h>

using namespace tenon;

struct TruthImpl : nn::Module {
  Tensor forward(const Tensor &x) {
    if (x.sum() > 0)
      return x;
    return -x;
  }
};
TENON_MODULE(Truth);

struct BranchImpl : nn::Module {
  nn::Linear wide = register_module("wide", nn::Linear(4, 8));

  Tensor forward(const Tensor &x) {
    return cond(x.sum() > 0, [&] { return wide(x); }, [&] { return x; });
  }
};
TENON_MODULE(Branch);

struct BlockImpl : nn::Module {
  Tensor forward(const Tensor &x) { return x.matmul(ones({5, 2})); }
};
TENON_MODULE(Block);

struct ShapesImpl : nn::Module {
  Block block = register_module("block", Block());

  Tensor forward(const Tensor &x) { return block->forward(x.size(0) > 3 ? x : -x); }
};
TENON_MODULE(Shapes);

TENON_MODEL(truth, Truth(), {input("x", kFloat32, {Dim("batch"), 4})});
TENON_MODEL(branch, Branch(), {input("x", kFloat32, {Dim("batch"), 4})});
TENON_MODEL(symbolic, Shapes(), {input("x", kFloat32, {Dim("batch"), 4})});
TENON_MODEL(known, Shapes(), {input("x", kFloat32, {2, 4})});
