//===- Embedding.h - Tables of vectors --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_EMBEDDING_H
#define TENON_NN_EMBEDDING_H

#include "tenon/nn/Enums.h"
#include "tenon/nn/Options.h"

namespace tenon::nn {

struct EmbeddingOptions {
  EmbeddingOptions(int64_t num_embeddings, int64_t embedding_dim)
      : num_embeddings_(num_embeddings), embedding_dim_(embedding_dim) {}
  TENON_ARG(int64_t, num_embeddings);
  TENON_ARG(int64_t, embedding_dim);
  /// This row is zero at the start, and training does not change it. Counts from the end where negative.
  TENON_ARG(std::optional<int64_t>, padding_idx) = std::nullopt;
  /// Rows that are longer come out with this length; the weight stays as it is.
  TENON_ARG(std::optional<double>, max_norm) = std::nullopt;
  TENON_ARG(double, norm_type) = 2;
  /// Of training: these two change gradients only.
  TENON_ARG(bool, scale_grad_by_freq) = false;
  TENON_ARG(bool, sparse) = false;
  /// The weight, where it is not made at random.
  TENON_ARG(Tensor, _weight) = Tensor();
};

struct EmbeddingFromPretrainedOptions {
  /// Of training: whether the weight stays as it is.
  TENON_ARG(bool, freeze) = true;
  TENON_ARG(std::optional<int64_t>, padding_idx) = std::nullopt;
  TENON_ARG(std::optional<double>, max_norm) = std::nullopt;
  TENON_ARG(double, norm_type) = 2;
  TENON_ARG(bool, scale_grad_by_freq) = false;
  TENON_ARG(bool, sparse) = false;
};

/// Rows of the weight [num_embeddings, embedding_dim] by index.
class TENON_API EmbeddingImpl : public Cloneable<EmbeddingImpl> {
public:
  EmbeddingImpl(int64_t num_embeddings, int64_t embedding_dim)
      : EmbeddingImpl(EmbeddingOptions(num_embeddings, embedding_dim)) {}
  /// Throws for sizes below 1, a padding_idx that is no row, and a weight of other sizes.
  explicit EmbeddingImpl(const EmbeddingOptions &options);
  void reset() override;
  /// Normal, the padding row 0.
  void reset_parameters();
  /// int64 or int32 indices of any sizes to [.., embedding_dim].
  Tensor forward(const Tensor &indices, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  EmbeddingOptions options;
  Tensor weight;
};

class TENON_API Embedding : public ModuleHolder<EmbeddingImpl> {
public:
  using ModuleHolder<EmbeddingImpl>::ModuleHolder;
  using Impl = EmbeddingImpl;
  /// With this weight [num_embeddings, embedding_dim]. Throws for other than a matrix.
  static Embedding from_pretrained(const Tensor &embeddings, const EmbeddingFromPretrainedOptions &options = {},
                                   TENON_HERE);
};

using EmbeddingBagMode = std::variant<enumtype::kMean, enumtype::kSum, enumtype::kMax>;

struct EmbeddingBagOptions {
  EmbeddingBagOptions(int64_t num_embeddings, int64_t embedding_dim)
      : num_embeddings_(num_embeddings), embedding_dim_(embedding_dim) {}
  TENON_ARG(int64_t, num_embeddings);
  TENON_ARG(int64_t, embedding_dim);
  TENON_ARG(std::optional<double>, max_norm) = std::nullopt;
  TENON_ARG(double, norm_type) = 2;
  TENON_ARG(bool, scale_grad_by_freq) = false;
  TENON_ARG(EmbeddingBagMode, mode) = kMean;
  TENON_ARG(bool, sparse) = false;
  TENON_ARG(Tensor, _weight) = Tensor();
  /// Whether the last offset is the end of the last bag.
  TENON_ARG(bool, include_last_offset) = false;
  /// This row is in no bag. Counts from the end where negative.
  TENON_ARG(std::optional<int64_t>, padding_idx) = std::nullopt;
};

/// Sums, means or largest elements of rows, bag by bag.
class TENON_API EmbeddingBagImpl : public Cloneable<EmbeddingBagImpl> {
public:
  EmbeddingBagImpl(int64_t num_embeddings, int64_t embedding_dim)
      : EmbeddingBagImpl(EmbeddingBagOptions(num_embeddings, embedding_dim)) {}
  explicit EmbeddingBagImpl(const EmbeddingBagOptions &options);
  void reset() override;
  void reset_parameters();
  /// A matrix of indices, whose rows are bags, or a vector with the offsets at which bags begin, to
  /// [bags, embedding_dim]; empty bags are 0. `per_sample_weights`, of the sizes of the indices, are for sums only.
  /// Bags by offsets take time and memory that grow with the number of bags times that of indices.
  Tensor forward(const Tensor &indices, const Tensor &offsets = {}, const Tensor &per_sample_weights = {}, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  EmbeddingBagOptions options;
  Tensor weight;
};
TENON_MODULE(EmbeddingBag);

} // namespace tenon::nn

#endif
