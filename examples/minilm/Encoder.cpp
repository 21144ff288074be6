//===- Encoder.cpp - Sentences to vectors ---------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Encoder.h"
#include "minilm_model.h" // made by the compiler beside the object
#include <algorithm>
#include <stdexcept>

namespace minilm {

/// Texts of one run: the memory of a run grows with them.
static constexpr size_t batchLimit = 16;

Encoder::Encoder(int threads) : tokenizer(vocabulary()) {
  minilm_model_options options = {};
  options.threads = threads;
  if (minilm_model_create(&options, &context) != MINILM_MODEL_OK)
    throw std::runtime_error(minilm_model_last_error(nullptr));
}

Encoder::~Encoder() { minilm_model_destroy(context); }

std::vector<Encoder::Embedding> Encoder::encode(const std::vector<std::string> &texts) {
  std::vector<Embedding> embeddings;
  for (size_t first = 0; first < texts.size(); first += batchLimit)
    encodeBatch(&texts[first], std::min(batchLimit, texts.size() - first), embeddings);
  return embeddings;
}

void Encoder::encodeBatch(const std::string *texts, size_t count, std::vector<Embedding> &embeddings) {
  std::vector<std::vector<int64_t>> tokens(count);
  size_t longest = 0;
  for (size_t i = 0; i < count; ++i) {
    tokens[i] = tokenizer.encode(texts[i]);
    longest = std::max(longest, tokens[i].size());
  }
  // Shorter texts are filled up to the longest; the mask says where they end.
  std::vector<int64_t> ids(count * longest, 0), mask(count * longest, 0);
  for (size_t i = 0; i < count; ++i) {
    std::copy(tokens[i].begin(), tokens[i].end(), ids.begin() + i * longest);
    std::fill_n(mask.begin() + i * longest, tokens[i].size(), 1);
  }

  int64_t sizes[2] = {int64_t(count), int64_t(longest)}, resultSizes[2] = {0, 0};
  DLTensor inputs[2] = {}, output = {};
  for (DLTensor &input : inputs) {
    input.device = {kDLCPU, 0};
    input.ndim = 2;
    input.dtype = {kDLInt, 64, 1};
    input.shape = sizes;
  }
  inputs[0].data = ids.data();
  inputs[1].data = mask.data();
  output.ndim = 2;
  output.shape = resultSizes;
  if (minilm_model_run(context, inputs, 2, &output, 1) != MINILM_MODEL_OK)
    throw std::runtime_error(minilm_model_last_error(context));
  const float *values = static_cast<const float *>(output.data);
  for (size_t i = 0; i < count; ++i)
    embeddings.emplace_back(values + i * dimensions, values + (i + 1) * dimensions);
}

} // namespace minilm
