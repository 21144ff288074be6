//===- CommandParser.cpp - Commands and options of a command line ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CommandParser.h"
#include "Suggestions.h"
#include "compiler/Diagnostics.h"
#include "llvm/Support/raw_ostream.h"
#include <CLI/CLI.hpp>

using namespace tenon::compiler;

namespace tenon::tools {

void Command::option(const char *names, std::string &target, const char *help, const char *value) {
  app.add_option(names, target, help)->option_text(value);
}

void Command::required(const char *names, std::string &target, const char *help, const char *value) {
  app.add_option(names, target, help)->option_text(value)->required();
}

void Command::number(const char *names, uint64_t &target, const char *help, const char *value) {
  app.add_option(names, target, help)->option_text(value);
}

void Command::number(const char *names, int &target, int least, int most, const char *help, const char *value) {
  app.add_option(names, target, help)->option_text(value)->check(CLI::Range(least, most));
}

void Command::repeatable(const char *names, std::vector<std::string> &target, const char *help, const char *value) {
  app.add_option(names, target, help)
      ->option_text(value)
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void Command::list(const char *names, std::vector<std::string> &target, const char *help, const char *value) {
  app.add_option(names, target, help)->option_text(value);
}

void Command::flag(const char *names, bool &target, const char *help) { app.add_flag(names, target, help); }

void Command::exclusive(const char *first, const char *second) {
  app.get_option(first)->excludes(app.get_option(second));
}

void Command::onChosen(std::function<void()> callback) { app.callback(std::move(callback)); }

CommandParser::CommandParser(const char *description, const char *examples, const std::string &version)
    : app(std::make_unique<CLI::App>(description, "tenonc")) {
  app->footer(examples);
  app->set_version_flag("--version", version);
  app->require_subcommand(1);
}

CommandParser::~CommandParser() = default;

Command CommandParser::add(const char *name, const char *help, const char *examples) {
  CLI::App *command = app->add_subcommand(name, help);
  command->footer(examples);
  return Command(*command);
}

namespace {

std::string helpHint(CLI::App &app, CLI::App &command) {
  return "; see " + app.get_name() + (&command == &app ? "" : " " + command.get_name()) + " --help";
}

/// An argument that no option or command takes.
std::string describeExtra(CLI::App &app, CLI::App &command, const std::string &extra) {
  std::vector<std::string> candidates;
  bool isOption = llvm::StringRef(extra).starts_with("-");
  if (isOption)
    for (const CLI::Option *option : command.get_options())
      for (const std::string &name : option->get_lnames())
        candidates.push_back("--" + name);
  else if (&command == &app)
    for (const CLI::App *subcommand : app.get_subcommands({}))
      candidates.push_back(subcommand->get_name());
  std::string kind = isOption ? "unknown option '" : &command == &app ? "unknown command '" : "unexpected argument '";
  std::string text = kind + extra + "'";
  if (auto suggestion = nearest(llvm::StringRef(extra).split('=').first, candidates))
    return text + "; did you mean " + *suggestion + "?";
  return text + helpHint(app, command);
}

std::string describeMistake(CLI::App &app, const CLI::ParseError &error) {
  auto chosen = app.get_subcommands();
  CLI::App &command = chosen.empty() ? app : *chosen.front();
  auto extras = command.remaining();
  if (extras.empty())
    extras = app.remaining();
  bool isMissing = dynamic_cast<const CLI::RequiredError *>(&error) != nullptr;
  if (!extras.empty() && (isMissing || dynamic_cast<const CLI::ExtrasError *>(&error)))
    return describeExtra(app, command, extras.front());
  if (isMissing && &command == &app)
    return "no command given" + helpHint(app, command);
  return error.what() + helpHint(app, command);
}

} // namespace

std::optional<int> CommandParser::parse(int argc, char **argv) {
  try {
    app->parse(argc, argv);
  } catch (const CLI::ParseError &error) {
    if (error.get_exit_code() != 0)
      return reportError(userError(describeMistake(*app, error)), llvm::errs());
    app->exit(error); // prints the help or the version
    return exitDone;
  }
  return std::nullopt;
}

} // namespace tenon::tools
