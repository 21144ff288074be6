//===- CommandLine.cpp - What a compiled program is asked to do ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/program/CommandLine.h"
#include "runtime/core/Processors.h"
#include <algorithm>
#include <errno.h>
#include <iterator>

namespace tenon::runtime {

namespace {

enum class Option {
  Inputs,
  Outputs,
  Threads,
  Repeat,
  Bench,
  Seconds,
  Json,
  Explain,
  Function,
  LoadState,
  SaveState,
  Shape,
  Seed,
  Quiet,
  Help,
  Version
};

struct NamedOption {
  const char *name;
  Option option;
  bool takesValue;
};

constexpr NamedOption namedOptions[] = {
    {"--inputs", Option::Inputs, true}, {"--outputs", Option::Outputs, true},   {"--threads", Option::Threads, true},
    {"--repeat", Option::Repeat, true}, {"--bench", Option::Bench, false},      {"--seconds", Option::Seconds, true},
    {"--json", Option::Json, true},     {"--function", Option::Function, true}, {"--shape", Option::Shape, true},
    {"--explain", Option::Explain, false}, {"--load-state", Option::LoadState, true},
    {"--save-state", Option::SaveState, true},
    {"--seed", Option::Seed, true},     {"--quiet", Option::Quiet, false},      {"--help", Option::Help, false},
    {"-h", Option::Help, false},        {"--version", Option::Version, false},
};

class Parser {
public:
  Parser(int count, char **arguments, ProgramOptions &options, Message &message)
      : count(count), arguments(arguments), options(options), message(message) {}

  int parse();

private:
  int parseOption(const char *argument);
  int failUnknown(const char *argument, size_t length);
  int apply(const NamedOption &option, const char *value);
  int addValues(Array<const char *> &values, const char *first);
  int parseWhole(const char *name, const char *value, uint64_t minimum, uint64_t maximum, uint64_t &number);
  int parseSeconds(const char *value);

