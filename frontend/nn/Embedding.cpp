//===- Embedding.cpp - Tables of vectors ------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/nn/Embedding.h"
#include "frontend/nn/Check.h"
#include "frontend/nn/LayerText.h"
#include "frontend/tensor/Build.h"
#include <limits>

namespace tenon::nn {

using detail::ModuleScope;
using frontend::fail;

namespace {

/// The padding row counted from the front.
template <typename Options> void wrapPadding(const char *module, Options &options) {
  auto &row = options.padding_idx();
  if (!row)
    return;
  if (*row < -options.num_embeddings() || *row >= options.num_embeddings())
    fail(module, "padding_idx is " + std::to_string(*row) + ", and the table has " +
                     std::to_string(options.num_embeddings()) + " rows",
         SourceLocation::unknown());
  if (*row < 0)
    row = *row + options.num_embeddings();
}

template <typename Options> Tensor makeWeight(const char *module, const Options &options) {
  checkPositive(module, {options.num_embeddings(), options.embedding_dim()});
  std::vector<int64_t> sizes = {options.num_embeddings(), options.embedding_dim()};
  const Tensor &given = options._weight();
  if (given.defined() && !(given.sizes() == SizeList(sizes)))
    fail(module, "_weight is " + frontend::nodeOf(given, SourceLocation::unknown())->describe() + ", expected " +
                     frontend::toText(frontend::toShape(sizes)),
         SourceLocation::unknown());
  return given.defined() ? given : tenon::empty(sizes);
}

template <typename Options> void fillWeight(Tensor &weight, const Options &options) {
  weight.normal_();
  if (options.padding_idx())
    weight[*options.padding_idx()] = 0;
}

/// Rows by index, shortened to max_norm where they are longer.
template <typename Options>
Tensor rowsOf(const Tensor &weight, const Tensor &indices, const Options &options, SourceLocation here) {
  Tensor rows = embedding(weight, indices, here);
  if (!options.max_norm())
    return rows;
  double longest = *options.max_norm();
  Tensor length = norm(rows, options.norm_type(), {-1}, /*keepdim=*/true, here);
  // The small number is PyTorch's, which keeps the quotient finite.
  Tensor factor = div(full_like(length, longest, {}, here), Operand(add(length, 1e-7, 1, here), here), here);
  Tensor scaled = mul(rows, Operand(factor, here), here);
  return where(gt(length, Operand(longest, here), here), Operand(scaled, here), Operand(rows, here), here);
}

template <typename Options> void printTable(LayerText &&text, const Options &options) {
  text.with("num_embeddings", options.num_embeddings())
      .with("embedding_dim", options.embedding_dim())
      .with("padding_idx", options.padding_idx())
      .with("max_norm", options.max_norm())
      .unless(2.0, "norm_type", options.norm_type());
}

} // namespace

EmbeddingImpl::EmbeddingImpl(const EmbeddingOptions &options) : options(options) { reset(); }
void EmbeddingImpl::reset() {
  wrapPadding("Embedding", options);
  weight = register_parameter("weight", makeWeight("Embedding", options));
  if (!options._weight().defined())
    reset_parameters();
  options._weight(Tensor()); // a clone, which is reset, has a weight of its own
}
void EmbeddingImpl::reset_parameters() { fillWeight(weight, options); }
Tensor EmbeddingImpl::forward(const Tensor &indices, SourceLocation here) {
  ModuleScope scope(*this);
  return rowsOf(weight, indices, options, here);
}
void EmbeddingImpl::pretty_print(std::ostream &stream) const { printTable(LayerText(stream, *this), options); }

Embedding Embedding::from_pretrained(const Tensor &embeddings, const EmbeddingFromPretrainedOptions &options,
                                     SourceLocation here) {
  if (embeddings.dim(here) != 2)
    fail("Embedding::from_pretrained", "needs a matrix, got " + frontend::nodeOf(embeddings, here)->describe(), here);
  EmbeddingOptions made(embeddings.size(0, here), embeddings.size(1, here));
  made._weight(embeddings)
      .padding_idx(options.padding_idx())
      .max_norm(options.max_norm())
      .norm_type(options.norm_type())
      .scale_grad_by_freq(options.scale_grad_by_freq())
      .sparse(options.sparse());
  Embedding table(made);
  table->weight.implementation()->requiresGradient = !options.freeze();
  return table;
}

EmbeddingBagImpl::EmbeddingBagImpl(const EmbeddingBagOptions &options) : options(options) { reset(); }
void EmbeddingBagImpl::reset() {
  wrapPadding("EmbeddingBag", options);
  weight = register_parameter("weight", makeWeight("EmbeddingBag", options));
  if (!options._weight().defined())
    reset_parameters();
  options._weight(Tensor()); // a clone, which is reset, has a weight of its own
}
void EmbeddingBagImpl::reset_parameters() { fillWeight(weight, options); }

namespace {

/// Which indices are in which bag: [bags, indices] or [bags, 1, indices], as the mode needs.
Tensor bagMembers(const Tensor &indices, const Tensor &offsets, bool include_last_offset, SourceLocation here) {
  if (!offsets.defined() || offsets.dim(here) != 1)
    fail("EmbeddingBag", "a vector of indices needs offsets, a vector of where bags begin", here);
  Size count = indices.size(0, here), bags = offsets.size(0, here) - (include_last_offset ? 1 : 0);
  Tensor places = arange(Operand(count, here), offsets.dtype(here), here);
  Tensor begins = narrow(offsets, 0, 0, bags, here), ends = narrow(offsets, 0, 1, offsets.size(0, here) - 1, here);
  if (!include_last_offset) {
    Tensor last = add(zeros({1}, offsets.dtype(here), here), Operand(count, here), 1, here);
    ends = cat({ends, last}, 0, here);
  }
  Tensor after = ge(places, Operand(unsqueeze(begins, 1, here), here), here);
  Tensor before = lt(places, Operand(unsqueeze(ends, 1, here), here), here);
  return logical_and(after, Operand(before, here), here);
}

} // namespace

Tensor EmbeddingBagImpl::forward(const Tensor &indices, const Tensor &offsets, const Tensor &per_sample_weights,
                                 SourceLocation here) {
  ModuleScope scope(*this);
  bool isSum = std::holds_alternative<enumtype::kSum>(options.mode());
  if (per_sample_weights.defined() && !isSum)
    fail("EmbeddingBag", "per_sample_weights are for the mode kSum, not " + enumtype::get_enum_name(options.mode()),
         here);
  bool isMatrix = indices.dim(here) == 2;
  if (isMatrix == offsets.defined())
    fail("EmbeddingBag", isMatrix ? "a matrix of indices has its bags as rows: offsets must not be given"
                                  : "a vector of indices needs offsets, a vector of where bags begin",
         here);
  Tensor rows = rowsOf(weight, indices, options, here);                   // [bags, n, d] or [n, d]
  Tensor members = isMatrix ? ones_like(indices, kBool, here)              // [bags, n]
                            : bagMembers(indices, offsets, options.include_last_offset(), here);
  if (options.padding_idx())
    members = logical_and(members, Operand(ne(indices, *options.padding_idx(), here), here), here);
  if (std::holds_alternative<enumtype::kMax>(options.mode())) {
    Tensor inside = unsqueeze(members, -1, here);
    constexpr double lowest = -std::numeric_limits<double>::infinity();
    Tensor largest = amax(where(inside, Operand(rows, here), Operand(lowest, here), here), 1, false, here);
    Tensor any = tenon::any(inside, 1, false, here);
    return where(any, Operand(largest, here), Operand(0, here), here);
  }
  Tensor factors = members.to(weight.dtype(here), here);
  if (per_sample_weights.defined())
    factors = mul(factors, Operand(per_sample_weights, here), here);
  Tensor sums = isMatrix ? matmul(unsqueeze(factors, 1, here), rows, here).squeeze(1, here) : matmul(factors, rows, here);
  if (isSum)
    return sums;
  Tensor count = clamp_min(factors.sum(1, true, std::nullopt, here), 1, here);
  return div(sums, Operand(count, here), here);
}
void EmbeddingBagImpl::pretty_print(std::ostream &stream) const {
  LayerText text(stream, *this);
  text.with("mode", enumtype::get_enum_name(options.mode()));
  printTable(std::move(text), options);
}

} // namespace tenon::nn
