//===- DiagnosticsTest.cpp - Errors as the user reads them ----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/Diagnostics.h"
#include "dialects/graph/Locations.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/MLIRContext.h"
#include "llvm/Support/raw_ostream.h"
#include <catch2/catch.hpp>

using namespace tenon;
using namespace tenon::compiler;

namespace {

/// What is printed, and the exit status.
std::pair<std::string, int> report(llvm::Error error) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  int status = reportError(std::move(error), stream);
  return {text, status};
}

} // namespace

TEST_CASE("A user's mistake is one line and status 1") {
  auto [text, status] = report(userError("net.cpp:3: wrong shape\n  expected [4]\n\n  got [5]\n"));
  CHECK(text == "error: net.cpp:3: wrong shape; expected [4]; got [5]\n");
  CHECK(status == 1);
}

TEST_CASE("A defect says so and asks for a report, with status 2") {
  auto [text, status] = report(defect("no tile"));
  CHECK_THAT(text, Catch::StartsWith("error: a defect of Tenon: no tile; please report it"));
  CHECK(status == 2);
  // An error of no known class is nobody's mistake but Tenon's.
  CHECK(report(llvm::createStringError("what")).second == 2);
  // The operating system's are the environment's.
  CHECK(report(llvm::errorCodeToError(std::make_error_code(std::errc::no_space_on_device))).second == 1);
}

TEST_CASE("A defect among mistakes decides the status") {
  CHECK(report(llvm::joinErrors(defect("a"), userError("b"))).second == 2);
  CHECK(report(llvm::Error::success()) == std::pair<std::string, int>("", 0));
}

TEST_CASE("Locations are told as file, line and module path") {
  mlir::MLIRContext context;
  mlir::Builder builder(&context);
  mlir::Location line = mlir::FileLineColLoc::get(&context, "net.cpp", 12, 1);
  mlir::Location path = mlir::NameLoc::get(builder.getStringAttr("encoder.layer.3"), line);
  CHECK(graph::describeLocation(path) == "net.cpp:12: in encoder.layer.3");
  CHECK(graph::describeLocation(line) == "net.cpp:12");
  CHECK(graph::describeLocation(mlir::FusedLoc::get(&context, {builder.getUnknownLoc(), path})) ==
        "net.cpp:12: in encoder.layer.3");
  CHECK(graph::describeLocation(builder.getUnknownLoc()).empty());
}

TEST_CASE("Of what MLIR reports, the first error is kept, with its notes") {
  mlir::MLIRContext context;
  mlir::Location line = mlir::FileLineColLoc::get(&context, "net.cpp", 7, 1);
  DiagnosticCollector diagnostics(&context);
  CHECK(diagnostics.empty());
  mlir::emitError(line, "sizes differ").attachNote() << "4 here, 5 there";
  mlir::emitError(line, "and so this fails too");
  CHECK(report(diagnostics.takeUserError("unused")).first == "error: net.cpp:7: sizes differ; 4 here, 5 there\n");
  CHECK(report(diagnostics.takeUserError("nothing was reported")).first == "error: nothing was reported\n");
}
