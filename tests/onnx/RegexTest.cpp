//===- RegexTest.cpp - Patterns of RE2, compiled and run ------------------ ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/ImportError.h"
#include "frontend/onnx/Regex.h"
#include "runtime/longtail/RegexProgram.h"
#include <catch2/catch.hpp>

using namespace tenon;

namespace {

bool matches(llvm::StringRef pattern, llvm::StringRef text) {
  std::vector<int32_t> program = onnx::compileRegex(pattern);
  REQUIRE(runtime::RegexMatcher::isValid(program.data(), static_cast<int64_t>(program.size())));
  runtime::RegexMatcher matcher;
  REQUIRE(matcher.open(program.data()));
  // The memory of one text serves the next.
  bool result = matcher.matches(text.data(), text.size());
  CHECK(matcher.matches(text.data(), text.size()) == result);
  return result;
}

std::string errorOf(llvm::StringRef pattern) {
  try {
    onnx::compileRegex(pattern);
  } catch (const onnx::ImportError &error) {
    return error.what();
  }
  return "";
}

} // namespace

TEST_CASE("the whole text has to match") {
  CHECK(matches("", ""));
  CHECK_FALSE(matches("", "a"));
  CHECK(matches("abc", "abc"));
  CHECK_FALSE(matches("abc", "abcd"));
  CHECK_FALSE(matches("abc", "xabc"));
  CHECK(matches("a|ab|abc", "abc"));
  CHECK(matches("|a", ""));
  CHECK(matches("(a|b)(c|d|)", "b"));
}

TEST_CASE("repetitions") {
  CHECK(matches("a*", "aaaa"));
  CHECK_FALSE(matches("a+", ""));
  CHECK(matches("ab?c", "ac"));
  CHECK(matches("a{2,3}", "aaa"));
  CHECK_FALSE(matches("a{2,3}", "aaaa"));
  CHECK(matches("(ab){2,}", "ababab"));
  CHECK(matches("a{0}b", "b"));
  CHECK(matches("(a*)*(b|c*)+", "aacc"));
  CHECK(matches("a+?b*?", "aab"));
  CHECK(matches("a{,3}", "a{,3}"));
  CHECK(matches("x{", "x{"));
}

TEST_CASE("characters and classes") {
  CHECK(matches(".", "é"));
  CHECK_FALSE(matches(".", "\n"));
  CHECK(matches("(?s).", "\n"));
  CHECK(matches("[a-cx]+", "abxc"));
  CHECK_FALSE(matches("[^a-c]", "b"));
  CHECK(matches("[]^-]+", "^]-"));
  CHECK(matches("[\\d\\-.]+", "1-2.3"));
  CHECK(matches("[[:alpha:][:^ascii:]]+", "aé"));
  CHECK(matches("\\w+\\s\\W\\D", "a_1 !x"));
  CHECK(matches("\\x41\\x{1F600}\\101\\n", "A\U0001F600A\n"));
  CHECK(matches("\\Qa.b*\\E+", "a.b**"));
  CHECK(matches("(?i)straSSe", "STRAssE"));
  CHECK(matches("a(?i:b)c", "aBc"));
  CHECK_FALSE(matches("a(?i:b)c", "aBC"));
  CHECK(matches("(?i)[^a]", "b"));
  CHECK_FALSE(matches("(?i)[^a]", "A"));
  CHECK(matches("[é-ü]", "ë"));
}

TEST_CASE("places") {
  CHECK(matches("^a$", "a"));
  CHECK_FALSE(matches("a$\\nb", "a\nb"));
  CHECK(matches("(?m)a$\\n^b", "a\nb"));
  CHECK(matches("a\\b b\\B\\w", "a bc"));
  CHECK_FALSE(matches("a\\bb", "ab"));
  CHECK(matches("\\Aa\\z", "a"));
}

TEST_CASE("bytes that are no UTF-8 are one character each") {
  CHECK(matches("..", "\xff\xc3"));
  CHECK(matches("a.b", llvm::StringRef("a\0b", 3)));
}

TEST_CASE("no pattern makes a text take long") {
  std::string text(100000, 'a');
  CHECK_FALSE(matches("(a*)*b", text));
  CHECK_FALSE(matches("(a|a)*(a|aa)+(a?){500}b", text.substr(0, 5000)));
}

TEST_CASE("what is no pattern is said") {
  CHECK_THAT(errorOf("("), Catch::Contains("has a group without an end"));
  CHECK_THAT(errorOf(")"), Catch::Contains("a closing parenthesis too many"));
  CHECK_THAT(errorOf("*a"), Catch::Contains("repeats nothing at '*'"));
  CHECK_THAT(errorOf("a**"), Catch::Contains("repeats a repetition"));
  CHECK_THAT(errorOf("[z-a]"), Catch::Contains("ends before it begins"));
  CHECK_THAT(errorOf("[a"), Catch::Contains("brackets without an end"));
  CHECK_THAT(errorOf("[[:foo:]]"), Catch::Contains("the class 'foo'"));
  CHECK_THAT(errorOf("a\\"), Catch::Contains("ends with a backslash"));
  CHECK_THAT(errorOf("(a)\\1"), Catch::Contains("refers to a group"));
  CHECK_THAT(errorOf("(?=a)"), Catch::Contains("which RE2 does not have"));
  CHECK_THAT(errorOf("\\pL"), Catch::Contains("class of Unicode"));
  CHECK_THAT(errorOf("(?i)é"), Catch::Contains("beyond ASCII"));
  CHECK_THAT(errorOf("\xff"), Catch::Contains("is no UTF-8"));
  CHECK_THAT(errorOf("a{1001}"), Catch::Contains("repeats more than 1000 times"));
  CHECK_THAT(errorOf("((a{100}){100}){100}"), Catch::Contains("too large"));
  CHECK_THAT(errorOf(std::string(1000, '(')), Catch::Contains("nests groups deeper"));
}

TEST_CASE("programs from elsewhere are checked before they run") {
  auto isValid = [](std::vector<int32_t> program) {
    return runtime::RegexMatcher::isValid(program.data(), static_cast<int64_t>(program.size()));
  };
  CHECK(isValid({1, runtime::RegexMatch, 0, 0}));
  CHECK_FALSE(isValid({}));
  CHECK_FALSE(isValid({0}));
  CHECK_FALSE(isValid({2, runtime::RegexMatch, 0, 0}));
  CHECK_FALSE(isValid({1, runtime::RegexJump, 1, 0}));
  CHECK_FALSE(isValid({1, runtime::RegexSplit, 0, -1}));
  CHECK_FALSE(isValid({2, runtime::RegexSet, 0, 1, runtime::RegexMatch, 0, 0}));
  CHECK_FALSE(isValid({1, runtime::RegexSet, 0, 0}));
  CHECK_FALSE(isValid({1, 77, 0, 0}));
}
