//===- DumpPasses.cpp - One file of IR for each pass that changed something ---===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/DumpPasses.h"
#include "mlir/IR/OperationSupport.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassInstrumentation.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;

namespace tenon::compiler {

namespace {

class DumpInstrumentation : public PassInstrumentation {
public:
  DumpInstrumentation(ModuleOp module, std::string folder) : module(module), folder(std::move(folder)) {
    llvm::sys::fs::create_directories(this->folder);
    write("input");
  }

  void runAfterPass(Pass *pass, Operation *) override {
    if (OperationFingerPrint(module) == written)
      return;
    StringRef name = pass->getArgument();
    write(name.empty() ? pass->getName() : name);
  }

private:
  void write(StringRef name) {
    std::string number;
    llvm::raw_string_ostream(number) << llvm::format("%02u", count++);
    SmallString<128> path(folder);
    llvm::sys::path::append(path, number + "-" + name + ".mlir");
    std::error_code error;
    llvm::raw_fd_ostream stream(path, error);
    if (error)
      return;
    module->print(stream, OpPrintingFlags().elideLargeElementsAttrs().enableDebugInfo(/*enable=*/true, /*prettyForm=*/false));
    stream << '\n';
    written = OperationFingerPrint(module);
  }

  ModuleOp module;
  std::string folder;
  unsigned count = 0;
  OperationFingerPrint written{module};
};

} // namespace

void dumpPasses(PassManager &manager, ModuleOp module, const std::string &folder) {
  // The whole module is printed after a pass over one function: no other function may change meanwhile.
  manager.getContext()->disableMultithreading();
  manager.addInstrumentation(std::make_unique<DumpInstrumentation>(module, folder));
}

} // namespace tenon::compiler
