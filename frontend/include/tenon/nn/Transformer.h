//===- Transformer.h - Transformers -----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_TRANSFORMER_H
#define TENON_NN_TRANSFORMER_H

#include "tenon/nn/AnyModule.h"
#include "tenon/nn/Attention.h"
#include "tenon/nn/Containers.h"
#include "tenon/nn/Dropout.h"
#include "tenon/nn/Enums.h"
#include "tenon/nn/Normalization.h"

namespace tenon::nn {

// Sequences are [L, N, d_model], or [N, L, d_model] with `batch_first`. Masks
// are those of MultiheadAttention: what is true in a bool mask is not attended
// to, a mask of floats is added to the scores.

/// `kReLU`, `kGELU`, or a function of a tensor.
using TransformerActivation =
    std::variant<enumtype::kReLU, enumtype::kGELU, std::function<Tensor(const Tensor &)>>;

struct TransformerEncoderLayerOptions {
  TransformerEncoderLayerOptions(int64_t d_model, int64_t nhead) : d_model_(d_model), nhead_(nhead) {}
  TENON_ARG(int64_t, d_model);
  TENON_ARG(int64_t, nhead);
  TENON_ARG(int64_t, dim_feedforward) = 2048;
  TENON_ARG(double, dropout) = 0.1;
  TENON_ARG(TransformerActivation, activation) = kReLU;
  /// Whether normalization comes before attention and feedforward, and not after them.
  TENON_ARG(bool, norm_first) = false;
  TENON_ARG(bool, batch_first) = false;
  TENON_ARG(double, layer_norm_eps) = 1e-5;
};
using TransformerDecoderLayerOptions = TransformerEncoderLayerOptions;

/// Self-attention and feedforward.
class TENON_API TransformerEncoderLayerImpl : public Cloneable<TransformerEncoderLayerImpl> {
public:
  TransformerEncoderLayerImpl(int64_t d_model, int64_t nhead)
      : TransformerEncoderLayerImpl(TransformerEncoderLayerOptions(d_model, nhead)) {}
  explicit TransformerEncoderLayerImpl(const TransformerEncoderLayerOptions &options);
  void reset() override;
  void reset_parameters();
  /// src [L, N, d_model], src_mask [L, L], src_key_padding_mask [N, L].
  Tensor forward(const Tensor &src, const Tensor &src_mask = {}, const Tensor &src_key_padding_mask = {}, TENON_HERE);

  TransformerEncoderLayerOptions options;
  MultiheadAttention self_attn{nullptr};
  Linear linear1{nullptr}, linear2{nullptr};
  Dropout dropout{nullptr}, dropout1{nullptr}, dropout2{nullptr};
  LayerNorm norm1{nullptr}, norm2{nullptr};
};
TENON_MODULE(TransformerEncoderLayer);

/// Self-attention, attention to what an encoder gave, and feedforward.
class TENON_API TransformerDecoderLayerImpl : public Cloneable<TransformerDecoderLayerImpl> {
public:
  TransformerDecoderLayerImpl(int64_t d_model, int64_t nhead)
      : TransformerDecoderLayerImpl(TransformerDecoderLayerOptions(d_model, nhead)) {}
  explicit TransformerDecoderLayerImpl(const TransformerDecoderLayerOptions &options);
  void reset() override;
  void reset_parameters();
  /// tgt [T, N, d_model], memory [L, N, d_model], tgt_mask [T, T], memory_mask [T, L], and the padding masks [N, T] and
  /// [N, L].
  Tensor forward(const Tensor &tgt, const Tensor &memory, const Tensor &tgt_mask = {}, const Tensor &memory_mask = {},
                 const Tensor &tgt_key_padding_mask = {}, const Tensor &memory_key_padding_mask = {}, TENON_HERE);

  TransformerDecoderLayerOptions options;
  MultiheadAttention self_attn{nullptr}, multihead_attn{nullptr};
  Linear linear1{nullptr}, linear2{nullptr};
  Dropout dropout{nullptr}, dropout1{nullptr}, dropout2{nullptr}, dropout3{nullptr};
  LayerNorm norm1{nullptr}, norm2{nullptr}, norm3{nullptr};
};
TENON_MODULE(TransformerDecoderLayer);

struct TransformerEncoderOptions {
  TransformerEncoderOptions(TransformerEncoderLayer encoder_layer, int64_t num_layers)
      : encoder_layer_(std::move(encoder_layer)), num_layers_(num_layers) {}
  TransformerEncoderOptions(const TransformerEncoderLayerOptions &encoder_layer_options, int64_t num_layers)
      : encoder_layer_(TransformerEncoderLayer(encoder_layer_options)), num_layers_(num_layers) {}
  /// Each layer is a clone of this one.
  TENON_ARG(TransformerEncoderLayer, encoder_layer) = nullptr;
  TENON_ARG(int64_t, num_layers);
  /// A module after the last layer, or an empty one.
  TENON_ARG(AnyModule, norm);
};

/// Several encoder layers.
class TENON_API TransformerEncoderImpl : public Cloneable<TransformerEncoderImpl> {
public:
  TransformerEncoderImpl(TransformerEncoderLayer encoder_layer, int64_t num_layers)
      : TransformerEncoderImpl(TransformerEncoderOptions(std::move(encoder_layer), num_layers)) {}
  explicit TransformerEncoderImpl(const TransformerEncoderOptions &options);
  void reset() override;
  void reset_parameters();
  Tensor forward(const Tensor &src, const Tensor &src_mask = {}, const Tensor &src_key_padding_mask = {}, TENON_HERE);

