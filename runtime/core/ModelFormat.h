//===- ModelFormat.h - What a compiled model looks like in memory ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Code generation writes these structures as constant data beside the kernels,
// the runtime reads them. Plain C layout; every change raises
// TENON_MODEL_FORMAT_VERSION, and the writer (codegen/cpu/ModelTables.cpp)
// changes with it.
//
// A function of the model is a list of steps. A step runs one kernel over its
// tiles; tiles of one step are independent of each other, steps run in order.
// Or it is a branch or a loop and calls other functions of the model.
// All sizes of a function that depend on symbols (batch, sequence, ...) are
// computed at once by `sizes` into one table; other fields are indices into it.
// Symbols are sizes of inputs, or are defined by a step: from the next step on
// that defines none the table is computed again.

#ifndef TENON_RUNTIME_CORE_MODELFORMAT_H
#define TENON_RUNTIME_CORE_MODELFORMAT_H

#include <stdint.h>

#define TENON_MODEL_FORMAT_VERSION 6

#ifdef __cplusplus
extern "C" {
#endif

/// Computes tiles [begin, end). `operands` are the addresses of the step's
/// inputs and then outputs, `symbols` the function's symbol values, `scratch`
/// 64-byte aligned memory of this thread.
typedef void (*TenonKernel)(void *const *operands, const int64_t *symbols, int64_t begin, int64_t end, void *scratch);

/// A CPU version of all kernels. `features` is a set of TENON_CPU_* bits that
/// the CPU must have. Versions are listed best first.
enum {
  TENON_CPU_SSE4 = 1,   // x86-64-v2
  TENON_CPU_AVX2 = 2,   // x86-64-v3: AVX2, FMA, F16C, BMI
  TENON_CPU_AVX512 = 4, // x86-64-v4: AVX-512 F, BW, CD, DQ, VL
};
typedef struct {
  const char *name; // "x86-64-v3"
  uint64_t features;
} TenonCpuVersion;

/// An input or output. dtype as DLPack's code and bits.
typedef struct {
  const char *name;
  uint8_t dtypeCode;
  uint8_t dtypeBits;
  uint16_t rangeBits; // of an integer input: values from 0 to 2^rangeBits - 1 make sense (indices); 0: unknown
  int32_t rank;
  const int32_t *sizes;   // rank entries: the dimension's size, as an index into the size table
  const int32_t *symbols; // rank entries: the symbol that this dimension binds (inputs), or -1
} TenonTensorInfo;

/// A value of the model that is not one tensor: a sequence, whose tensors follow
/// each other among the inputs or outputs, or an optional. A sequence whose length
/// only a run knows is two tensors: the elements of all its tensors, and a table
/// (i64) with a row for each: its rank, its sizes, then ones.
enum { TENON_VALUE_TENSOR = 0, TENON_VALUE_SEQUENCE = 1, TENON_VALUE_RUN_SEQUENCE = 2 };
/// An optional of which the first of its tensors, a bool, says whether it holds something.
enum { TENON_VALUE_MAYBE_EMPTY = 2 };
typedef struct {
  const char *name;
  int32_t kind;
  int32_t count;      // of tensors: 1 for a tensor
  int32_t isOptional; // in files
  int32_t isEmpty;    // 1: an optional that holds nothing, or TENON_VALUE_MAYBE_EMPTY
} TenonValueInfo;

/// Memory in the arena, alive from step `first` to step `last`.
typedef struct {
  int32_t bytes; // index into the size table
  int32_t first;
  int32_t last;
  int32_t reserved;
} TenonBuffer;

/// Where an operand of a step lies.
enum {
  TENON_SLOT_INPUT = 0,
  TENON_SLOT_OUTPUT = 1,
  TENON_SLOT_WEIGHT = 2,
  TENON_SLOT_BUFFER = 3,
  TENON_SLOT_STATE = 4
};
typedef struct {
  int32_t kind;
  int32_t index;   // of the input, output, buffer or state; 0 for weights
  uint64_t offset; // bytes into it; for weights, into the model's weights
} TenonSlot;

/// A step gives a symbol its value: that of an operand, an i64 scalar, where
/// `dimension` is -1, else a size of a result.
typedef struct {
  int32_t operand;
  int32_t dimension;
  int32_t symbol;
} TenonSizeDefinition;

/// A branch or a loop. The operands of its step are the arguments, the
/// condition, the limit, and the results. A branch passes all arguments; its
/// function gives the results. A loop passes the carried values, the other
/// arguments and the number of the iteration; its function gives whether to go
/// on, the carried values, and for each other result the part of this iteration.
/// Where it defines symbols, the memory of the results is that of what it
/// calls, and they are copied to their places when the next steps begin.
/// Or the definition of one symbol, by its only operand. Or two numbers of
/// elements that must be equal, `count` and `other`. Or a function of the
/// runtime, which takes the arguments and writes the one result.
enum {
  TENON_CONTROL_IF = 0,
  TENON_CONTROL_LOOP = 1,
  TENON_CONTROL_DEFINE = 2,
  TENON_CONTROL_REQUIRE = 3,
  TENON_CONTROL_CALL = 4
};

/// One of runtime/longtail. Returns a status.
struct TenonRuntimeCall;
typedef int (*TenonRuntimeFunction)(const struct TenonRuntimeCall *call);

typedef struct {
  int32_t kind;
  int32_t function;                // called where the condition is true, or the loop's body
  int32_t otherwise;               // called where it is false; -1 for a loop
  int32_t argumentCount;           // the first operands
  int32_t carriedCount;            // of them, for a loop
  int32_t condition;               // operand, or -1 for true
  int32_t limit;                   // operand: the most iterations, or -1
  int32_t count;                   // index into the size table: the most iterations, or -1
  const TenonTensorInfo *operands; // types and sizes, by the size table of this step's function
  const uint8_t *inPlace;          // for each carried value: whether the body may write it where it reads it
  int32_t definitionCount;
  int32_t other; // index into the size table, of a requirement
  const TenonSizeDefinition *definitions;
  TenonRuntimeFunction call; // or null
} TenonControl;

typedef struct {
  const char *name;           // of the kernel, for traces and explanations
  const char *origin;         // the module path of what it computes, or ""
  const char *place;          // file and line of the user's code, or ""
  const char *fused;          // the ops that it computes, or ""
  const char *stopped;        // the next ops, and why they are in other kernels, or ""
  const TenonKernel *kernels; // one a CPU version
  const TenonSlot *operands;
  int32_t operandCount;
  int32_t tiles;   // index into the size table: number of tiles
  int32_t scratch; // index: bytes of scratch that a thread needs
  int32_t work;    // index: estimated nanoseconds on one core; decides whether threads are worth it
  int32_t flops;   // index: floating-point operations
  int32_t bytes;   // index: bytes read and written
  const TenonControl *control; // null for a kernel; else there are no kernels
} TenonStep;

typedef struct {
  const char *name; // "main"
  int32_t inputCount;
  int32_t outputCount;
  const TenonTensorInfo *inputs;
  const TenonTensorInfo *outputs;
  int32_t symbolCount;
  int32_t sizeCount;
  const char *const *symbolNames;
  void (*sizes)(const int64_t *symbols, int64_t *sizes);
  int32_t bufferCount;
  int32_t stepCount;
  const TenonBuffer *buffers;
  const TenonStep *steps;
  int32_t inputValueCount;  // 0: every input is a value, and so for the outputs
  int32_t outputValueCount;
  const TenonValueInfo *inputValues;
  const TenonValueInfo *outputValues;
} TenonFunction;

/// Updated in place from run to run, one copy a context.
typedef struct {
  const char *name;
  uint8_t dtypeCode;
  uint8_t dtypeBits;
  uint16_t reserved;
  int32_t rank;
  const int64_t *shape; // rank entries
  uint64_t bytes;
  uint64_t initial; // where in the weights its first value lies, or TENON_ZEROS
} TenonState;

#define TENON_ZEROS UINT64_MAX

/// What a context does with its table of strings (longtail/StringTable.h).
/// Tensors of strings hold handles of 64 bits. Models refer to these functions
/// where they have strings, so that others do not link them.
typedef struct TenonStrings TenonStrings;
typedef struct {
  void *(*open)(const TenonStrings *strings); // null for lack of memory
  void (*close)(void *table);
  /// A run begins. It keeps what its inputs hold: the number of the first
  /// handle that is none of the table, or -1. Then it drops what it did not
  /// keep and no model holds, but for what was interned since the last run began.
  void (*beginRun)(void *table);
  int64_t (*keep)(void *table, const int64_t *handles, int64_t count);
  void (*dropOthers)(void *table);
  const char *(*text)(void *table, int64_t handle, uint64_t *size);                   // null for none of the table
  int32_t (*intern)(void *table, const char *text, uint64_t size, int64_t *handle);   // 0 for lack of memory
} TenonStringOperations;

/// The strings of a model, by handle, the empty one first.
struct TenonStrings {
  const TenonStringOperations *operations;
  int64_t count;
  const char *bytes;    // of all, one behind the other
  const uint64_t *ends; // of each, in `bytes`
};

/// A tensor of the weights that no file holds: made at load from the model's
/// seed, between -scale and scale.
typedef struct {
  uint64_t offset; // bytes into the weights
  uint64_t count;  // of elements
  uint8_t dtypeCode;
  uint8_t dtypeBits;
  uint16_t reserved;
  float scale;
} TenonMadeWeight;

typedef struct {
  uint32_t formatVersion;
  uint32_t reserved;
  const char *name;         // the prefix of its C functions
  const char *tenonVersion; // of the compiler that made it
  int32_t versionCount;
  int32_t functionCount;
  const TenonCpuVersion *versions;
  const TenonFunction *functions; // functionCount that a context runs, then calleeCount that steps call
  int32_t stateCount;
  int32_t calleeCount;
  const TenonState *states;
  const void *weights;     // embedded, or null
  const char *weightsFile; // name of a file beside the artefact, or null
  uint64_t weightsBytes;
  uint64_t weightsChecksum; // tenonChecksum of the file (Checksum.h)
  uint64_t weightsSeed;
  uint64_t storedBytes; // of the weights that lie at `weights` or in the file; all but the made ones, which follow
  int32_t madeCount;
  int32_t reserved3;
  const TenonMadeWeight *made;
  uint64_t codeBytes;       // kernels and tables, without weights
  const TenonStrings *strings; // null: the model has no tensor of strings
} TenonModel;

#ifdef __cplusplus
} // extern "C"
#endif

#endif
