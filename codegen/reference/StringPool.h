//===- StringPool.h - The strings of an interpretation -------------------- ===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_REFERENCE_STRINGPOOL_H
#define TENON_CODEGEN_REFERENCE_STRINGPOOL_H

#include "codegen/reference/OpLoops.h"
#include "mlir/IR/BuiltinOps.h"
#include "runtime/longtail/StringTable.h"

namespace tenon::reference {

/// The table behind the handles of tensors of strings. There is no second way to
/// compute strings: it is the runtime's.
class StringPool {
public:
  /// With the strings of a module.
  explicit StringPool(mlir::ModuleOp module);

  /// The number of strings of the module, whose handles are below it.
  int64_t fixedCount() const { return static_cast<int64_t>(ends.size()); }

  llvm::Expected<int64_t> intern(llvm::StringRef text);

  runtime::StringTable &table() { return strings; }

private:
  std::string bytes;
  std::vector<uint64_t> ends;
  runtime::StringTable strings;
};

/// Calls the function of the runtime.
llvm::Expected<ReferenceTensor> runRuntimeCall(graph::CallRuntimeOp op, Operands operands, Symbols symbols,
                                               StringPool &strings);

} // namespace tenon::reference

#endif
