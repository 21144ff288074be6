//===- CommandParser.h - Commands and options of a command line -----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What tenonc needs of CLI11, whose header takes seconds to compile: here it is
// compiled once. Mistakes get one line, with the nearest option or command.

#ifndef TENON_TOOLS_TENONC_COMMANDPARSER_H
#define TENON_TOOLS_TENONC_COMMANDPARSER_H

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace tenon::tools {

/// One command; its options write to the variables given, when it is chosen.
class Command {
public:
  explicit Command(CLI::App &app) : app(app) {}

  /// `value` stands for the option's argument in the help.
  void option(const char *names, std::string &target, const char *help, const char *value);
  void required(const char *names, std::string &target, const char *help, const char *value);
  void number(const char *names, uint64_t &target, const char *help, const char *value);
  void number(const char *names, int &target, int least, int most, const char *help, const char *value);
  /// Takes one value each time it is given.
  void repeatable(const char *names, std::vector<std::string> &target, const char *help, const char *value);
  /// Takes all values up to the next option.
  void list(const char *names, std::vector<std::string> &target, const char *help, const char *value);
  void flag(const char *names, bool &target, const char *help);
  /// The two flags cannot be given together.
  void exclusive(const char *first, const char *second);
  void onChosen(std::function<void()> callback);

private:
  CLI::App &app;
};

class CommandParser {
public:
  CommandParser(const char *description, const char *examples, const std::string &version);
  ~CommandParser();

  Command add(const char *name, const char *help, const char *examples);

  /// The exit status where there is nothing more to do: after --help, --version
  /// or a mistake. Else the chosen command's callback was called.
  std::optional<int> parse(int argc, char **argv);

private:
  std::unique_ptr<CLI::App> app;
};

} // namespace tenon::tools

#endif
