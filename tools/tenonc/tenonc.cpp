//===- tenonc.cpp - The driver --------------------------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Exit status: 0 done, 1 the user's mistake, 2 a defect, 130 interrupted; and
// never a signal. Results go to stdout, progress and errors to stderr.

#include "Commands.h"
#include "LoadModel.h"
#include "compiler/Diagnostics.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/raw_ostream.h"
#include <csignal>
#include <cstring>
#include <unistd.h>

using namespace tenon;
using namespace tenon::compiler;

namespace {

constexpr char examples[] = R"(Examples:
  tenonc compile net.cpp -o net              a program; ./net says what it expects
  tenonc compile net.cpp -o net.so           a shared library with net.h
  tenonc run net.cpp --inputs x=x.npy --outputs results
  tenonc bench net.cpp --seconds 2           times the model on made-up inputs
  tenonc verify net.cpp                      compares with the reference interpreter
  tenonc doctor                              what this machine has and lacks
  tenonc cache                               what is kept of earlier compilations)";

std::string versionText() {
  std::string cpu = hostCpuVersion().str();
  return "tenonc " TENON_VERSION "\nLLVM " LLVM_VERSION_STRING "\nCPU version: " +
         (cpu.empty() ? "below x86-64-v2, which Tenon needs" : cpu);
}

void writeError(const char *text) {
  ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
  (void)ignored;
}

/// A crash is a defect and says so, unless it is in the code of a definition;
/// the shell is not told of a signal.
void reportCrash(void *) {
  if (const char *definition = tools::executedDefinition()) {
    writeError("error: ");
    writeError(definition);
    writeError(" crashed while it was executed: look for the reason in its own code first\n");
    _exit(exitUserError);
  }
  writeError("error: a defect of Tenon: it crashed; please report it with the model and the command line\n");
  _exit(exitDefect);
}

/// LLVM's own word for a defect; it would exit with the user's status.
void reportFatalError(void *, const char *reason, bool) {
  reportError(defect(reason), llvm::errs());
  _exit(exitDefect);
}

int runCommand(tools::CommandLine &line) {
  llvm::Expected<int> status = line.action();
  llvm::outs().flush();
  if (!status)
    return reportError(status.takeError(), llvm::errs());
  // A full disk or a closed pipe shows when the results are written.
  if (llvm::outs().has_error()) {
    std::string reason = llvm::outs().error().message();
    llvm::outs().clear_error();
    return reportError(userError("cannot write to stdout: " + reason), llvm::errs());
  }
  return *status;
}

} // namespace

int main(int argc, char **argv) {
  llvm::sys::SetInterruptFunction([] { _exit(exitInterrupted); });
  llvm::sys::AddSignalHandler(reportCrash, nullptr);
  llvm::install_fatal_error_handler(reportFatalError);
  // A closed pipe is an error of writing, not the end.
  std::signal(SIGPIPE, SIG_IGN);

  tools::CommandParser parser("Tenon compiles neural networks ahead of time.", examples, versionText());
  tools::CommandLine line;
  tools::addCompileCommand(parser, line);
  tools::addRunCommand(parser, line);
  tools::addBenchCommand(parser, line);
  tools::addVerifyCommand(parser, line);
  tools::addInspectCommand(parser, line);
  tools::addDoctorCommand(parser, line);
  tools::addCacheCommand(parser, line);
  if (std::optional<int> status = parser.parse(argc, argv))
    return *status;
  try {
    return runCommand(line);
  } catch (const std::bad_alloc &) {
    return reportError(userError("out of memory"), llvm::errs());
  } catch (const std::exception &error) {
    return reportError(defect(error.what()), llvm::errs());
  }
}
