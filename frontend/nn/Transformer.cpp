//===- Transformer.cpp - Transformers ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tenon/nn/Transformer.h"
#include "frontend/nn/Check.h"
#include "tenon/nn/Init.h"
#include <limits>

namespace tenon::nn {

using detail::ModuleScope;

namespace {

Tensor activate(const TransformerActivation &activation, const Tensor &x, SourceLocation here) {
  if (std::holds_alternative<enumtype::kReLU>(activation))
    return relu(x, here);
  if (std::holds_alternative<enumtype::kGELU>(activation))
    return gelu(x, "none", here);
  return std::get<std::function<Tensor(const Tensor &)>>(activation)(x);
}

MultiheadAttention makeAttention(const TransformerEncoderLayerOptions &options) {
  return MultiheadAttention(MultiheadAttentionOptions(options.d_model(), options.nhead())
                                .dropout(options.dropout())
                                .batch_first(options.batch_first()));
}
LayerNorm makeNorm(const TransformerEncoderLayerOptions &options) {
  return LayerNorm(LayerNormOptions({options.d_model()}).eps(options.layer_norm_eps()));
}

/// What both kinds of layers have in common: feedforward, and steps with what goes past them.
template <typename Layer> class Steps {
public:
  Steps(Layer &layer, SourceLocation here) : layer(layer), here(here) {}

  Tensor attention(MultiheadAttention &attention, const Tensor &query, const Tensor &memory, const Tensor &mask,
                   const Tensor &paddingMask) const {
    return std::get<0>(attention->forward(query, memory, memory, paddingMask, /*need_weights=*/false, mask,
                                          /*average_attn_weights=*/true, here));
  }
  Tensor feedforward(const Tensor &x) const {
    Tensor inner = activate(layer.options.activation(), layer.linear1->forward(x, here), here);
    return layer.linear2->forward(layer.dropout->forward(inner, here), here);
  }
  /// x + function(x), normalized before or after.
  template <typename Function>
  Tensor around(const Tensor &x, LayerNorm &norm, Dropout &dropout, Function function) const {
    bool first = layer.options.norm_first();
    Tensor step = dropout->forward(function(first ? norm->forward(x, here) : x), here);
    Tensor sum = add(x, Operand(step, here), 1, here);
    return first ? sum : norm->forward(sum, here);
  }

private:
  Layer &layer;
  SourceLocation here;
};

void resetNorm(LayerNorm &norm) { norm->reset_parameters(); }

} // namespace

TransformerEncoderLayerImpl::TransformerEncoderLayerImpl(const TransformerEncoderLayerOptions &options)
    : options(options) {
  reset();
}
void TransformerEncoderLayerImpl::reset() {
  int64_t width = options.d_model(), inner = options.dim_feedforward();
  self_attn = register_module("self_attn", makeAttention(options));
  linear1 = register_module("linear1", Linear(width, inner));
  dropout = register_module("dropout", Dropout(options.dropout()));
  linear2 = register_module("linear2", Linear(inner, width));
  norm1 = register_module("norm1", makeNorm(options));
  norm2 = register_module("norm2", makeNorm(options));
  dropout1 = register_module("dropout1", Dropout(options.dropout()));
  dropout2 = register_module("dropout2", Dropout(options.dropout()));
}
void TransformerEncoderLayerImpl::reset_parameters() {
  self_attn->_reset_parameters();
  linear1->reset_parameters();
  linear2->reset_parameters();
  resetNorm(norm1);
  resetNorm(norm2);
}
Tensor TransformerEncoderLayerImpl::forward(const Tensor &src, const Tensor &src_mask,
                                            const Tensor &src_key_padding_mask, SourceLocation here) {
  ModuleScope scope(*this);
  Steps steps(*this, here);
  Tensor x = steps.around(src, norm1, dropout1, [&](const Tensor &x) {
    return steps.attention(self_attn, x, x, src_mask, src_key_padding_mask);
  });
  return steps.around(x, norm2, dropout2, [&](const Tensor &x) { return steps.feedforward(x); });
}

TransformerDecoderLayerImpl::TransformerDecoderLayerImpl(const TransformerDecoderLayerOptions &options)
    : options(options) {
  reset();
}
void TransformerDecoderLayerImpl::reset() {
  int64_t width = options.d_model(), inner = options.dim_feedforward();
  self_attn = register_module("self_attn", makeAttention(options));
  multihead_attn = register_module("multihead_attn", makeAttention(options));
  linear1 = register_module("linear1", Linear(width, inner));
  dropout = register_module("dropout", Dropout(options.dropout()));
  linear2 = register_module("linear2", Linear(inner, width));
  norm1 = register_module("norm1", makeNorm(options));
  norm2 = register_module("norm2", makeNorm(options));
  norm3 = register_module("norm3", makeNorm(options));
  dropout1 = register_module("dropout1", Dropout(options.dropout()));
  dropout2 = register_module("dropout2", Dropout(options.dropout()));
  dropout3 = register_module("dropout3", Dropout(options.dropout()));
}
void TransformerDecoderLayerImpl::reset_parameters() {
  self_attn->_reset_parameters();
  multihead_attn->_reset_parameters();
  linear1->reset_parameters();
  linear2->reset_parameters();
  resetNorm(norm1);
  resetNorm(norm2);
  resetNorm(norm3);
}
Tensor TransformerDecoderLayerImpl::forward(const Tensor &tgt, const Tensor &memory, const Tensor &tgt_mask,
                                            const Tensor &memory_mask, const Tensor &tgt_key_padding_mask,
                                            const Tensor &memory_key_padding_mask, SourceLocation here) {
  ModuleScope scope(*this);
  Steps steps(*this, here);
  Tensor x = steps.around(tgt, norm1, dropout1, [&](const Tensor &x) {
    return steps.attention(self_attn, x, x, tgt_mask, tgt_key_padding_mask);
  });
  x = steps.around(x, norm2, dropout2, [&](const Tensor &x) {
    return steps.attention(multihead_attn, x, memory, memory_mask, memory_key_padding_mask);
  });
  return steps.around(x, norm3, dropout3, [&](const Tensor &x) { return steps.feedforward(x); });
}

namespace {

template <typename Layer> ModuleList cloneLayers(const Layer &layer, int64_t count) {
  ModuleList layers;
  for (int64_t i = 0; i < count; ++i)
    layers->push_back(layer->clone());
  return layers;
}

Tensor normalized(const AnyModule &norm, Tensor x, SourceLocation here) {
  if (norm.is_empty())
    return x;
  std::vector<AnyValue> arguments = {AnyValue(std::move(x))};
  return norm.forwardAny(arguments, here).get<Tensor>(here);
}

} // namespace

TransformerEncoderImpl::TransformerEncoderImpl(const TransformerEncoderOptions &options) : options(options) { reset(); }
void TransformerEncoderImpl::reset() {
  layers = register_module("layers", cloneLayers(options.encoder_layer(), options.num_layers()));
  if (options.norm().is_empty())
    return;
  norm = options.norm().clone();
  register_module("norm", norm.ptr());
}
void TransformerEncoderImpl::reset_parameters() {
  for (auto &layer : *layers)
    layer->as<TransformerEncoderLayer>()->reset_parameters();
}
Tensor TransformerEncoderImpl::forward(const Tensor &src, const Tensor &src_mask, const Tensor &src_key_padding_mask,
                                       SourceLocation here) {
  ModuleScope scope(*this);
  Tensor x = src;
  for (auto &layer : *layers)
    x = layer->as<TransformerEncoderLayer>()->forward(x, src_mask, src_key_padding_mask, here);
  return normalized(norm, x, here);
}

TransformerDecoderImpl::TransformerDecoderImpl(const TransformerDecoderOptions &options) : options(options) { reset(); }
void TransformerDecoderImpl::reset() {
  layers = register_module("layers", cloneLayers(options.decoder_layer(), options.num_layers()));
  if (options.norm().is_empty())
    return;
  norm = options.norm().clone();
  register_module("norm", norm.ptr());
}
void TransformerDecoderImpl::reset_parameters() {
  for (auto &layer : *layers)
    layer->as<TransformerDecoderLayer>()->reset_parameters();
}
Tensor TransformerDecoderImpl::forward(const Tensor &tgt, const Tensor &memory, const Tensor &tgt_mask,
                                       const Tensor &memory_mask, const Tensor &tgt_key_padding_mask,
                                       const Tensor &memory_key_padding_mask, SourceLocation here) {
  ModuleScope scope(*this);
  Tensor x = tgt;
  for (auto &layer : *layers)
    x = layer->as<TransformerDecoderLayer>()->forward(x, memory, tgt_mask, memory_mask, tgt_key_padding_mask,
                                                      memory_key_padding_mask, here);
  return normalized(norm, x, here);
}

TransformerImpl::TransformerImpl(const TransformerOptions &options) : options(options) { reset(); }
void TransformerImpl::reset() {
  auto layerOptions = TransformerEncoderLayerOptions(options.d_model(), options.nhead())
                          .dim_feedforward(options.dim_feedforward())
                          .dropout(options.dropout())
                          .activation(options.activation())
                          .norm_first(options.norm_first())
                          .batch_first(options.batch_first());
  AnyModule norm = LayerNorm(LayerNormOptions({options.d_model()}));
  if (options.custom_encoder().is_empty())
    encoder = TransformerEncoder(TransformerEncoderOptions(layerOptions, options.num_encoder_layers()).norm(norm));
  else
    encoder = options.custom_encoder().clone();
  if (options.custom_decoder().is_empty())
    decoder = TransformerDecoder(
        TransformerDecoderOptions(TransformerDecoderLayer(layerOptions), options.num_decoder_layers()).norm(norm));
  else
    decoder = options.custom_decoder().clone();
  register_module("encoder", encoder.ptr());
  register_module("decoder", decoder.ptr());
  reset_parameters();
}
void TransformerImpl::reset_parameters() {
  for (const Tensor &parameter : parameters())
    if (parameter.dim() > 1)
      init::xavier_uniform_(parameter);
}

Tensor TransformerImpl::forward(const Tensor &src, const Tensor &tgt, const Tensor &src_mask, const Tensor &tgt_mask,
                                const Tensor &memory_mask, const Tensor &src_key_padding_mask,
                                const Tensor &tgt_key_padding_mask, const Tensor &memory_key_padding_mask,
                                SourceLocation here) {
  ModuleScope scope(*this);
  auto call = [&](const AnyModule &module, std::initializer_list<Tensor> tensors) {
    std::vector<AnyValue> arguments(tensors.begin(), tensors.end());
    return std::move(module.forwardAny(arguments, here).get<Tensor>(here));
  };
  Tensor memory = call(encoder, {src, src_mask, src_key_padding_mask});
  return call(decoder, {tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask});
}

Tensor TransformerImpl::generate_square_subsequent_mask(const Size &size, SourceLocation here) {
  constexpr double minusInfinity = -std::numeric_limits<double>::infinity();
  return triu(full({size, size}, minusInfinity, kFloat, here), 1, here);
}

} // namespace tenon::nn
