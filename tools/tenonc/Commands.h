//===- Commands.h - The commands of tenonc --------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each command is a file: it declares its options and what happens when it is
// chosen. The callback returns an llvm::Error; main makes the exit status.

#ifndef TENON_TOOLS_TENONC_COMMANDS_H
#define TENON_TOOLS_TENONC_COMMANDS_H

#include "CommandParser.h"
#include "compiler/Options.h"
#include "llvm/Support/Error.h"
#include <functional>
#include <string>
#include <vector>

namespace tenon::tools {

/// As for compiled programs.
inline constexpr int maxThreads = 1024;

/// What a command line asks for, and its exit status where there is no error.
using Action = std::function<llvm::Expected<int>()>;

/// What the commands share.
struct CommandLine {
  compiler::Options options;
  std::string model;
  std::vector<std::string> shapes;
  std::vector<std::string> states;
  std::string cpu;
  std::vector<std::string> inputs;
  std::string outputs;
  std::string json;
  bool isExplained = false;
  std::string function;
  std::string loadState, saveState;
  bool operators = false;
  // As written: a program reads them itself.
  std::string seconds;
  std::string repeat;
  Action action;
};

void addCompileCommand(CommandParser &parser, CommandLine &line);
void addRunCommand(CommandParser &parser, CommandLine &line);
void addBenchCommand(CommandParser &parser, CommandLine &line);
void addVerifyCommand(CommandParser &parser, CommandLine &line);
void addInspectCommand(CommandParser &parser, CommandLine &line);
void addDoctorCommand(CommandParser &parser, CommandLine &line);
void addCacheCommand(CommandParser &parser, CommandLine &line);

/// The positional MODEL, `--shape`, `--dump-ir`, `--quiet` and `--verbose`.
void addModelOptions(Command &command, CommandLine &line, const char *what);

/// `--cpu` for commands that run the model here: one version, the best by default.
void addHostCpuOption(Command &command, CommandLine &line);

/// `--threads` of what runs here.
void addThreadsOption(Command &command, CommandLine &line);

/// What `run` and `bench` have in common with a compiled program.
void addProgramOptions(Command &command, CommandLine &line);

/// Reads `--shape` and `--cpu` into the options.
llvm::Error finishOptions(CommandLine &line, llvm::StringRef defaultCpu);

/// Whether `path` is an ELF file rather than a model.
bool isProgram(llvm::StringRef path);

/// tenonProgramMain's arguments for the options that `run` and `bench` share with programs.
std::vector<std::string> programArguments(const CommandLine &line);

/// Compiles the model for this machine and runs it as a compiled program would.
llvm::Expected<int> runInProcess(CommandLine &line, std::vector<std::string> arguments);

} // namespace tenon::tools

#endif
