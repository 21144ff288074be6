//===- Losses.cpp - How far results are from what they should be ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Formula.h"
#include <numbers>

namespace tenon {

using namespace frontend;

namespace {

Tensor reduced(const char *op, const Term &losses, int64_t reduction, SourceLocation here) {
  switch (reduction) {
  case Reduction::None:
    return losses;
  case Reduction::Mean:
    return mean(losses);
  case Reduction::Sum:
    return sum(losses);
  default:
    fail(op, "the reduction is " + std::to_string(reduction) + ", expected Reduction::None, Mean or Sum", here);
  }
}

/// A loss of two tensors by its formula; 16-bit floats are rounded once.
template <typename F>
Tensor loss(const char *op, const Tensor &a, const Tensor &b, int64_t reduction, SourceLocation here, F formula) {
  Operand x(a, here), y(b, here);
  broadcastSizes(nodeOf(a, here)->sizes, nodeOf(b, here)->sizes, op, here);
  if (!isFloatingType(resultType({&x, &y}, here)))
    fail(op, "needs floats, got " + nodeOf(a, here)->describe() + " and " + nodeOf(b, here)->describe(), here);
  return byFormula(x, y, here, [&](Term x, Term y) { return Term(reduced(op, formula(x, y), reduction, here), here); });
}

} // namespace

Tensor mse_loss(const Tensor &self, const Tensor &target, int64_t reduction, SourceLocation here) {
  return loss("mse_loss", self, target, reduction, here, [](Term x, Term y) { return square(x - y); });
}
Tensor l1_loss(const Tensor &self, const Tensor &target, int64_t reduction, SourceLocation here) {
  return loss("l1_loss", self, target, reduction, here, [](Term x, Term y) { return abs(x - y); });
}
Tensor smooth_l1_loss(const Tensor &self, const Tensor &target, int64_t reduction, double beta, SourceLocation here) {
  if (beta < 0)
    fail("smooth_l1_loss", "beta is negative", here);
  if (beta == 0)
    return l1_loss(self, target, reduction, here);
  return loss("smooth_l1_loss", self, target, reduction, here, [&](Term x, Term y) {
    Term z = abs(x - y);
    return choose(z < beta, square(z) * 0.5 / beta, z - 0.5 * beta);
  });
}
Tensor huber_loss(const Tensor &self, const Tensor &target, int64_t reduction, double delta, SourceLocation here) {
  if (!(delta > 0))
    fail("huber_loss", "delta must be above 0", here);
  return loss("huber_loss", self, target, reduction, here, [&](Term x, Term y) {
    Term z = abs(x - y);
    return choose(z <= delta, square(z) * 0.5, (z - 0.5 * delta) * delta);
  });
}
Tensor soft_margin_loss(const Tensor &self, const Tensor &target, int64_t reduction, SourceLocation here) {
  return loss("soft_margin_loss", self, target, reduction, here, [](Term x, Term y) { return log1p(exp(-(x * y))); });
}
Tensor hinge_embedding_loss(const Tensor &self, const Tensor &target, double margin, int64_t reduction,
                            SourceLocation here) {
  return loss("hinge_embedding_loss", self, target, reduction, here,
              [&](Term x, Term y) { return choose(y == 1, x, 0.0) + choose(y == -1, larger(margin - x, 0.0), 0.0); });
}
Tensor margin_ranking_loss(const Tensor &input1, const Tensor &input2, const Tensor &target, double margin,
                           int64_t reduction, SourceLocation here) {
  Tensor difference = Term(input1, here) - Term(input2, here);
  return loss("margin_ranking_loss", difference, target, reduction, here,
              [&](Term x, Term y) { return larger(margin - x * y, 0.0); });
}
Tensor cosine_embedding_loss(const Tensor &input1, const Tensor &input2, const Tensor &target, double margin,
                             int64_t reduction, SourceLocation here) {
  int64_t dim = target.dim(here); // of one target a vector, of several the rows of a matrix
  if (input1.dim(here) != dim + 1 || input2.dim(here) != dim + 1)
    fail("cosine_embedding_loss",
         "the target " + nodeOf(target, here)->describe() + " must have a dim less than " +
             nodeOf(input1, here)->describe() + " and " + nodeOf(input2, here)->describe(),
         here);
  // PyTorch adds eps to the squared norms here.
  Term a(input1, here), b(input2, here);
  Term cosine = sum(a * b, dim) / sqrt((sum(square(a), dim) + 1e-12) * (sum(square(b), dim) + 1e-12));
  return loss("cosine_embedding_loss", cosine, target, reduction, here, [&](Term x, Term y) {
    return choose(y == 1, 1 - x, 0.0) + choose(y == -1, larger(x - margin, 0.0), 0.0);
  });
}
Tensor triplet_margin_loss(const Tensor &anchor, const Tensor &positive, const Tensor &negative, double margin,
                           double p, double eps, bool swap, int64_t reduction, SourceLocation here) {
  auto distance = [&](const Tensor &a, const Tensor &b) {
    return Term(pairwise_distance(a, b, p, eps, false, here), here);
  };
  Term near = distance(anchor, positive), far = distance(anchor, negative);
  if (swap)
    far = smaller(far, distance(positive, negative));
  return reduced("triplet_margin_loss", larger(near - far + margin, 0.0), reduction, here);
}

Tensor multi_margin_loss(const Tensor &self, const Tensor &target, const Scalar &p, const Scalar &margin,
                         const OptionalTensor &weight, int64_t reduction, SourceLocation here) {
  int64_t rank = self.dim(here);
  if (rank < 1 || rank > 2 || target.dim(here) != rank - 1 || (p.toDouble() != 1 && p.toDouble() != 2))
    fail("multi_margin_loss",
         "needs scores [N, C], classes [N] and a power of 1 or 2, got " + nodeOf(self, here)->describe() + ", " +
             nodeOf(target, here)->describe(),
         here);
  Term x(self, here), index(unsqueeze(target, -1, here), here);
  Term margins = larger(margin - Term(gather(self, -1, index, here), here) + x, 0.0);
  if (p.toDouble() == 2)
    margins = square(margins);
  if (weight)
    margins = margins * Term(unsqueeze(index_select(*weight, 0, reshape(target, {-1}, here), here), -1, here), here);
  Term classes(makeTensor(iota(rank - 1, nodeOf(self, here)->sizes, kLong, here)), here);
  Term losses = mean(choose(classes == index, 0.0, margins), -1);
  return reduced("multi_margin_loss", losses, reduction, here);
}

Tensor multilabel_margin_loss(const Tensor &self, const Tensor &target, int64_t reduction, SourceLocation here) {
  const char *op = "multilabel_margin_loss";
  int64_t rank = self.dim(here);
  if (rank < 1 || rank > 2 || !self.is_same_size(target, here) || target.is_floating_point(here))
    fail(op, "needs scores and classes of the same sizes, [N, C] or [C], got " + nodeOf(self, here)->describe() +
                 " and " + nodeOf(target, here)->describe(),
         here);
  Term x(self, here), y = Term(target, here).to(kLong);
  // Classes count up to the first -1: where no number before, or at, is negative.
  Term before(triu(ones({self.size(-1, here), self.size(-1, here)}, kFloat, here), 0, here), here);
  Term isNamed = Term(matmul((y < 0).to(kFloat), before, here), here) == 0;
  Term safe = choose(isNamed, y, 0);
  Term named = Term(unsqueeze(isNamed, -1, here), here);
  graph::Shape sizes = nodeOf(self, here)->sizes;
  sizes.push_back(sizes.back()); // [.., named, other]
  Term other(makeTensor(iota(rank, sizes, kLong, here)), here);
  Term isTarget = Term(any(named & (other == Term(unsqueeze(safe, -1, here), here)), rank - 1, true, here), here);
  Term score(unsqueeze(gather(self, -1, safe, here), -1, here), here), rival(unsqueeze(self, -2, here), here);
  Term margins = choose(named & !isTarget, larger(1 - score + rival, 0.0), 0.0);
  Term classes(makeTensor(sizeNode(nodeOf(self, here)->sizes.back(), self.dtype(here), here)), here);
  return reduced(op, sum(margins, {-1, -2}) / classes, reduction, here);
}

Tensor kl_div(const Tensor &self, const Tensor &target, int64_t reduction, bool log_target, SourceLocation here) {
  return loss("kl_div", self, target, reduction, here, [&](Term x, Term y) {
    return log_target ? exp(y) * (y - x) : Term(xlogy(y, Operand(y, here), here), here) - y * x;
  });
}

Tensor poisson_nll_loss(const Tensor &input, const Tensor &target, bool log_input, bool full, double eps,
                        int64_t reduction, SourceLocation here) {
  return loss("poisson_nll_loss", input, target, reduction, here, [&](Term x, Term y) {
    Term losses = log_input ? exp(x) - y * x : x - y * log(x + eps);
    if (!full)
      return losses;
    Term stirling = y * log(y) - y + 0.5 * log(y * (2 * std::numbers::pi));
    return losses + choose(y <= 1, 0.0, stirling);
  });
}

Tensor binary_cross_entropy(const Tensor &self, const Tensor &target, const OptionalTensor &weight, int64_t reduction,
                            SourceLocation here) {
  if (!sameSizes(nodeOf(self, here)->sizes, nodeOf(target, here)->sizes))
    fail("binary_cross_entropy",
         "the target " + nodeOf(target, here)->describe() + " must have the sizes of " + nodeOf(self, here)->describe(),
         here);
  return loss("binary_cross_entropy", self, target, reduction, here, [&](Term x, Term y) {
    Term losses = (y - 1) * larger(log1p(-x), -100.0) - y * larger(log(x), -100.0);
    return weight ? losses * Term(*weight, here) : losses;
  });
}

Tensor binary_cross_entropy_with_logits(const Tensor &self, const Tensor &target, const OptionalTensor &weight,
                                        const OptionalTensor &pos_weight, int64_t reduction, SourceLocation here) {
  return loss("binary_cross_entropy_with_logits", self, target, reduction, here, [&](Term x, Term y) {
    Term tail(log_sigmoid(x, here), here);
    Term losses = (1 - y) * x;
    losses = pos_weight ? losses - ((Term(*pos_weight, here) - 1) * y + 1) * tail : losses - tail;
    return weight ? losses * Term(*weight, here) : losses;
  });
}

//===----------------------------------------------------------------------===//
// Classes
//===----------------------------------------------------------------------===//

namespace {

/// The weight of each element's class, 0 for the one that is ignored, and the index that is safe to take.
struct Classes {
  Term weights, safe;
};

Classes classesOf(const char *op, const Tensor &self, const Tensor &target, int64_t dim, const OptionalTensor &weight,
                  int64_t ignored, SourceLocation here) {
  const NodePtr &scores = nodeOf(self, here), &classes = nodeOf(target, here);
  graph::Shape expected = scores->sizes;
  if (!expected.empty())
    expected.erase(expected.begin() + dim);
  if (scores->sizes.empty() || !sameSizes(classes->sizes, expected) || isFloatingType(classes->dtype))
    fail(op,
         "the classes " + classes->describe() + " do not fit " + scores->describe() + ": expected Long" +
             toText(expected),
         here);
  if (weight && nodeOf(*weight, here)->sizes.size() != 1)
    fail(op, "the weight " + nodeOf(*weight, here)->describe() + " must have one number for each class", here);
  Term y = Term(target, here).to(kLong), isIgnored = y == ignored, safe = choose(isIgnored, 0, y);
  Term one = number(Term(self, here), 1);
  Term weights =
      weight ? Term(makeTensor(frontend::gather(nodeOf(*weight, here), nodeOf(safe, here), 0, here)), here) : one;
  return {choose(isIgnored, 0.0, weights), safe};
}

int64_t classDim(const Tensor &self, SourceLocation here) { return self.dim(here) > 1 ? 1 : 0; }

Tensor weightedMean(const char *op, const Term &losses, const Term &weights, int64_t reduction, SourceLocation here) {
  return reduction == Reduction::Mean ? Tensor(sum(losses) / sum(weights)) : reduced(op, losses, reduction, here);
}

/// `values` [N, C, ..] at the classes.
Term atClasses(const Tensor &values, const Term &classes, int64_t dim, SourceLocation here) {
  return Term(squeeze(gather(values, dim, unsqueeze(classes, dim, here), here), dim, here), here);
}

} // namespace

Tensor nll_loss(const Tensor &self, const Tensor &target, const OptionalTensor &weight, int64_t reduction,
                const Size &ignore_index, SourceLocation here) {
  int64_t dim = classDim(self, here);
  auto [weights, safe] = classesOf("nll_loss", self, target, dim, weight, ignore_index, here);
  Term losses = choose(weights == 0, 0.0, -atClasses(self, safe, dim, here) * weights);
  return weightedMean("nll_loss", losses, weights, reduction, here);
}
Tensor nll_loss_nd(const Tensor &self, const Tensor &target, const OptionalTensor &weight, int64_t reduction,
                   const Size &ignore_index, SourceLocation here) {
  return nll_loss(self, target, weight, reduction, ignore_index, here);
}
Tensor nll_loss2d(const Tensor &self, const Tensor &target, const OptionalTensor &weight, int64_t reduction,
                  const Size &ignore_index, SourceLocation here) {
  if (self.dim(here) != 4)
    fail("nll_loss2d", "needs a tensor of 4 dims, got " + nodeOf(self, here)->describe(), here);
  return nll_loss(self, target, weight, reduction, ignore_index, here);
}

Tensor cross_entropy_loss(const Tensor &self, const Tensor &target, const OptionalTensor &weight, int64_t reduction,
                          const Size &ignore_index, double label_smoothing, SourceLocation here) {
  const char *op = "cross_entropy_loss";
  if (label_smoothing < 0 || label_smoothing > 1)
    fail(op, "label_smoothing is " + std::to_string(label_smoothing) + ", expected one of 0 to 1", here);
  if (self.dim(here) == 0)
    fail(op, "needs scores of classes, got a scalar tensor", here);
  int64_t dim = classDim(self, here);
  Term logits(log_softmax(self, dim, std::nullopt, here), here);
  auto spread = [&](const Tensor &vector) { // along the dim of the classes
    return Term(makeTensor(broadcast(nodeOf(vector, here), nodeOf(self, here)->sizes, {dim}, here)), here);
  };
  Size count = self.size(dim, here);
  if (sameSizes(nodeOf(self, here)->sizes, nodeOf(target, here)->sizes)) {
    if (!target.is_floating_point(here))
      fail(op, "probabilities of classes must be floats, got " + nodeOf(target, here)->describe(), here);
    Term y(target, here);
    if (label_smoothing > 0)
      y = y * (1 - label_smoothing) + label_smoothing / static_cast<double>(count.expect_int());
    Term losses = -sum((weight ? logits * spread(*weight) : logits) * y, dim);
    if (reduction != Reduction::Mean || self.dim(here) == 1)
      return reduced(op, losses, reduction == Reduction::Mean ? int64_t(Reduction::Sum) : reduction, here);
    return mean(losses);
  }
  if (label_smoothing == 0)
    return nll_loss(logits, target, weight, reduction, ignore_index, here);
  auto [weights, safe] = classesOf(op, self, target, dim, weight, ignore_index, here);
  Term isCounted = Term(target, here) != ignore_index.expect_int();
  Term exact = -atClasses(logits, safe, dim, here) * weights;
  Term smooth = -sum(weight ? logits * spread(*weight) : logits, dim);
  double share = label_smoothing / static_cast<double>(count.expect_int());
  Term losses = choose(isCounted, exact * (1 - label_smoothing) + smooth * share, 0.0);
  return weightedMean(op, losses, weights, reduction, here);
}

} // namespace tenon
