//===- Activations.cpp - Functions of each element as modules ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/nn/Activations.h"
#include "frontend/nn/Check.h"
#include "frontend/nn/LayerText.h"
#include "frontend/tensor/Node.h"

namespace tenon::nn {

using detail::ModuleScope;
using frontend::fail;

// A module whose options are checked, and then its function and text: `text` is what LayerText goes on with.
#define TENON_CHECKED_ACTIVATION(Name, check, function, text)                                                          \
  Name##Impl::Name##Impl(const Name##Options &options) : options(options) { reset(); }                                 \
  void Name##Impl::reset() check                                                                                       \
  TENON_FORWARD(Name, function, text)
#define TENON_ACTIVATION(Name, function, text) TENON_CHECKED_ACTIVATION(Name, {}, function, text)
#define TENON_PLAIN_ACTIVATION(Name, function)                                                                         \
  Name##Impl::Name##Impl() = default;                                                                                  \
  void Name##Impl::reset() {}                                                                                          \
  TENON_FORWARD(Name, function, )
#define TENON_FORWARD(Name, function, text)                                                                            \
  Tensor Name##Impl::forward(const Tensor &input, SourceLocation here) {                                               \
    ModuleScope scope(*this);                                                                                          \
    return function;                                                                                                   \
  }                                                                                                                    \
  void Name##Impl::pretty_print(std::ostream &stream) const { LayerText(stream, *this) text; }

TENON_ACTIVATION(ELU, result(input, elu(input, options.alpha(), here), options.inplace(), here),
                 .with("alpha", options.alpha()).unless(false, "inplace", options.inplace()))
TENON_ACTIVATION(GELU, gelu(input, options.approximate(), here),
                 .unless(std::string("none"), "approximate", options.approximate()))
TENON_CHECKED_ACTIVATION(
    Hardtanh,
    {
      if (options.min_val() >= options.max_val())
        fail("Hardtanh", "max_val must be greater than min_val", SourceLocation::unknown());
    },
    result(input, hardtanh(input, options.min_val(), options.max_val(), here), options.inplace(), here),
    .with("min_val", options.min_val())
        .with("max_val", options.max_val())
        .unless(false, "inplace", options.inplace()))
TENON_ACTIVATION(LeakyReLU, result(input, leaky_relu(input, options.negative_slope(), here), options.inplace(), here),
                 .with("negative_slope", options.negative_slope()).unless(false, "inplace", options.inplace()))
TENON_ACTIVATION(ReLU, result(input, relu(input, here), options.inplace(), here),
                 .unless(false, "inplace", options.inplace()))
TENON_ACTIVATION(ReLU6, result(input, relu6(input, here), options.inplace(), here),
                 .unless(false, "inplace", options.inplace()))
TENON_ACTIVATION(Softmax, softmax(input, options.dim(), std::nullopt, here), .with("dim", options.dim()))
TENON_ACTIVATION(LogSoftmax, log_softmax(input, options.dim(), std::nullopt, here), .with("dim", options.dim()))
TENON_ACTIVATION(Softmin, softmax(neg(input, here), options.dim(), std::nullopt, here), .with("dim", options.dim()))
TENON_ACTIVATION(Softplus, softplus(input, options.beta(), options.threshold(), here),
                 .with("beta", options.beta()).with("threshold", options.threshold()))

TENON_PLAIN_ACTIVATION(Softmax2d, [&] {
  int64_t dims = input.dim(here);
  if (dims != 3 && dims != 4)
    fail("Softmax2d", "needs [N, C, H, W] or [C, H, W], got " + frontend::nodeOf(input, here)->describe(), here);
  return softmax(input, -3, std::nullopt, here);
}())
TENON_PLAIN_ACTIVATION(Tanh, tanh(input, here))
TENON_PLAIN_ACTIVATION(Sigmoid, sigmoid(input, here))
TENON_PLAIN_ACTIVATION(LogSigmoid, log_sigmoid(input, here))
TENON_PLAIN_ACTIVATION(SiLU, silu(input, here))
TENON_PLAIN_ACTIVATION(Mish, mish(input, here))
TENON_PLAIN_ACTIVATION(Hardsigmoid, hardsigmoid(input, here))
TENON_PLAIN_ACTIVATION(Hardswish, hardswish(input, here))
TENON_PLAIN_ACTIVATION(Softsign, div(input, Operand(add(abs(input, here), 1, 1, here), here), here))
TENON_PLAIN_ACTIVATION(Tanhshrink, sub(input, Operand(tanh(input, here), here), 1, here))

} // namespace tenon::nn
