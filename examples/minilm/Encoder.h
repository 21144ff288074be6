//===- Encoder.h - Sentences to vectors -----------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MINILM_ENCODER_H
#define MINILM_ENCODER_H

#include "Tokenizer.h"
#include <string>
#include <vector>

struct minilm_model;

namespace minilm {

/// The text of vocab.txt, which is part of the program.
std::string_view vocabulary();

/// The tokenizer and a context of the compiled model. Throws
/// std::runtime_error with the model's message.
class Encoder {
public:
  static constexpr size_t dimensions = 384;
  using Embedding = std::vector<float>; // of length 1

  explicit Encoder(int threads);
  ~Encoder();
  Encoder(const Encoder &) = delete;
  Encoder &operator=(const Encoder &) = delete;

  std::vector<Embedding> encode(const std::vector<std::string> &texts);

private:
  Tokenizer tokenizer;
  minilm_model *context = nullptr;

  void encodeBatch(const std::string *texts, size_t count, std::vector<Embedding> &embeddings);
};

} // namespace minilm

#endif
