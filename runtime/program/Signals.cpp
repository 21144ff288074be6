//===- Signals.cpp - How a program ends when it is interrupted or fails -===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/program/Signals.h"
#include "runtime/program/Files.h"
#include <initializer_list>
#include <signal.h>
#include <string.h>
#include <unistd.h>

namespace tenon::runtime {

namespace {

/// A crash may be of a stack that is full.
alignas(16) char crashStack[64 * 1024];

void interrupt(int signal) {
  removeTemporaryFiles();
  _exit(128 + signal);
}

void crash(int) {
  constexpr char text[] = "error: the program crashed; this is a defect of Tenon\n";
  if (write(STDERR_FILENO, text, sizeof text - 1) < 0) {
    // Nobody is left to tell.
  }
  removeTemporaryFiles();
  _exit(2);
}

} // namespace

void handleSignals() {
  stack_t stack = {};
  stack.ss_sp = crashStack;
  stack.ss_size = sizeof crashStack;
  sigaltstack(&stack, nullptr);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = interrupt;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  action.sa_handler = crash;
  action.sa_flags = SA_ONSTACK;
  for (int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT})
    sigaction(signal, &action, nullptr);
  action.sa_handler = SIG_IGN;
  action.sa_flags = 0;
  sigaction(SIGPIPE, &action, nullptr);
}

} // namespace tenon::runtime
