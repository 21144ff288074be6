//===- Usage.cpp - What a program says about itself ---------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/program/Usage.h"
#include "runtime/core/Cpu.h"
#include "runtime/core/Signature.h"
#include "runtime/program/Files.h"
#include <algorithm>

namespace tenon::runtime {

namespace {

/// Names come from the model: control characters would reach the terminal.
void appendPrintable(const char *name, uint64_t width, Text &text) {
  const uint64_t length = strlen(name);
  for (const char *c = name; *c; ++c)
    text.appendByte(static_cast<unsigned char>(*c) < 0x20 || *c == 0x7f ? '?' : static_cast<uint8_t>(*c));
  for (uint64_t i = length; i < width; ++i)
    text.appendByte(' ');
}

void appendTensors(const TenonFunction &function, const char *title, const TenonTensorInfo *tensors, int32_t count,
                   Text &text) {
  uint64_t width = 0;
  for (int32_t i = 0; i < count; ++i)
    width = std::max<uint64_t>(width, std::min<uint64_t>(40, strlen(tensors[i].name)));
  for (int32_t i = 0; i < count; ++i) {
    char shape[512];
    text.append("  %-8s %d  ", i ? "" : title, i);
    appendPrintable(tensors[i].name, width, text);
    text.append("  %s %s\n", nameOf(typeOf(tensors[i])), describeShape(function, tensors[i], shape, sizeof shape));
  }
}

/// Whether the shell takes the word as it is.
bool isPlain(const char *word) {
  for (const char *c = word; *c; ++c)
    if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || strchr("-_./:", *c)))
      return false;
  return true;
}

void appendQuoted(const char *name, Text &text) { text.append(isPlain(name) ? "%s" : "'%s'", name); }

void appendCommand(const char *program, const TenonModel &model, const TenonFunction &function, Text &text) {
  text.append("  %s", program);
  if (&function != model.functions)
    text.append(" --function %s", function.name);
}

} // namespace

void appendSignature(const TenonFunction &function, Text &text) {
  if (function.inputCount == 0)
    text.append("  inputs   none\n");
  appendTensors(function, "inputs", function.inputs, function.inputCount, text);
  appendTensors(function, "outputs", function.outputs, function.outputCount, text);
}

void appendExamples(const char *program, const TenonModel &model, const TenonFunction &function, Text &text) {
  appendCommand(program, model, function, text);
  text.append(" --bench --seconds 1\n      times it on inputs made from a seed: works as it is\n");
  appendCommand(program, model, function, text);
  text.append(" --inputs DIR --outputs RESULTS\n      DIR holds input_0.pb ...");
  if (function.inputCount) {
    text.append(" (ONNX tensors) or ");
    appendEncoded(function.inputs[0].name, text);
    text.append(".npy ...");
  }
  text.append("\n");
  if (!function.inputCount)
    return;
  appendCommand(program, model, function, text);
  text.append(" --inputs");
  for (int32_t i = 0; i < function.inputCount; ++i) {
    text.append(" ");
    appendQuoted(function.inputs[i].name, text);
    text.append("=FILE");
  }
  text.append(" --outputs RESULTS\n");
}

void appendHelp(const char *program, const TenonModel &model, Text &text) {
  text.append("%s: a model compiled by Tenon %s\n\n", model.name, model.tenonVersion);
  text.append("usage: %s --inputs DIR|NAME=FILE... --outputs DIR [options]\n", program);
  text.append("       %s --bench [--seconds S] [--json FILE] [options]\n\n", program);
  for (int32_t i = 0; i < model.functionCount; ++i) {
    if (model.functionCount > 1)
      text.append("function %s\n", model.functions[i].name);
    appendSignature(model.functions[i], text);
  }
  text.append("\noptions:\n"
              "  --inputs DIR|NAME=FILE...  a folder with input_K.pb or <name>.npy, or a file for each input\n"
              "  --outputs DIR              writes output_K.pb or <name>.npy, as the inputs came; made if missing\n"
              "  --function NAME            the function to run (default: the first)\n"
              "  --load-state FILE          begins with the state that was saved there\n"
              "  --save-state FILE          writes the state afterwards\n"
              "  --threads N                threads (default: TENON_THREADS, else the cores this process may use)\n"
              "  --repeat N                 runs N times on the same inputs\n"
              "  --bench                    times calls, on inputs made from a seed where none are given\n"
              "  --seconds S                how long to measure (default: 3)\n"
              "  --json FILE                writes the measurements as JSON\n"
              "  --explain                  also the time of each kernel, and what this CPU could do at best\n"
              "  --shape NAME=1x128 ...     sizes of the inputs that --bench makes\n"
              "  --seed N                   seed of the inputs that --bench makes (default: 0)\n"
              "  --quiet                    prints errors only\n"
              "  --help, --version\n\n"
              "environment: TENON_THREADS=N, TENON_CPU=x86-64-v3 (uses no more of the CPU), TENON_TRACE=FILE\n\n"
              "examples:\n");
  appendExamples(program, model, model.functions[0], text);
}

void appendVersion(const TenonModel &model, Text &text) {
  text.append("%s, compiled by Tenon %s for", model.name, model.tenonVersion);
  for (int32_t i = 0; i < model.versionCount; ++i)
    text.append("%s %s", i ? "," : "", model.versions[i].name);
  text.append("; this CPU: %s\n", nameOfFeatures(featuresOf(readCpuRegisters())));
}

} // namespace tenon::runtime
