//===- Tokenizer.h - Text to token ids, as BERT does it -------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Texts are not trusted: any bytes are taken. What is not UTF-8 is dropped, as
// the reference drops the replacement characters it would read there.

#ifndef MINILM_TOKENIZER_H
#define MINILM_TOKENIZER_H

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace minilm {

/// The WordPiece tokenizer of uncased BERT models.
class Tokenizer {
public:
  /// `vocabulary` has a word per line, its id is the line's number from 0. The
  /// words are views: the text must outlive the tokenizer.
  explicit Tokenizer(std::string_view vocabulary);

  /// The ids of [CLS] text [SEP], cut so that there are at most `limit`.
  std::vector<int64_t> encode(std::string_view text, size_t limit = 512) const;

private:
  void appendText(std::string_view text, std::vector<int64_t> &ids, size_t limit) const;
  void appendWord(std::u32string_view word, std::vector<int64_t> &ids) const;
  int64_t find(std::string_view word) const;

  std::unordered_map<std::string_view, int64_t> words;
  int64_t unknown, start, end;
};

} // namespace minilm

#endif
