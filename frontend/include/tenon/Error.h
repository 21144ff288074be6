//===- Error.h - Errors, and where the user's code stands --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_ERROR_H
#define TENON_ERROR_H

#include <stdexcept>
#include <string>

/// What libtenon.so exports.
#define TENON_API __attribute__((visibility("default")))

/// The last parameter of functions that record or refuse something: where the
/// caller stands. Never passed by hand.
#define TENON_HERE ::tenon::SourceLocation here = ::tenon::SourceLocation::current()

namespace tenon {

/// A file and line of the user's code.
struct SourceLocation {
  const char *file;
  int line;

  static constexpr SourceLocation current(const char *file = __builtin_FILE(), int line = __builtin_LINE()) {
    return SourceLocation(Private(), file, line);
  }
  /// Where an operator is used that cannot know.
  static constexpr SourceLocation unknown() { return SourceLocation(Private(), "", 0); }
  /// Where something else was recorded; the name of the file lives as long as the process.
  static constexpr SourceLocation of(const char *file, int line) { return SourceLocation(Private(), file, line); }

private:
  /// Without it, `{0, 2}` as a list of dims could be a place, too: a null pointer and a line.
  struct Private {};
  constexpr SourceLocation(Private, const char *file, int line) : file(file), line(line) {}
};

/// Everything that the front end refuses: wrong shapes, types, indices, files.
/// The message starts with the file and line of the user's code, and names the
/// operation, the shapes and the types.
class TENON_API Error : public std::runtime_error {
public:
  Error(const std::string &message, TENON_HERE);

  /// The message without file and line.
  const std::string &what_without_location() const { return text; }

private:
  std::string text;
};

} // namespace tenon

#endif
