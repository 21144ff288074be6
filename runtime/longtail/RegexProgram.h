//===- RegexProgram.h - Patterns as programs ------------------------------ ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A pattern is a list of 32-bit numbers: how many instructions there are, the
// instructions, three numbers each, and ranges of characters, two numbers each.
// It is run for all ways through it at once, character by character: the time
// is that of the text's length times the number of instructions, whatever the
// pattern.

#ifndef TENON_RUNTIME_LONGTAIL_REGEXPROGRAM_H
#define TENON_RUNTIME_LONGTAIL_REGEXPROGRAM_H

#include "runtime/core/Array.h"

namespace tenon::runtime {

enum RegexOperation : int32_t {
  RegexMatch = 0,
  RegexJump = 1,   // to a
  RegexSplit = 2,  // to a and to b
  RegexSet = 3,    // a character of the b ranges from number a on
  RegexAssert = 4, // a RegexPlace
};

enum RegexPlace : int32_t {
  RegexTextBegin = 0,
  RegexTextEnd = 1,
  RegexLineBegin = 2,
  RegexLineEnd = 3,
  RegexWordBoundary = 4,
  RegexNoWordBoundary = 5,
};

struct RegexInstruction {
  int32_t operation, a, b;
};

struct RegexRange {
  int32_t first, last;
};

class RegexMatcher {
public:
  /// Whether the numbers are a program that can be run.
  static bool isValid(const int32_t *numbers, int64_t count);

  /// False for lack of memory. The numbers outlive this.
  bool open(const int32_t *numbers);

  /// Whether the whole text matches. Bytes that are no UTF-8 count as U+FFFD.
  bool matches(const char *text, uint64_t size);

private:
  /// The instructions that are waiting for the next character.
  struct Threads {
    Array<uint32_t> list;
    Array<uint32_t> place; // of an instruction in the list, where the list says so too
    bool has(uint32_t at) const { return place[at] < list.size() && list[place[at]] == at; }
    void add(uint32_t at) {
      place[at] = static_cast<uint32_t>(list.size());
      // There is room for every instruction.
      static_cast<void>(list.push(at));
    }
  };

  void follow(uint32_t from, Threads &threads);
  bool accepts(const RegexInstruction &set, int32_t character) const;
  bool holds(int32_t place) const;

  const RegexInstruction *instructions = nullptr;
  const RegexRange *ranges = nullptr;
  Threads current, next;
  Array<uint32_t> stack;
  int32_t before = -1, after = -1; // the characters around the place in the text
};

} // namespace tenon::runtime

#endif
