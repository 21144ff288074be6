//===- Regex.cpp - Patterns of RE2 as programs ---------------------------- ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// The pattern is parsed by recursive descent, and what is parsed is a piece of
// code at once: instructions whose jumps count from where they stand, so that
// pieces are joined and repeated by copying.

#include "frontend/onnx/Regex.h"
#include "frontend/onnx/ImportError.h"
#include "frontend/onnx/Support.h"
#include "runtime/core/Utf8.h"
#include "runtime/longtail/RegexProgram.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace tenon::runtime;

namespace tenon::onnx {

namespace {

using Code = std::vector<RegexInstruction>;
using Ranges = std::vector<RegexRange>;

constexpr int32_t lastCharacter = 0x10ffff;
constexpr size_t mostInstructions = 1 << 14;
constexpr int mostRepetitions = 1000, deepestGroups = 500; // of RE2: 1000 and 1000

struct NamedRanges {
  StringLiteral name;
  Ranges ranges;
};

/// The classes of POSIX, and those of Perl by their letter.
const Ranges *findClass(StringRef name) {
  static const NamedRanges classes[] = {
      {"alnum", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
      {"alpha", {{'A', 'Z'}, {'a', 'z'}}},
      {"ascii", {{0, 0x7f}}},
      {"blank", {{'\t', '\t'}, {' ', ' '}}},
      {"cntrl", {{0, 0x1f}, {0x7f, 0x7f}}},
      {"digit", {{'0', '9'}}},
      {"graph", {{'!', '~'}}},
      {"lower", {{'a', 'z'}}},
      {"print", {{' ', '~'}}},
      {"punct", {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
      {"space", {{'\t', '\r'}, {' ', ' '}}},
      {"upper", {{'A', 'Z'}}},
      {"word", {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}},
      {"xdigit", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}},
      {"d", {{'0', '9'}}},
      {"s", {{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}}},
      {"w", {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}},
  };
  const auto *found = find_if(classes, [&](const NamedRanges &entry) { return entry.name == name; });
  return found == std::end(classes) ? nullptr : &found->ranges;
}

/// In order and apart from each other.
Ranges normalized(Ranges ranges) {
  llvm::sort(ranges, [](RegexRange a, RegexRange b) { return a.first < b.first; });
  Ranges result;
  for (RegexRange range : ranges) {
    if (!result.empty() && range.first <= result.back().last + 1)
      result.back().last = std::max(result.back().last, range.last);
    else
      result.push_back(range);
  }
  return result;
}

Ranges complement(const Ranges &ranges) {
  Ranges result;
  int32_t next = 0;
  for (RegexRange range : normalized(ranges)) {
    if (range.first > next)
      result.push_back({next, range.first - 1});
    next = range.last + 1;
  }
  if (next <= lastCharacter)
    result.push_back({next, lastCharacter});
  return result;
}

void append(Code &code, const Code &more) {
  if (code.size() + more.size() > mostInstructions)
    throw ImportError("its pattern is too large: repetitions multiply what they repeat");
  code.insert(code.end(), more.begin(), more.end());
}

int32_t sizeOf(const Code &code) { return static_cast<int32_t>(code.size()); }

class RegexParser {
public:
  explicit RegexParser(StringRef pattern) : pattern(pattern), rest(pattern) {}

  std::vector<int32_t> run();

private:
  struct Flags {
    bool ignoresCase = false, dotIsAny = false, isMultiline = false;
  };

  [[noreturn]] void fail(const Twine &reason) const {
    throw ImportError("its pattern " + quoteName(pattern) + " " + reason);
  }

  int32_t takeCharacter();
  bool isNext(char c) const { return rest.starts_with(StringRef(&c, 1)); }
  bool takeNumber(int &number);

  Code parseAlternatives();
  Code parseSequence();
  Code parseAtom();
  Code parseGroup();
  bool parseFlags();
  Code parseEscape();
  Code parseQuoted();
  Code parseClass();
  void parseClassItem(Ranges &ranges);
  int32_t parseEscapedCharacter();
  /// The class of an escape or bracket that comes next, negated where it says so.
  std::optional<Ranges> takeClass(bool inBrackets);
  Code parseRepetition(Code repeated);
  std::optional<std::pair<int, int>> takeCounts();

  Code set(Ranges ranges, bool isNegated = false);
  Code literal(int32_t character) { return set({{character, character}}); }
  static Code assertion(RegexPlace place) { return {{RegexAssert, place, 0}}; }

  StringRef pattern, rest;
  Flags flags;
  int depth = 0;
  Ranges ranges;
};

int32_t RegexParser::takeCharacter() {
  if (rest.empty())
    fail("ends where a character should stand");
  Utf8Character character = readCharacter(rest.data(), rest.data() + rest.size());
  if (!character.isValid)
    fail("is no UTF-8");
  rest = rest.drop_front(character.bytes);
  return static_cast<int32_t>(character.code);
}

/// Of at most six digits.
bool RegexParser::takeNumber(int &number) {
  StringRef digits = rest.take_while([](char c) { return isDigit(c); });
  if (digits.empty() || digits.size() > 6 || digits.getAsInteger(10, number))
    return false;
  rest = rest.drop_front(digits.size());
  return true;
}

Code RegexParser::set(Ranges wanted, bool isNegated) {
  for (size_t i = 0, count = wanted.size(); i < count && flags.ignoresCase; ++i) {
    if (wanted[i].last >= 0x80 && wanted[i].last != lastCharacter)
      fail("ignores the case of letters beyond ASCII, which is not supported");
    for (auto [first, distance] : {std::pair('A', 32), std::pair('a', -32)}) {
      int32_t begin = std::max<int32_t>(wanted[i].first, first), end = std::min<int32_t>(wanted[i].last, first + 25);
      if (begin <= end)
        wanted.push_back({begin + distance, end + distance});
    }
  }
  wanted = isNegated ? complement(wanted) : normalized(std::move(wanted));
  Code code = {{RegexSet, static_cast<int32_t>(ranges.size()), static_cast<int32_t>(wanted.size())}};
  ranges.insert(ranges.end(), wanted.begin(), wanted.end());
  return code;
}

Code RegexParser::parseAlternatives() {
  Code code = parseSequence();
  while (rest.consume_front("|")) {
    Code other = parseSequence();
    Code both = {{RegexSplit, 1, sizeOf(code) + 2}};
    append(both, code);
    both.push_back({RegexJump, sizeOf(other) + 1, 0});
    append(both, other);
    code = std::move(both);
  }
  return code;
}

Code RegexParser::parseSequence() {
  Code code;
  while (!rest.empty() && !isNext('|') && !isNext(')')) {
    if (isNext('*') || isNext('+') || isNext('?'))
      fail("repeats nothing at '" + rest.take_front(1) + "'");
    append(code, parseRepetition(parseAtom()));
  }
  return code;
}

/// `{n}`, `{n,}` and `{n,m}`; no end is -1. Other braces stand for themselves.
std::optional<std::pair<int, int>> RegexParser::takeCounts() {
  StringRef before = rest;
  int least = 0, most = 0;
  if (rest.consume_front("{") && takeNumber(least)) {
    most = least;
    if (rest.consume_front(",") && !takeNumber(most))
      most = -1;
    if (rest.consume_front("}")) {
      if (least > mostRepetitions || most > mostRepetitions)
        fail("repeats more than " + Twine(mostRepetitions) + " times");
      if (most >= 0 && most < least)
        fail("has a repetition from " + Twine(least) + " to " + Twine(most));
      return std::pair(least, most);
    }
  }
  rest = before;
  return std::nullopt;
}

Code RegexParser::parseRepetition(Code repeated) {
  int least, most;
  if (rest.consume_front("*")) {
    std::tie(least, most) = std::pair(0, -1);
  } else if (rest.consume_front("+")) {
    std::tie(least, most) = std::pair(1, -1);
  } else if (rest.consume_front("?")) {
    std::tie(least, most) = std::pair(0, 1);
  } else if (auto counts = takeCounts()) {
    std::tie(least, most) = *counts;
  } else {
    return repeated;
  }
  // Which way is tried first makes no difference to whether the whole text matches.
  rest.consume_front("?");
  if (isNext('*') || isNext('+') || isNext('?') || takeCounts())
    fail("repeats a repetition; put it in a group");
  int32_t size = sizeOf(repeated);
  Code code;
  for (int i = 0; i < least; ++i)
    append(code, repeated);
  if (most < 0 && least > 0) {
    append(code, {{RegexSplit, -size, 1}});
  } else if (most < 0) {
    append(code, {{RegexSplit, 1, size + 2}});
    append(code, repeated);
    append(code, {{RegexJump, -(size + 1), 0}});
  }
  // Each of the others may be the end.
  for (int left = most - least; left > 0; --left) {
    append(code, {{RegexSplit, 1, left * (size + 1)}});
    append(code, repeated);
  }
  return code;
}

Code RegexParser::parseAtom() {
  if (rest.consume_front("("))
    return parseGroup();
  if (rest.consume_front("["))
    return parseClass();
  if (rest.consume_front("."))
    return flags.dotIsAny ? set({{0, lastCharacter}}) : set({{'\n', '\n'}}, /*isNegated=*/true);
  if (rest.consume_front("^"))
    return assertion(flags.isMultiline ? RegexLineBegin : RegexTextBegin);
  if (rest.consume_front("$"))
    return assertion(flags.isMultiline ? RegexLineEnd : RegexTextEnd);
  if (isNext('\\'))
    return parseEscape();
  return literal(takeCharacter());
}

/// After `(?`: letters that set flags, up to `)` or `:`. False where there are none.
bool RegexParser::parseFlags() {
  bool value = true;
  Flags given = flags;
  for (size_t i = 0; i < rest.size(); ++i) {
    switch (rest[i]) {
    case 'i':
      given.ignoresCase = value;
      break;
    case 's':
      given.dotIsAny = value;
      break;
    case 'm':
      given.isMultiline = value;
      break;
    case 'U': // makes repetitions short, which is all the same here
      break;
    case '-':
      if (!value)
        return false;
      value = false;
      break;
    case ':':
    case ')':
      flags = given;
      rest = rest.drop_front(i);
      return true;
    default:
      return false;
    }
  }
  return false;
}

/// After its parenthesis.
Code RegexParser::parseGroup() {
  Flags before = flags;
  if (++depth > deepestGroups)
    fail("nests groups deeper than " + Twine(deepestGroups) + " levels");
  if (rest.consume_front("?")) {
    if (rest.consume_front("P<") || (rest.starts_with("<") && !rest.starts_with("<=") && !rest.starts_with("<!") &&
                                     rest.consume_front("<"))) {
      auto [name, behind] = rest.split('>');
      if (name.empty() || name.size() == rest.size())
        fail("has a group whose name has no end");
      rest = behind;
    } else if (!parseFlags()) {
      fail("has a group '(?" + printableName(rest.take_front(2)) + "', which RE2 does not have");
    } else if (rest.consume_front(")")) {
      // Flags for what follows in the group around.
      --depth;
      return {};
    } else {
      rest.consume_front(":");
    }
  }
  Code code = parseAlternatives();
  if (!rest.consume_front(")"))
    fail("has a group without an end");
  flags = before;
  --depth;
  return code;
}

std::optional<Ranges> RegexParser::takeClass(bool inBrackets) {
  if (inBrackets && rest.starts_with("[:")) {
    StringRef name = rest.drop_front(2).take_until([](char c) { return c == ':'; });
    if (!rest.drop_front(2 + name.size()).starts_with(":]"))
      return std::nullopt;
    const Ranges *found = findClass(name.starts_with("^") ? name.drop_front() : name);
    if (!found || name.ltrim('^').size() < 3)
      fail("has the class " + quoteName(name) + ", which is not known");
    rest = rest.drop_front(name.size() + 4);
    return name.starts_with("^") ? complement(*found) : *found;
  }
  if (!isNext('\\') || rest.size() < 2)
    return std::nullopt;
  char letter = rest[1];
  if (letter == 'p' || letter == 'P')
    fail("has a class of Unicode (\\p), which is not supported; list the characters in brackets");
  const Ranges *found = isAlpha(letter) ? findClass(StringRef(&letter, 1).lower()) : nullptr;
  if (!found)
    return std::nullopt;
  rest = rest.drop_front(2);
  return isUpper(letter) ? complement(*found) : *found;
}

/// After its backslash.
int32_t RegexParser::parseEscapedCharacter() {
  constexpr std::pair<char, char> controls[] = {{'a', '\a'}, {'f', '\f'}, {'t', '\t'},
                                                {'n', '\n'}, {'r', '\r'}, {'v', '\v'}};
  if (rest.empty())
    fail("ends with a backslash");
  char letter = rest.front();
  for (auto [name, control] : controls)
    if (letter == name) {
      rest = rest.drop_front();
      return control;
    }
  StringRef digits;
  unsigned base = 8;
  if (letter == 'x') {
    base = 16;
    bool isBraced = rest.drop_front().starts_with("{");
    digits = isBraced ? rest.drop_front(2).take_until([](char c) { return c == '}'; }) : rest.substr(1, 2);
    rest = rest.drop_front(std::min(rest.size(), digits.size() + (isBraced ? 3 : 1)));
  } else if (letter == '0' || (isDigit(letter) && rest.size() > 1 && rest[1] >= '0' && rest[1] <= '7' && letter < '8')) {
    digits = rest.take_front(3).take_while([](char c) { return c >= '0' && c <= '7'; });
    rest = rest.drop_front(digits.size());
  } else if (isAlnum(letter)) {
    fail("has the escape '\\" + StringRef(&letter, 1) + "', which " +
         (isDigit(letter) ? "refers to a group: RE2 has no such" : "is not supported"));
  } else {
    return takeCharacter();
  }
  int32_t code;
  if (digits.getAsInteger(base, code) || code > lastCharacter)
    fail("has an escape that is no character: '" + printableName(digits) + "'");
  return code;
}

Code RegexParser::parseEscape() {
  if (std::optional<Ranges> named = takeClass(/*inBrackets=*/false))
    return set(std::move(*named));
  rest = rest.drop_front();
  if (rest.consume_front("A"))
    return assertion(RegexTextBegin);
  if (rest.consume_front("z"))
    return assertion(RegexTextEnd);
  if (rest.consume_front("b"))
    return assertion(RegexWordBoundary);
  if (rest.consume_front("B"))
    return assertion(RegexNoWordBoundary);
  if (rest.consume_front("Q"))
    return parseQuoted();
  return literal(parseEscapedCharacter());
}

/// After `\Q`, up to `\E` or the end. A repetition behind it is of the last character.
Code RegexParser::parseQuoted() {
  Code code;
  while (!rest.empty() && !rest.consume_front("\\E")) {
    Code next = literal(takeCharacter());
    if (rest.empty() || rest.consume_front("\\E")) {
      append(code, parseRepetition(next));
      return code;
    }
    append(code, next);
  }
  return code;
}

/// A class, a character or a range of them.
void RegexParser::parseClassItem(Ranges &items) {
  if (std::optional<Ranges> named = takeClass(/*inBrackets=*/true)) {
    items.insert(items.end(), named->begin(), named->end());
    return;
  }
  auto takeOne = [&] { return rest.consume_front("\\") ? parseEscapedCharacter() : takeCharacter(); };
  int32_t first = takeOne(), last = first;
  if (isNext('-') && rest.size() > 1 && rest[1] != ']') {
    rest = rest.drop_front();
    if (takeClass(/*inBrackets=*/true))
      fail("has a range that ends with a class");
    last = takeOne();
  }
  if (last < first)
    fail("has a range of characters that ends before it begins");
  items.push_back({first, last});
}

/// After its bracket.
Code RegexParser::parseClass() {
  bool isNegated = rest.consume_front("^");
  Ranges items;
  do {
    if (rest.empty())
      fail("has brackets without an end");
    parseClassItem(items);
  } while (!rest.consume_front("]"));
  return set(std::move(items), isNegated);
}

std::vector<int32_t> RegexParser::run() {
  Code code = parseAlternatives();
  if (!rest.empty())
    fail("has a closing parenthesis too many");
  code.push_back({RegexMatch, 0, 0});
  std::vector<int32_t> program = {sizeOf(code)};
  for (auto [i, instruction] : enumerate(code)) {
    auto at = static_cast<int32_t>(i);
    bool jumps = instruction.operation == RegexJump || instruction.operation == RegexSplit;
    int32_t second = instruction.operation == RegexSplit ? at : 0;
    program.insert(program.end(), {instruction.operation, instruction.a + (jumps ? at : 0), instruction.b + second});
  }
  for (RegexRange range : ranges)
    program.insert(program.end(), {range.first, range.last});
  return program;
}

} // namespace

std::vector<int32_t> compileRegex(StringRef pattern) { return RegexParser(pattern).run(); }

} // namespace tenon::onnx
