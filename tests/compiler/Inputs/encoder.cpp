#include <tenon/tenon.h>

using namespace tenon;

struct LayerImpl : nn::Module {
  nn::Linear fc = register_module("fc", nn::Linear(4, 4));

  Tensor forward(const Tensor &x) {
    Tensor y = fc->forward(x).softmax(-1);
    return cond(y.max() > 0.5,
                [&] { return fc->forward(y); },
                [&] { return loop(3, y, [&](const Tensor &z) { return z.exp(); }); });
  }
};
TENON_MODULE(Layer);

struct EncoderImpl : nn::Module {
  nn::ModuleList layer = register_module("layer", nn::ModuleList(Layer(), Layer()));

  Tensor forward(Tensor x) {
    for (const auto &each : *layer)
      x = each->as<LayerImpl>()->forward(x);
    return x;
  }
};
TENON_MODULE(Encoder);

struct NetImpl : nn::Module {
  Encoder encoder = register_module("encoder", Encoder());
  Layer head = register_module("head", Layer());

  Tensor forward(const Tensor &x) { return head->forward(encoder->forward(x)).abs(); }
};
TENON_MODULE(Net);

TENON_MODEL(net, Net(), {input("x", kFloat32, {Dim("batch"), 4})});
