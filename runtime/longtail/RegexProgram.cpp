//===- RegexProgram.cpp - Patterns as programs ---------------------------- ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/longtail/RegexProgram.h"
#include "runtime/core/Utf8.h"
#include <utility>

namespace tenon::runtime {

namespace {

constexpr int32_t none = -1; // no character: beyond the text

bool isWord(int32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

} // namespace

bool RegexMatcher::isValid(const int32_t *numbers, int64_t count) {
  if (count < 1 || numbers[0] < 1 || numbers[0] > (count - 1) / 3)
    return false;
  const int64_t size = numbers[0], rangeCount = (count - 1 - 3 * size) / 2;
  for (int64_t i = 0; i < size; ++i) {
    const int32_t *at = numbers + 1 + 3 * i;
    const int64_t a = at[1], b = at[2];
    const bool isFine = at[0] == RegexMatch  ? true
                        : at[0] == RegexJump ? a >= 0 && a < size
                        : at[0] == RegexSplit
                            ? a >= 0 && a < size && b >= 0 && b < size
                        : at[0] == RegexSet    ? a >= 0 && b >= 0 && a + b <= rangeCount && i + 1 < size
                        : at[0] == RegexAssert ? a >= 0 && a <= RegexNoWordBoundary && i + 1 < size
                                               : false;
    if (!isFine)
      return false;
  }
  return true;
}

bool RegexMatcher::open(const int32_t *numbers) {
  const auto size = static_cast<uint64_t>(numbers[0]);
  instructions = reinterpret_cast<const RegexInstruction *>(numbers + 1);
  ranges = reinterpret_cast<const RegexRange *>(numbers + 1 + 3 * size);
  // Each instruction is at most once in a list, and adds two to the stack when it is visited.
  for (Threads *threads : {&current, &next})
    if (!threads->place.resize(size) || !threads->list.reserve(size))
      return false;
  return stack.reserve(2 * size + 2);
}

bool RegexMatcher::holds(int32_t place) const {
  switch (place) {
  case RegexTextBegin:
    return before == none;
  case RegexTextEnd:
    return after == none;
  case RegexLineBegin:
    return before == none || before == '\n';
  case RegexLineEnd:
    return after == none || after == '\n';
  case RegexWordBoundary:
    return isWord(before) != isWord(after);
  default:
    return isWord(before) == isWord(after);
  }
}

/// All instructions that are reached from one without a character.
void RegexMatcher::follow(uint32_t from, Threads &threads) {
  stack.clear();
  bool isThere = stack.push(from);
  while (isThere && !stack.isEmpty()) {
    const uint32_t at = stack[stack.size() - 1];
    stack.pop();
    if (threads.has(at))
      continue;
    threads.add(at);
    const RegexInstruction &instruction = instructions[at];
    if (instruction.operation == RegexJump || instruction.operation == RegexSplit)
      isThere = stack.push(static_cast<uint32_t>(instruction.a));
    if (instruction.operation == RegexSplit)
      isThere = stack.push(static_cast<uint32_t>(instruction.b));
    if (instruction.operation == RegexAssert && holds(instruction.a))
      isThere = stack.push(at + 1);
  }
}

bool RegexMatcher::accepts(const RegexInstruction &set, int32_t character) const {
  for (int32_t i = set.a; i < set.a + set.b; ++i)
    if (character >= ranges[i].first && character <= ranges[i].last)
      return true;
  return false;
}

bool RegexMatcher::matches(const char *text, uint64_t size) {
  const char *position = text, *end = text + size;
  before = none;
  auto peek = [&] { return position == end ? none : static_cast<int32_t>(readCharacter(position, end).code); };
  after = peek();
  current.list.clear();
  follow(0, current);
  while (position != end && !current.list.isEmpty()) {
    const int32_t character = after;
    position += readCharacter(position, end).bytes;
    before = character;
    after = peek();
    next.list.clear();
    for (uint32_t at : current.list)
      if (instructions[at].operation == RegexSet && accepts(instructions[at], character))
        follow(at + 1, next);
    std::swap(current, next);
  }
  if (position != end)
    return false;
  for (uint32_t at : current.list)
    if (instructions[at].operation == RegexMatch)
      return true;
  return false;
}

} // namespace tenon::runtime
