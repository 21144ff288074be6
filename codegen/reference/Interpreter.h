//===- Interpreter.h - Runs graph functions as they are written -------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The oracle: what a graph means, by one plain loop per op, in double. It
// shares no code with the passes' lowering and code generation.

#ifndef TENON_CODEGEN_REFERENCE_INTERPRETER_H
#define TENON_CODEGEN_REFERENCE_INTERPRETER_H

#include "codegen/reference/Tensor.h"
#include "dialects/graph/WeightStore.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"
#include <vector>

namespace tenon::reference {

/// Called with each op's result, in order, those inside of groups and of
/// functions that branches and loops call too.
using Observer = llvm::function_ref<void(mlir::Value, const ReferenceTensor &)>;

class StringPool;

/// What becomes of an op's result.
enum class Rounding {
  none,    ///< It keeps the precision of double.
  nearest, ///< It is rounded to its element type.
  noisy,   ///< It is rounded up or down by chance, and sums lose bits (RoundingNoise.h).
};

struct InterpretOptions {
  Rounding rounding = Rounding::none;

  /// Of the noise.
  uint64_t seed = 0;

  /// Where the handles of strings point to; null: a table of the interpretation's own.
  StringPool *strings = nullptr;
};

/// The values of the function's symbols by the sizes of its inputs. Fails
/// where inputs contradict the function's types or each other. Those that the
/// function's own ops define are 1.
llvm::Expected<llvm::SmallVector<int64_t>> bindSymbols(mlir::func::FuncOp function,
                                                       llvm::ArrayRef<ReferenceTensor> inputs);

/// The results of `function`, of which states are arguments and results like
/// others. A weight that the store lacks is computed by the
/// function of its name in the same module (`@prepare_0`), if there is one.
/// `symbols` gets the values of the function's symbols, now that all are known.
llvm::Expected<std::vector<ReferenceTensor>>
interpret(mlir::func::FuncOp function, llvm::ArrayRef<ReferenceTensor> inputs, const graph::WeightStore &weights,
          const InterpretOptions &options = {}, Observer observer = nullptr,
          llvm::SmallVector<int64_t> *symbols = nullptr);

/// The names of a function's symbols.
llvm::SmallVector<llvm::StringRef> symbolNames(mlir::func::FuncOp function);

/// The name of an argument or a result (`graph.name`, or `state NAME`), or its number.
std::string inputName(mlir::func::FuncOp function, unsigned i);
std::string outputName(mlir::func::FuncOp function, unsigned i);

} // namespace tenon::reference

#endif
