//===- Tokenizer.cpp - Text to token ids, as BERT does it -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Tokenizer.h"
#include "Unicode.h"
#include <algorithm>

namespace minilm {

/// Longer words are unknown without a look: the search below is quadratic.
static constexpr size_t longestWord = 100;

/// Texts that stand for themselves wherever they occur.
static constexpr std::string_view specialTokens[] = {"[CLS]", "[MASK]", "[PAD]", "[SEP]", "[UNK]"};

Tokenizer::Tokenizer(std::string_view vocabulary) {
  words.reserve(std::count(vocabulary.begin(), vocabulary.end(), '\n') + 1);
  for (int64_t id = 0; !vocabulary.empty(); ++id) {
    size_t length = std::min(vocabulary.find('\n'), vocabulary.size());
    words.emplace(vocabulary.substr(0, length), id);
    vocabulary.remove_prefix(std::min(length + 1, vocabulary.size()));
  }
  unknown = find("[UNK]");
  start = find("[CLS]");
  end = find("[SEP]");
}

int64_t Tokenizer::find(std::string_view word) const {
  auto entry = words.find(word);
  return entry == words.end() ? -1 : entry->second;
}

std::vector<int64_t> Tokenizer::encode(std::string_view text, size_t limit) const {
  std::vector<int64_t> ids = {start};
  size_t done = 0;
  for (size_t bracket = text.find('['); bracket != text.npos && ids.size() < limit;
       bracket = text.find('[', bracket + 1)) {
    for (std::string_view token : specialTokens) {
      if (text.substr(bracket, token.size()) != token)
        continue;
      appendText(text.substr(done, bracket - done), ids, limit);
      ids.push_back(find(token));
      done = bracket + token.size();
    }
  }
  appendText(text.substr(done), ids, limit);
  ids.resize(std::min(ids.size(), std::max<size_t>(limit, 2) - 1));
  ids.push_back(end);
  return ids;
}

void Tokenizer::appendText(std::string_view text, std::vector<int64_t> &ids, size_t limit) const {
  std::u32string points = normalize(decode(text));
  std::u32string_view rest = points;
  while (!rest.empty() && ids.size() < limit) {
    size_t length = 0;
    while (length < rest.size() && rest[length] != U' ' && !standsAlone(rest[length]))
      ++length;
    if (length == 0)
      length = 1;
    if (rest[0] != U' ')
      appendWord(rest.substr(0, length), ids);
    rest.remove_prefix(length);
  }
}

/// Cuts the word greedily into the longest pieces of the vocabulary. A word that
/// cannot be cut is unknown as a whole.
void Tokenizer::appendWord(std::u32string_view word, std::vector<int64_t> &ids) const {
  size_t before = ids.size();
  if (word.size() > longestWord) {
    ids.push_back(unknown);
    return;
  }
  std::string piece;
  for (size_t first = 0, last; first < word.size(); first = last) {
    int64_t id = -1;
    for (last = word.size(); last > first; --last) {
      piece = first ? "##" : "";
      for (char32_t point : word.substr(first, last - first))
        appendEncoded(point, piece);
      if ((id = find(piece)) >= 0)
        break;
    }
    if (id < 0) {
      ids.resize(before);
      ids.push_back(unknown);
      return;
    }
    ids.push_back(id);
  }
}

} // namespace minilm
