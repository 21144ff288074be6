//===- Suggestions.cpp - Errors of the command line -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Suggestions.h"
#include "llvm/ADT/SmallVector.h"

namespace tenon::tools {

std::optional<std::string> nearest(llvm::StringRef word, llvm::ArrayRef<std::string> candidates) {
  std::optional<std::string> best;
  // More than a third of the letters wrong is another word.
  unsigned bestDistance = word.size() / 3 + 1;
  for (const std::string &candidate : candidates) {
    unsigned distance = word.edit_distance(candidate);
    if (distance <= bestDistance && (!best || distance < bestDistance)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

namespace {

/// The command that was chosen, or the driver itself.
CLI::App &chosenCommand(CLI::App &app) {
  auto chosen = app.get_subcommands();
  return chosen.empty() ? app : *chosen.front();
}

std::string helpHint(CLI::App &app, CLI::App &command) {
  return "; see " + app.get_name() + (&command == &app ? "" : " " + command.get_name()) + " --help";
}

std::string describeExtra(CLI::App &app, CLI::App &command, const std::string &extra) {
  llvm::SmallVector<std::string> candidates;
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

} // namespace

std::string describeUsageError(CLI::App &app, const CLI::ParseError &error) {
  CLI::App &command = chosenCommand(app);
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

} // namespace tenon::tools
