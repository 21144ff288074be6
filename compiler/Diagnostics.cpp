//===- Diagnostics.cpp - Errors of the user and of Tenon --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/Diagnostics.h"
#include "dialects/graph/Locations.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tenon::compiler {

char UserError::ID = 0;
char Defect::ID = 0;

Error userError(const Twine &message) { return make_error<UserError>(message.str()); }
Error defect(const Twine &message) { return make_error<Defect>(message.str()); }

std::string shortList(ArrayRef<std::string> entries) {
  constexpr size_t most = 10;
  std::string text = join(entries.take_front(most), ", ");
  return entries.size() > most ? text + ", and " + std::to_string(entries.size() - most) + " more" : text;
}

namespace {

/// Messages are one line: what reads them may be a script.
std::string onOneLine(StringRef text) {
  SmallVector<StringRef> lines;
  text.trim().split(lines, '\n', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  for (StringRef &line : lines)
    line = line.trim();
  return join(lines, "; ");
}

void printDefect(StringRef text, raw_ostream &stream) {
  stream << "error: a defect of Tenon: " << onOneLine(text)
         << "; please report it with the model and the command line, nothing is wrong with these\n";
}

} // namespace

int reportError(Error error, raw_ostream &stream) {
  int status = exitDone;
  handleAllErrors(std::move(error), [&](const ErrorInfoBase &info) {
    bool isUsers = info.isA<UserError>() || (info.isA<ECError>() && !info.isA<Defect>());
    if (isUsers) {
      stream << "error: " << onOneLine(info.message()) << '\n';
      status = std::max<int>(status, exitUserError);
    } else {
      printDefect(info.message(), stream);
      status = exitDefect;
    }
  });
  return status;
}

DiagnosticCollector::DiagnosticCollector(mlir::MLIRContext *context)
    : handler(context, [this](mlir::Diagnostic &diagnostic) {
        if (diagnostic.getSeverity() != mlir::DiagnosticSeverity::Error)
          return mlir::success();
        // The first error is the cause; what follows repeats it from further away.
        if (!text.empty())
          return mlir::success();
        std::string where = graph::describeLocation(diagnostic.getLocation());
        text = where.empty() ? diagnostic.str() : where + ": " + diagnostic.str();
        for (mlir::Diagnostic &note : diagnostic.getNotes())
          if (!StringRef(note.str()).starts_with("see current operation"))
            text += "\n" + note.str();
        return mlir::success();
      }) {}

std::string DiagnosticCollector::take(StringRef fallback) {
  std::string taken = text.empty() ? fallback.str() : std::move(text);
  text.clear();
  return taken;
}

Error DiagnosticCollector::takeUserError(StringRef fallback) { return userError(take(fallback)); }
Error DiagnosticCollector::takeDefect(StringRef fallback) { return defect(take(fallback)); }

} // namespace tenon::compiler
