//===- Losses.h - How far results are from what they should be ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_OPS_LOSSES_H
#define TENON_OPS_LOSSES_H

#include "tenon/Operands.h"

namespace tenon {

/// What becomes of the losses of the elements.
namespace Reduction {
enum Reduction { None, Mean, Sum };
} // namespace Reduction

// `reduction` is one of these; a mean where weights count is divided by their
// sum. Throws where sizes do not fit.

/// (self - target)^2.
TENON_API Tensor mse_loss(const Tensor &self, const Tensor &target, int64_t reduction = Reduction::Mean, TENON_HERE);
/// |self - target|.
TENON_API Tensor l1_loss(const Tensor &self, const Tensor &target, int64_t reduction = Reduction::Mean, TENON_HERE);
/// Half the square of the difference over beta where that is below beta, else the difference - beta / 2.
TENON_API Tensor smooth_l1_loss(const Tensor &self, const Tensor &target, int64_t reduction = Reduction::Mean,
                                double beta = 1.0, TENON_HERE);
/// Half the square of the difference where that is below delta, else delta * (the difference - delta / 2).
TENON_API Tensor huber_loss(const Tensor &self, const Tensor &target, int64_t reduction = Reduction::Mean,
                            double delta = 1.0, TENON_HERE);
/// log(1 + exp(-target * self)), for targets of 1 and -1.
TENON_API Tensor soft_margin_loss(const Tensor &self, const Tensor &target, int64_t reduction = Reduction::Mean,
                                  TENON_HERE);
/// self where the target is 1, max(0, margin - self) where it is -1.
TENON_API Tensor hinge_embedding_loss(const Tensor &self, const Tensor &target, double margin = 1.0,
                                      int64_t reduction = Reduction::Mean, TENON_HERE);
/// max(0, -target * (input1 - input2) + margin).
TENON_API Tensor margin_ranking_loss(const Tensor &input1, const Tensor &input2, const Tensor &target,
                                     double margin = 0.0, int64_t reduction = Reduction::Mean, TENON_HERE);
/// 1 - cos(input1, input2) where the target is 1, max(0, cos - margin) where it is -1.
TENON_API Tensor cosine_embedding_loss(const Tensor &input1, const Tensor &input2, const Tensor &target,
                                       double margin = 0.0, int64_t reduction = Reduction::Mean, TENON_HERE);
/// max(0, |anchor - positive| - |anchor - negative| + margin); with `swap` the nearer of anchor and positive counts.
TENON_API Tensor triplet_margin_loss(const Tensor &anchor, const Tensor &positive, const Tensor &negative,
                                     double margin = 1.0, double p = 2, double eps = 1e-6, bool swap = false,
                                     int64_t reduction = Reduction::Mean, TENON_HERE);
/// The sum over other classes j of max(0, margin - x[y] + x[j])^p, over their number; x [N, C], y [N].
TENON_API Tensor multi_margin_loss(const Tensor &self, const Tensor &target, const Scalar &p = 1,
                                   const Scalar &margin = 1, const OptionalTensor &weight = {},
                                   int64_t reduction = Reduction::Mean, TENON_HERE);
/// The sum of max(0, 1 - x[y] + x[i]) over the classes y that the target names and those i that it does not, over
/// their number. A target has the sizes of self, [N, C] or [C]: classes, and after the last one -1.
TENON_API Tensor multilabel_margin_loss(const Tensor &self, const Tensor &target, int64_t reduction = Reduction::Mean,
                                        TENON_HERE);
/// target * (log(target) - self), for self a logarithm; target, too, with `log_target`.
TENON_API Tensor kl_div(const Tensor &self, const Tensor &target, int64_t reduction = Reduction::Mean,
                        bool log_target = false, TENON_HERE);
/// exp(input) - target * input, with `log_input`; else input - target * log(input + eps). `full` adds Stirling's
/// approximation of log(target!).
TENON_API Tensor poisson_nll_loss(const Tensor &input, const Tensor &target, bool log_input, bool full, double eps,
                                  int64_t reduction, TENON_HERE);
/// -(target * log(self) + (1 - target) * log(1 - self)), the logarithms at least -100.
TENON_API Tensor binary_cross_entropy(const Tensor &self, const Tensor &target, const OptionalTensor &weight = {},
                                      int64_t reduction = Reduction::Mean, TENON_HERE);
/// The same of sigmoid(self), without overflow; pos_weight multiplies what positive targets add.
TENON_API Tensor binary_cross_entropy_with_logits(const Tensor &self, const Tensor &target,
                                                  const OptionalTensor &weight = {},
                                                  const OptionalTensor &pos_weight = {},
                                                  int64_t reduction = Reduction::Mean, TENON_HERE);
/// -weight[y] * x[y] for log-probabilities x [N, C, ..] and classes y [N, ..]; 0 for the class ignore_index.
TENON_API Tensor nll_loss(const Tensor &self, const Tensor &target, const OptionalTensor &weight = {},
                          int64_t reduction = Reduction::Mean, const Size &ignore_index = -100, TENON_HERE);
TENON_API Tensor nll_loss_nd(const Tensor &self, const Tensor &target, const OptionalTensor &weight = {},
                             int64_t reduction = Reduction::Mean, const Size &ignore_index = -100, TENON_HERE);
TENON_API Tensor nll_loss2d(const Tensor &self, const Tensor &target, const OptionalTensor &weight = {},
                            int64_t reduction = Reduction::Mean, const Size &ignore_index = -100, TENON_HERE);
/// nll_loss of log_softmax(self) for classes, or -sum(target * log_softmax(self)) for probabilities of self's sizes.
/// label_smoothing mixes the target with a uniform distribution.
TENON_API Tensor cross_entropy_loss(const Tensor &self, const Tensor &target, const OptionalTensor &weight = {},
                                    int64_t reduction = Reduction::Mean, const Size &ignore_index = -100,
                                    double label_smoothing = 0.0, TENON_HERE);

} // namespace tenon

#endif
