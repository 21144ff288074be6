//===- Unicode.h - What an uncased model reads of a text ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef MINILM_UNICODE_H
#define MINILM_UNICODE_H

#include <string>
#include <string_view>

namespace minilm {

/// The code points of UTF-8 bytes. Invalid bytes become U+FFFD.
std::u32string decode(std::string_view bytes);
void appendEncoded(char32_t point, std::string &bytes);

/// Lower case, without accents and control characters, every white space U+0020.
std::u32string normalize(std::u32string_view text);

/// Punctuation and ideographs: each is a word of its own.
bool standsAlone(char32_t point);

} // namespace minilm

#endif
