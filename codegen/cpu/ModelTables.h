//===- ModelTables.h - The constant data of a compiled model ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_CODEGEN_CPU_MODELTABLES_H
#define TENON_CODEGEN_CPU_MODELTABLES_H

#include "codegen/cpu/KernelEmitters.h"
#include "mlir/IR/BuiltinTypes.h"
#include "runtime/include/tenon/dlpack.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/IR/Module.h"
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tenon::codegen {

/// Where an operand of a step lies: the fields of TenonSlot.
struct SlotDescription {
  int32_t kind;
  int32_t index;
  uint64_t offset;
};

struct TensorEntry {
  std::string name;
  mlir::RankedTensorType type;
};

/// A step that calls functions: the fields of TenonControl.
struct ControlEntry {
  int32_t kind;
  int32_t function = -1, otherwise = -1;              // numbers of functions
  int32_t argumentCount = 0, carriedCount = 0;
  int32_t condition = -1, limit = -1;                 // operands
  mlir::AffineExpr count, other;                      // null: none
  std::string runtimeFunction;                        // its C name; empty: none
  llvm::SmallVector<mlir::RankedTensorType> operands; // their types
  llvm::SmallVector<bool> inPlace;
  llvm::SmallVector<std::array<int32_t, 3>> definitions; // operand, dimension, symbol
};

struct StepEntry {
  std::string name;                          // of the kernel
  std::string origin;                        // module path
  std::string place;                         // file and line
  std::string fused, stopped;                // what fusion has to say
  llvm::SmallVector<std::string> symbols;    // the kernel's function, one a CPU version
  llvm::SmallVector<SlotDescription> operands;
  KernelShape shape;
  std::optional<ControlEntry> control;       // no kernel
};

struct BufferEntry {
  mlir::AffineExpr bytes;
  int32_t first, last;
};

/// The fields of TenonValueInfo.
struct ValueEntry {
  std::string name;
  int32_t kind, count, isOptional, isEmpty;
};

struct FunctionEntry {
  std::string name;
  llvm::SmallVector<std::string> symbols;
  llvm::SmallVector<TensorEntry> inputs, outputs;
  llvm::SmallVector<ValueEntry> inputValues, outputValues; // empty: every tensor is a value
  llvm::SmallVector<BufferEntry> buffers;
  std::vector<StepEntry> steps;
};

struct StateEntry {
  std::string name;
  mlir::RankedTensorType type;
  std::optional<uint64_t> initial; // where in the weights its first value lies; none: zeros
};

/// A tensor of the weights that is made at load: the fields of TenonMadeWeight.
struct MadeWeightEntry {
  uint64_t offset;
  mlir::RankedTensorType type;
  double scale;
};

struct ModelEntry {
  std::string name; // defines <name>_model and refers to <name>_weights
  std::vector<CpuTarget> targets;
  std::vector<FunctionEntry> functions;
  size_t calleeCount = 0; // the last functions, which only steps call
  std::vector<StateEntry> states;
  std::optional<std::vector<std::string>> strings; // by handle; nothing in a model without strings
  std::string weightsFile; // empty: embedded
  uint64_t weightsBytes = 0;
  uint64_t weightsChecksum = 0;
  uint64_t weightsSeed = 0;
  uint64_t storedBytes = 0;
  std::vector<MadeWeightEntry> madeWeights;
  uint64_t codeBytes = 0;
};

/// An element type as DLPack writes it. Narrow types have their bits there and
/// a byte each in memory.
DLDataType dlpackType(mlir::Type element);

/// Builds the structures of runtime/core/ModelFormat.h, and for each function
/// the code that computes its table of sizes.
std::unique_ptr<llvm::Module> buildModelTables(llvm::LLVMContext &context, const ModelEntry &model);

} // namespace tenon::codegen

#endif