  int count;
  char **arguments;
  ProgramOptions &options;
  Message &message;
  int position = 1;
};

int Parser::parse() {
  while (position < count) {
    const char *argument = arguments[position++];
    if (*argument != '-')
      return fail(message, TENON_ERROR_USER, "unexpected argument '%s'; see %s --help", argument, options.program);
    if (int status = parseOption(argument))
      return status;
  }
  return TENON_OK;
}

int Parser::parseOption(const char *argument) {
  const size_t length = strcspn(argument, "=");
  const char *attached = argument[length] ? argument + length + 1 : nullptr;
  for (const NamedOption &option : namedOptions) {
    if (strlen(option.name) != length || strncmp(option.name, argument, length))
      continue;
    if (!option.takesValue && attached)
      return fail(message, TENON_ERROR_USER, "%s takes no value", option.name);
    const bool isMissing =
        option.takesValue && !attached && (position == count || !strncmp(arguments[position], "--", 2));
    if (isMissing)
      return fail(message, TENON_ERROR_USER, "%s lacks its value; see %s --help", option.name, options.program);
    return apply(option, !option.takesValue ? nullptr : attached ? attached : arguments[position++]);
  }
  return failUnknown(argument, length);
}

int Parser::failUnknown(const char *argument, size_t length) {
  const char *names[std::size(namedOptions)];
  uint64_t nameCount = 0;
  for (const NamedOption &option : namedOptions)
    names[nameCount++] = option.name;
  char word[64];
  const size_t kept = std::min(length, sizeof word - 1);
  memcpy(word, argument, kept);
  word[kept] = 0;
  if (const char *suggestion = nearest(word, names, nameCount))
    return fail(message, TENON_ERROR_USER, "unknown option '%s'; did you mean %s?", argument, suggestion);
  return fail(message, TENON_ERROR_USER, "unknown option '%s'; see %s --help", argument, options.program);
}

/// This value and those that follow, up to the next option.
int Parser::addValues(Array<const char *> &values, const char *first) {
  bool isAdded = values.push(first);
  while (position < count && arguments[position][0] != '-' && isAdded)
    isAdded = values.push(arguments[position++]);
  return isAdded ? TENON_OK : fail(message, TENON_ERROR_USER, "out of memory");
}

int Parser::parseWhole(const char *name, const char *value, uint64_t minimum, uint64_t maximum, uint64_t &number) {
  char *end;
  errno = 0;
  number = strtoull(value, &end, 10);
  if (*value < '0' || *value > '9' || *end || errno || number < minimum || number > maximum)
    return fail(message, TENON_ERROR_USER, "%s takes a whole number from %llu to %llu, not '%s'", name,
                static_cast<unsigned long long>(minimum), static_cast<unsigned long long>(maximum), value);
  return TENON_OK;
}

int Parser::parseSeconds(const char *value) {
  char *end;
  options.seconds = strtod(value, &end);
  if (end == value || *end || !(options.seconds > 0 && options.seconds <= 86400))
    return fail(message, TENON_ERROR_USER, "--seconds takes a number above 0 and up to 86400, not '%s'", value);
  return TENON_OK;
}

int Parser::apply(const NamedOption &option, const char *value) {
  uint64_t number;
  int status = TENON_OK;
  switch (option.option) {
  case Option::Inputs:
    options.hasInputs = true;
    return addValues(options.inputs, value);
  case Option::Shape:
    return addValues(options.shapes, value);
  case Option::Outputs:
    options.outputs = value;
    break;
  case Option::Json:
    options.json = value;
    break;
  case Option::Function:
    options.function = value;
    break;
  case Option::LoadState:
    options.loadState = value;
    break;
  case Option::SaveState:
    options.saveState = value;
    break;
  case Option::Threads:
    status = parseWhole(option.name, value, 1, maximumThreads, number);
    options.threads = static_cast<int32_t>(number);
    break;
  case Option::Repeat:
    status = parseWhole(option.name, value, 1, INT32_MAX, number);
    options.repeat = static_cast<int64_t>(number);
    break;
  case Option::Seed:
    return parseWhole(option.name, value, 0, INT64_MAX, options.seed);
  case Option::Seconds:
    return parseSeconds(value);
  case Option::Bench:
    options.isBenchmark = true;
    break;
  case Option::Explain:
    options.isExplained = true;
    break;
  case Option::Quiet:
    options.isQuiet = true;
    break;
  case Option::Help:
    options.wantsHelp = true;
    break;
  case Option::Version:
    options.wantsVersion = true;
    break;
  }
  return status;
}

/// Insertions, deletions and replacements from one word to the other.
unsigned editDistance(const char *a, const char *b) {
  unsigned row[64];
  const size_t length = std::min<size_t>(strlen(b), std::size(row) - 1);
  for (size_t i = 0; i <= length; ++i)
    row[i] = static_cast<unsigned>(i);
  for (unsigned line = 1; *a; ++a, ++line) {
    unsigned diagonal = row[0];
    row[0] = line;
    for (size_t i = 1; i <= length; ++i) {
      const unsigned replaced = diagonal + (*a != b[i - 1]);
      diagonal = row[i];
      row[i] = std::min({replaced, row[i] + 1, row[i - 1] + 1});
    }
  }
  return row[length];
}

} // namespace

const char *nearest(const char *word, const char *const *candidates, uint64_t count) {
  const char *best = nullptr;
  unsigned bestDistance = static_cast<unsigned>(strlen(word) / 3 + 1);
  for (uint64_t i = 0; i < count; ++i) {
    const unsigned distance = editDistance(word, candidates[i]);
    if (distance < bestDistance || (distance == bestDistance && !best)) {
      best = candidates[i];
      bestDistance = distance;
    }
  }
  return best;
}

int parseCommandLine(int count, char **arguments, ProgramOptions &options, Message &message) {
  options.program = count > 0 && arguments[0] ? arguments[0] : "program";
  return Parser(count, arguments, options, message).parse();
}

} // namespace tenon::runtime
