//===- Json.cpp - JSON that is not trusted ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/weights/Json.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tenon::compiler {

static bool isNestedDeeper(StringRef text, int limit) {
  int depth = 0;
  for (size_t i = 0; i < text.size(); ++i)
    switch (text[i]) {
    case '"':
      for (++i; i < text.size() && text[i] != '"'; ++i)
        if (text[i] == '\\')
          ++i;
      break;
    case '[':
    case '{':
      if (++depth > limit)
        return true;
      break;
    case ']':
    case '}':
      --depth;
      break;
    default:
      break;
    }
  return false;
}

Expected<json::Value> parseJson(StringRef text) {
  constexpr int deepest = 16;
  if (isNestedDeeper(text, deepest))
    return createStringError("brackets are nested more than " + Twine(deepest) + " deep");
  return json::parse(text);
}

std::string quoted(StringRef name) {
  constexpr size_t longest = 200;
  std::string text = "'";
  raw_string_ostream stream(text);
  printEscapedString(name.take_front(longest), stream);
  stream << (name.size() > longest ? "...'" : "'");
  return text;
}

} // namespace tenon::compiler
