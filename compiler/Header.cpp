//===- Header.cpp - The C header of an artefact -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/Header.h"
#include "compiler/CApi.h"
#include "compiler/DlpackText.h"
#include "compiler/Signature.h"
#include "dialects/graph/SymbolicShape.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace tenon::compiler {

namespace {

/// Names come from the model and are not trusted: nothing may end the comment.
std::string inComment(StringRef text) {
  std::string safe;
  for (char c : text)
    safe += isPrint(c) && !(c == '/' && !safe.empty() && safe.back() == '*') ? c : '?';
  return safe;
}

void printTensors(StringRef title, ArrayRef<TensorDescription> tensors, ArrayRef<std::string> symbols,
                  raw_ostream &stream) {
  for (auto [i, tensor] : enumerate(tensors))
    stream << "     " << format("%-8s", i == 0 ? title.str().c_str() : "") << i << ": " << inComment(tensor.name)
           << "  " << inComment(formatType(tensor.type, symbols)) << '\n';
}

void printNames(StringRef title, ArrayRef<std::string> names, raw_ostream &stream) {
  if (!names.empty())
    stream << "     " << format("%-8s", title.str().c_str()) << inComment(join(names, ", ")) << '\n';
}

/// Every state with what it takes of a context's memory.
void printStates(const CompiledModel &compiled, raw_ostream &stream) {
  if (compiled.states.empty())
    return;
  stream << "   State of a context, kept from call to call:\n";
  for (const TensorDescription &state : compiled.states)
    stream << "     " << inComment(state.name) << "  " << inComment(formatType(state.type, {})) << ", "
           << byteCount(state.type) << " bytes\n";
  stream << '\n';
}

/// The sizes that inputs have, and others that outputs have.
void printSizes(const FunctionDescription &function, raw_ostream &stream) {
  BitVector given(function.symbols.size()), computed(function.symbols.size());
  auto visit = [](ArrayRef<TensorDescription> tensors, BitVector &seen) {
    for (const TensorDescription &tensor : tensors)
      for (mlir::AffineExpr size : graph::shapeOf(tensor.type))
        size.walk([&](mlir::AffineExpr part) {
          if (auto symbol = dyn_cast<mlir::AffineSymbolExpr>(part))
            seen.set(symbol.getPosition());
        });
  };
  visit(function.inputs, given);
  visit(function.outputs, computed);
  computed.reset(given);
  auto print = [&](const BitVector &symbols, StringRef origin) {
    auto names = map_range(symbols.set_bits(), [&](unsigned symbol) { return function.symbols[symbol]; });
    if (symbols.any())
      stream << "     sizes   " << inComment(join(names, ", ")) << ": " << origin << "\n";
  };
  print(given, "taken from the inputs of each call");
  print(computed, "computed by each call; memory of the context has room for them");
}

void printComment(const CompiledModel &compiled, raw_ostream &stream) {
  const std::string &name = compiled.name;
  stream << "/* The model " << name << ", compiled by Tenon " << TENON_VERSION << ".\n\n";
  for (const FunctionDescription &function : compiled.functions) {
    stream << "   " << name << '_' << function.name;
    if (&function == &compiled.functions.front())
      stream << ", also " << name << "_run";
    stream << '\n';
    printTensors("inputs", function.inputs, function.symbols, stream);
    printTensors("outputs", function.outputs, function.symbols, stream);
    printNames("reads", function.reads, stream);
    printNames("updates", function.writes, stream);
    printSizes(function, stream);
    stream << '\n';
  }
  printStates(compiled, stream);
  stream << "   Tensors are dense and row-major, in the memory of the CPU; bool takes a byte an\n"
            "   element. Inputs are read in place. An output whose `data` is null gets memory\n"
            "   that the context owns until its next run. Contexts share the weights and run\n"
            "   concurrently; one context serves one thread at a time. Functions that return\n"
            "   int return 0, or an error whose message is "
         << name << "_last_error's. */\n\n";
}

/// The declarations with NAME for the model's name; GUARD is in capitals.
constexpr StringLiteral declarations = R"(
#define GUARD_ABI_VERSION @ABI@

/* What functions return. */
#define GUARD_OK 0
#define GUARD_ERROR_USER 1   /* wrong input, options or environment */
#define GUARD_ERROR_DEFECT 2 /* a defect of Tenon */

#ifdef __cplusplus
extern "C" {
#endif

/* A context: own memory for one run at a time, over weights that all contexts share. */
typedef struct NAME NAME;

/* Zero-initialized means the defaults. */
typedef struct NAME_options {
  uint32_t size;   /* sizeof(NAME_options), for later versions; 0 is taken as this one */
  int32_t threads; /* 0: TENON_THREADS, else the cores that this process may use */
  /* Runs work(argument, i) for every i in [0, count), in any order, and returns when
     all are done; null: an own pool of `threads`. `pool` is handed to it. */
  void (*parallel_for)(void *pool, int64_t count, void (*work)(void *argument, int64_t i), void *argument);
  void *pool;
  const char *weights_path; /* null: embedded, or the file beside the artefact */
} NAME_options;

/* GUARD_ABI_VERSION of the library that is linked. */
int32_t NAME_abi_version(void);

/* The model's name, functions, inputs and outputs as JSON. */
const char *NAME_info(void);

/* Options may be null. */
int NAME_create(const NAME_options *options, NAME **context);
void NAME_destroy(NAME *context);

/* The message of the last error; of a failed NAME_create in this thread where context is null. */
const char *NAME_last_error(const NAME *context);

/* State is what the functions above update from call to call; the comment at the
   top lists it. A model without any has these functions too: they do nothing. */

/* Back to what NAME_create began with. */
int NAME_reset(NAME *context);

/* Writes the state to a safetensors file, whole or not at all, and reads it again,
   with this library or a later build of the model. A file that is damaged, of other
   states or of a newer form is an error, and changes nothing. */
int NAME_save(const NAME *context, const char *path);
int NAME_load(NAME *context, const char *path);

/* Takes over the state of another context. */
int NAME_copy(NAME *to, const NAME *from);

/* Makes `view` a view of a state's own memory, to read or write between calls. It is
   valid until NAME_destroy, and no input or output of a call; its shape is constant. */
int NAME_state(NAME *context, const char *name, DLTensor *view);

)";

/// Only where the model has strings.
constexpr StringLiteral stringDeclarations = R"(/* Tensors of strings have the element type kDLOpaqueHandle of 64 bits: they hold
   handles of a table that the context has. Equal strings have equal handles. */

/* The handle of a text for the inputs of the next call. */
int NAME_intern(NAME *context, const char *text, uint64_t size, int64_t *handle);

/* The text of a handle, of `size` bytes and without a zero at its end; null, with a
   message, for what is no handle. Handles are valid until a call begins that does not
   have them in its inputs; those that were interned before that call last for it. */
const char *NAME_string(NAME *context, int64_t handle, uint64_t *size);

)";