  TransformerEncoderOptions options;
  ModuleList layers{nullptr};
  AnyModule norm;
};
TENON_MODULE(TransformerEncoder);

struct TransformerDecoderOptions {
  TransformerDecoderOptions(TransformerDecoderLayer decoder_layer, int64_t num_layers)
      : decoder_layer_(std::move(decoder_layer)), num_layers_(num_layers) {}
  TransformerDecoderOptions(const TransformerDecoderLayerOptions &decoder_layer_options, int64_t num_layers)
      : decoder_layer_(TransformerDecoderLayer(decoder_layer_options)), num_layers_(num_layers) {}
  /// Each layer is a clone of this one.
  TENON_ARG(TransformerDecoderLayer, decoder_layer) = nullptr;
  TENON_ARG(int64_t, num_layers);
  /// A module after the last layer, or an empty one.
  TENON_ARG(AnyModule, norm);
};

/// Several decoder layers.
class TENON_API TransformerDecoderImpl : public Cloneable<TransformerDecoderImpl> {
public:
  TransformerDecoderImpl(TransformerDecoderLayer decoder_layer, int64_t num_layers)
      : TransformerDecoderImpl(TransformerDecoderOptions(std::move(decoder_layer), num_layers)) {}
  explicit TransformerDecoderImpl(const TransformerDecoderOptions &options);
  void reset() override;
  void reset_parameters();
  Tensor forward(const Tensor &tgt, const Tensor &memory, const Tensor &tgt_mask = {}, const Tensor &memory_mask = {},
                 const Tensor &tgt_key_padding_mask = {}, const Tensor &memory_key_padding_mask = {}, TENON_HERE);

  TransformerDecoderOptions options;
  ModuleList layers{nullptr};
  AnyModule norm;
};
TENON_MODULE(TransformerDecoder);

struct TransformerOptions {
  TransformerOptions() = default;
  TransformerOptions(int64_t d_model, int64_t nhead) : d_model_(d_model), nhead_(nhead) {}
  TransformerOptions(int64_t d_model, int64_t nhead, int64_t num_encoder_layers, int64_t num_decoder_layers)
      : d_model_(d_model), nhead_(nhead), num_encoder_layers_(num_encoder_layers),
        num_decoder_layers_(num_decoder_layers) {}
  TENON_ARG(int64_t, d_model) = 512;
  TENON_ARG(int64_t, nhead) = 8;
  TENON_ARG(int64_t, num_encoder_layers) = 6;
  TENON_ARG(int64_t, num_decoder_layers) = 6;
  TENON_ARG(int64_t, dim_feedforward) = 2048;
  TENON_ARG(double, dropout) = 0.1;
  TENON_ARG(TransformerActivation, activation) = kReLU;
  /// Modules in the places of encoder and decoder; they take what those take.
  TENON_ARG(AnyModule, custom_encoder);
  TENON_ARG(AnyModule, custom_decoder);
  TENON_ARG(bool, norm_first) = false;
  TENON_ARG(bool, batch_first) = false;
};

/// An encoder, and a decoder that attends to what it gives.
class TENON_API TransformerImpl : public Cloneable<TransformerImpl> {
public:
  explicit TransformerImpl(const TransformerOptions &options = {});
  void reset() override;
  /// All matrices become uniform as xavier_uniform_ says.
  void reset_parameters();
  /// src [L, N, d_model] and tgt [T, N, d_model] to [T, N, d_model].
  Tensor forward(const Tensor &src, const Tensor &tgt, const Tensor &src_mask = {}, const Tensor &tgt_mask = {},
                 const Tensor &memory_mask = {}, const Tensor &src_key_padding_mask = {},
                 const Tensor &tgt_key_padding_mask = {}, const Tensor &memory_key_padding_mask = {}, TENON_HERE);
  /// [size, size]: minus infinity above the diagonal, 0 elsewhere. The size may be symbolic.
  static Tensor generate_square_subsequent_mask(const Size &size, TENON_HERE);

  TransformerOptions options;
  AnyModule encoder, decoder;
};
TENON_MODULE(Transformer);

} // namespace tenon::nn

#endif
