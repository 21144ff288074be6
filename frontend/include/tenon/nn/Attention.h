//===- Attention.h - Attention with several heads ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_ATTENTION_H
#define TENON_NN_ATTENTION_H

#include "tenon/nn/Linear.h"

namespace tenon::nn {

struct MultiheadAttentionOptions {
  MultiheadAttentionOptions(int64_t embed_dim, int64_t num_heads)
      : embed_dim_(embed_dim), num_heads_(num_heads), kdim_(embed_dim), vdim_(embed_dim) {}
  /// Features of the query and the result; must be a multiple of num_heads.
  TENON_ARG(int64_t, embed_dim);
  TENON_ARG(int64_t, num_heads);
  /// Of the attention weights, in training.
  TENON_ARG(double, dropout) = 0.0;
  TENON_ARG(bool, bias) = true;
  /// Whether a learned key and value follow those that are given.
  TENON_ARG(bool, add_bias_kv) = false;
  /// Whether a key and a value of zeros follow.
  TENON_ARG(bool, add_zero_attn) = false;
  /// Features of the keys and of the values.
  TENON_ARG(int64_t, kdim);
  TENON_ARG(int64_t, vdim);
  /// Whether tensors are [N, L, E] instead of [L, N, E].
  TENON_ARG(bool, batch_first) = false;
};

/// Attention of a query to keys and values, in num_heads parts of the features.
class TENON_API MultiheadAttentionImpl : public Cloneable<MultiheadAttentionImpl> {
public:
  MultiheadAttentionImpl(int64_t embed_dim, int64_t num_heads)
      : MultiheadAttentionImpl(MultiheadAttentionOptions(embed_dim, num_heads)) {}
  /// Throws where num_heads does not divide embed_dim.
  explicit MultiheadAttentionImpl(const MultiheadAttentionOptions &options);
  void reset() override;
  void _reset_parameters();

  /// Query [L, N, embed_dim], key [S, N, kdim] and value [S, N, vdim] to [L, N, embed_dim], and the weights: their mean
  /// over the heads [N, L, S], or [N, heads, L, S] where not `average_attn_weights`, undefined where not
  /// `need_weights`. What is true in `key_padding_mask` [N, S] and in a bool `attn_mask` is not attended to; a mask of
  /// floats is added to the scores. `attn_mask` is [L, S] or [N * heads, L, S].
  std::tuple<Tensor, Tensor> forward(const Tensor &query, const Tensor &key, const Tensor &value,
                                     const Tensor &key_padding_mask = {}, bool need_weights = true,
                                     const Tensor &attn_mask = {}, bool average_attn_weights = true, TENON_HERE);
  void pretty_print(std::ostream &stream) const override;

  MultiheadAttentionOptions options;
  /// Whether query, key and value have one weight, `in_proj_weight`.
  bool _qkv_same_embed_dim = true;
  Tensor in_proj_weight, in_proj_bias;
  Linear out_proj{nullptr};
  Tensor bias_k, bias_v;
  Tensor q_proj_weight, k_proj_weight, v_proj_weight;
  int64_t head_dim = 0;
};
TENON_MODULE(MultiheadAttention);

} // namespace tenon::nn

#endif