std::string replaceAll(StringRef text, StringRef from, StringRef to) {
  std::string result;
  while (!text.empty()) {
    auto [before, after] = text.split(from);
    result += before;
    if (before.size() < text.size())
      result += to;
    text = after;
  }
  return result;
}

void printRun(StringRef name, StringRef function, raw_ostream &stream) {
  stream << "int " << name << '_' << function << '(' << name
         << " *context, const DLTensor *inputs, int32_t input_count,\n"
         << std::string(6 + name.size() + function.size(), ' ') << "DLTensor *outputs, int32_t output_count);\n";
}

} // namespace

std::string headerText(const CompiledModel &compiled) {
  const std::string &name = compiled.name;
  const std::string guard = StringRef(name).upper();
  std::string text;
  raw_string_ostream stream(text);
  printComment(compiled, stream);
  stream << "#ifndef TENON_MODEL_" << name << "_H\n#define TENON_MODEL_" << name << "_H\n\n" << dlpackText;
  // NAME stands in words such as NAME_options only, so plain replacement does.
  std::string body = replaceAll(declarations, "@ABI@", std::to_string(abiVersion));
  if (compiled.hasStrings)
    body += stringDeclarations;
  body = replaceAll(body, "GUARD", "\x01");
  body = replaceAll(body, "NAME", name);
  stream << replaceAll(body, "\x01", guard);
  printRun(name, "run", stream);
  for (const FunctionDescription &function : compiled.functions)
    printRun(name, function.name, stream);
  stream << "\n#ifdef __cplusplus\n} /* extern \"C\" */\n#endif\n\n#endif\n";
  return text;
}

} // namespace tenon::compiler
