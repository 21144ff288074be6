//===- Dropout.cpp - Modules that drop at random in training ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/nn/Dropout.h"
#include "frontend/nn/Check.h"
#include "frontend/nn/LayerText.h"
#include "frontend/tensor/Node.h"

namespace tenon::nn {

using detail::ModuleScope;

static void checkProbability(const char *module, double p) {
  if (!(p >= 0 && p <= 1))
    frontend::fail(module, "the probability is " + std::to_string(p) + ", expected one of 0 to 1",
                   SourceLocation::unknown());
}

#define TENON_DROPOUT(Name, function)                                                                                  \
  Name##Impl::Name##Impl(const DropoutOptions &options) : options(options) { reset(); }                                \
  void Name##Impl::reset() { checkProbability(#Name, options.p()); }                                                   \
  Tensor Name##Impl::forward(const Tensor &input, SourceLocation here) {                                               \
    ModuleScope scope(*this);                                                                                          \
    bool drops = is_training() && options.p() > 0;                                                                     \
    return result(input, function(input, options.p(), is_training(), here), options.inplace() && drops, here);         \
  }                                                                                                                    \
  void Name##Impl::pretty_print(std::ostream &stream) const {                                                          \
    LayerText(stream, *this).with("p", options.p()).unless(false, "inplace", options.inplace());                       \
  }
TENON_DROPOUT(Dropout, dropout)
TENON_DROPOUT(Dropout2d, feature_dropout)
TENON_DROPOUT(Dropout3d, feature_dropout)
TENON_DROPOUT(AlphaDropout, alpha_dropout)
TENON_DROPOUT(FeatureAlphaDropout, feature_alpha_dropout)

} // namespace tenon::nn
