//===- TokenizerTest.cpp - The tokenizer against the reference's ids ------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// tokens.txt holds pairs of lines: a text, in which \xNN is a byte, and the ids
// that the reference tokenizer gives it.

#include "examples/minilm/Tokenizer.h"
#include "examples/minilm/Unicode.h"
#include "tests/support/Paths.h"
#include <catch2/catch.hpp>
#include <fstream>
#include <random>
#include <sstream>

using namespace minilm;

static std::string readFile(const std::string &path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

static const Tokenizer &tokenizer() {
  static const std::string vocabulary = readFile(MINILM_VOCABULARY);
  static const Tokenizer tokenizer(vocabulary);
  return tokenizer;
}

static std::string unescape(const std::string &text) {
  std::string bytes;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      bytes += text[i];
    } else if (text[i + 1] == 'x') {
      bytes += char(std::stoi(text.substr(i + 2, 2), nullptr, 16));
      i += 3;
    } else {
      bytes += text[++i];
    }
  }
  return bytes;
}

TEST_CASE("every text of the reference gets the reference's ids") {
  std::ifstream file(TENON_SOURCE_DIR "/tests/examples/minilm/tokens.txt");
  size_t cases = 0;
  for (std::string text, line; std::getline(file, text) && std::getline(file, line); ++cases) {
    INFO(text);
    std::istringstream numbers(line);
    std::vector<int64_t> expected;
    for (int64_t id; numbers >> id;)
      expected.push_back(id);
    CHECK(tokenizer().encode(unescape(text)) == expected);
  }
  CHECK(cases >= 60);
}

TEST_CASE("random bytes give few, valid ids") {
  std::mt19937 generator(1);
  for (int repeat = 0; repeat < 2000; ++repeat) {
    std::string bytes(generator() % 300, '\0');
    // Bytes above 0x7F more often than not, so that sequences start and break off.
    for (char &byte : bytes)
      byte = char(generator() % 4 ? 0x80 | generator() : generator());
    std::vector<int64_t> ids = tokenizer().encode(bytes, 32);
    REQUIRE(ids.size() <= 32);
    REQUIRE(ids.size() >= 2);
    REQUIRE(ids.front() == 101);
    REQUIRE(ids.back() == 102);
    for (int64_t id : ids)
      REQUIRE((id >= 0 && id < 30522));
  }
}

TEST_CASE("code points survive encoding and decoding") {
  for (char32_t point = 0; point < 0x110000; ++point) {
    if (point >= 0xD800 && point < 0xE000)
      continue;
    std::string bytes;
    appendEncoded(point, bytes);
    std::u32string points = decode(bytes);
    if (points != std::u32string(1, point))
      FAIL("U+" << std::hex << uint32_t(point));
  }
}

TEST_CASE("bytes that are not UTF-8 are replaced") {
  for (const char *bytes : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
                            "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xE4\xBD", "\xF0\x9F\x98"}) {
    for (char32_t point : decode(bytes))
      CHECK(point == 0xFFFD);
  }
  CHECK(decode("\xE4\xBDz") == U"\uFFFDz");
}

TEST_CASE("limits smaller than the frame still frame the text") {
  CHECK(tokenizer().encode("hello", 2) == std::vector<int64_t>{101, 102});
  CHECK(tokenizer().encode("hello", 0) == std::vector<int64_t>{101, 102});
}
