//===- ProgramMain.cpp - The main function of a compiled program --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/program/ProgramMain.h"
#include "runtime/core/Futex.h"
#include "runtime/program/Benchmark.h"
#include "runtime/core/Elements.h"
#include "runtime/program/ExampleInputs.h"
#include "runtime/program/Explanation.h"
#include "runtime/program/Signals.h"
#include "runtime/program/StringTensors.h"
#include "runtime/program/TensorFiles.h"
#include "runtime/program/Usage.h"
#include <errno.h>
#include <stdio.h>

namespace tenon::runtime {

namespace {

/// A measurement has so many calls, however long they take.
constexpr uint64_t minimumCalls = 3;
constexpr uint64_t maximumCalls = 10000000;

/// Elements shown of an output that is not written to a file.
constexpr int64_t shownElements = 8;

class Program {
public:
  Program(const TenonModel &model, const ProgramOptions &options, int64_t start)
      : model(model), options(options), start(start) {}
  ~Program() {
    tenonDestroy(context);
    tenonDestroy(loaded);
  }

  /// Returns a status, with the message of what failed.
  int run();
  Message message = {};

private:
  int chooseFunction();
  int failWithoutInputs();
  int create();
  int loadState();
  void restoreState();
  int prepareInputs();
  int call();
  int repeat();
  int measure();
  int measureSteps(Array<KernelTime> &kernels, Roofline &roofline);
  int print(Text &text);
  void describeTensors(const TenonTensorInfo *infos, const DLTensor *tensors, int32_t count, Text &text);
  int describeOutputs(Text &text);

  const TenonModel &model;
  const ProgramOptions &options;
  const int64_t start;
  int32_t functionIndex = 0;
  const TenonFunction *function = nullptr;
  TenonContext *context = nullptr;
  TenonContext *loaded = nullptr; // with the state that every measured call begins with
  TensorList inputs;
  FileForm form = FileForm::Npy;
  Array<DLTensor> inputViews, outputViews;
  Measurement measurement = {};
};

int Program::run() {
  Text text;
  if (options.wantsHelp || options.wantsVersion) {
    options.wantsHelp ? appendHelp(options.program, model, text) : appendVersion(model, text);
    return print(text);
  }
  if (!options.isBenchmark && options.json)
    return fail(message, TENON_ERROR_USER, "--json is for --bench");
  if (!options.isBenchmark && options.isExplained)
    return fail(message, TENON_ERROR_USER, "--explain is for --bench");
  if (int status = chooseFunction())
    return status;
  if (!options.hasInputs && !options.isBenchmark && function->inputCount)
    return failWithoutInputs();
  if (!options.hasInputs && options.outputs && function->inputCount)
    return fail(message, TENON_ERROR_USER, "--outputs needs --inputs: what --bench makes up has no meaning");
  if (int status = create())
    return status;
  if (int status = loadState())
    return status;
  if (int status = prepareInputs())
    return status;
  OutputFiles files;
  if (options.outputs)
    if (int status = openOutputs(*function, options.outputs, form, files, message))
      return status;
  if (int status = options.isBenchmark ? measure() : repeat())
    return status;
  if (options.outputs)
    if (int status = writeOutputs(context, *function, outputViews.data(), form, files, message))
      return status;
  if (options.saveState)
    if (int status = tenonSave(context, options.saveState))
      return fail(message, status, "%s", tenonLastError(context));
  if (int status = options.isBenchmark ? TENON_OK : describeOutputs(text))
    return status;
  return print(text);
}

int Program::chooseFunction() {
  function = model.functions;
  if (!options.function)
    return TENON_OK;
  Array<const char *> names;
  for (functionIndex = 0; functionIndex < model.functionCount; ++functionIndex) {
    function = &model.functions[functionIndex];
    if (!strcmp(function->name, options.function))
      return TENON_OK;
    if (!names.push(function->name))
      return fail(message, TENON_ERROR_USER, "out of memory");
  }
  const char *suggestion = nearest(options.function, names.data(), names.size());
  return fail(message, TENON_ERROR_USER, "there is no function '%s'; %s '%s'%s", options.function,
              suggestion ? "did you mean" : "the first is", suggestion ? suggestion : names[0], suggestion ? "?" : "");
}

int Program::failWithoutInputs() {
  Text text;
  text.append("error: no inputs given: %s takes %d\n", options.program, function->inputCount);
  appendSignature(*function, text);
  text.append("run it so:\n");
  appendExamples(options.program, model, *function, text);
  fputs(text.string(), stderr);
  return TENON_ERROR_USER;
}

int Program::create() {
  TenonOptions contextOptions = {};
  contextOptions.size = sizeof contextOptions;
  contextOptions.threads = options.threads;
  const int status = tenonCreate(&model, &contextOptions, &context);
  measurement.load = static_cast<double>(nanoseconds() - start) / 1e6;
  return status ? fail(message, status, "%s", tenonLastError(nullptr)) : TENON_OK;
}

/// The state of the first call; of every one that is measured.
int Program::loadState() {
  if (options.saveState && options.isBenchmark)
    return fail(message, TENON_ERROR_USER, "--save-state: each call of --bench begins with the same state; run without it");
  if (!options.loadState)
    return TENON_OK;
  if (const int status = tenonLoad(context, options.loadState))
    return fail(message, status, "%s", tenonLastError(context));
  if (!options.isBenchmark)
    return TENON_OK;
  TenonOptions contextOptions = {};
  contextOptions.threads = 1;
  if (const int status = tenonCreate(&model, &contextOptions, &loaded))
    return fail(message, status, "%s", tenonLastError(nullptr));
  const int status = tenonCopy(loaded, context);
  return status ? fail(message, status, "%s", tenonLastError(loaded)) : TENON_OK;
}

/// So that no call measures what the one before left.
void Program::restoreState() {
  if (loaded)
    tenonCopy(context, loaded);
  else if (model.stateCount)
    tenonReset(context);
}

int Program::prepareInputs() {
  const bool isMadeUp = !options.hasInputs;
  int status = isMadeUp ? makeInputs(model, *function, options.shapes, options.seed, inputs, message)
                        : readInputs(*function, options.inputs, inputs, form, message);
  if (status)
    return status;
  if (!function->inputCount)
    form = FileForm::Proto;
  for (int32_t i = 0; i < inputs.size() && model.strings; ++i)
    if (int status = internStrings(context, inputs[i], message))
      return status;
  for (int32_t i = 0; i < inputs.size(); ++i)
    if (!inputViews.push(inputs[i].view()))
      return fail(message, TENON_ERROR_USER, "out of memory");
  if (!outputViews.resize(static_cast<uint64_t>(function->outputCount)))
    return fail(message, TENON_ERROR_USER, "out of memory");
  if (!isMadeUp || options.isQuiet || !function->inputCount)
    return TENON_OK;
  Text text;
  text.append("inputs made from seed %llu:\n", static_cast<unsigned long long>(options.seed));
  describeTensors(function->inputs, inputViews.data(), function->inputCount, text);
  return print(text);
}

/// One call: from inputs in memory to outputs readable.
int Program::call() {
  memset(outputViews.data(), 0, outputViews.size() * sizeof(DLTensor));
  return tenonRun(context, functionIndex, inputViews.data(), function->inputCount, outputViews.data(),
                  function->outputCount);
}

int Program::repeat() {
  for (int64_t i = 0; i < options.repeat; ++i)
    if (int status = call())
      return fail(message, status, "%s", tenonLastError(context));
  return TENON_OK;
}

int Program::measure() {
  OutputFiles files;
  if (options.json)
    if (int status = files.open(options.json, message))
      return status;
  Array<double> times;
  const int64_t begin = nanoseconds();
  if (int status = call())
    return fail(message, status, "%s", tenonLastError(context));
  int64_t before = nanoseconds();
  measurement.first = static_cast<double>(before - begin) / 1e6;
  const int64_t end = before + static_cast<int64_t>(options.seconds * 1e9);
  while ((before < end || times.size() < minimumCalls) && times.size() < maximumCalls) {
    restoreState();
    before = nanoseconds();
    if (int status = call())
      return fail(message, status, "%s", tenonLastError(context));
    if (!times.push(static_cast<double>(nanoseconds() - before) / 1e6))
      return fail(message, TENON_ERROR_USER, "out of memory");
  }
  summarize(times, measurement);
  measurement.peakBytes = peakMemory();
  tenonStatistics(context, &measurement.statistics);
  Array<KernelTime> kernels;
  Roofline roofline;
  if (options.isExplained)
    if (int status = measureSteps(kernels, roofline))
      return status;
  if (options.json) {
    Text json;
    json.append("{\n");
    appendJson(measurement, json);
    if (options.isExplained)
      appendExplanationJson(kernels, roofline, json);
    json.append("\n}\n");
    if (int status = files.write(0, json.data(), json.size(), message))
      return status;
    if (int status = files.commit(message))
      return status;
  }
  if (options.isQuiet)
    return TENON_OK;
  Text text;
  text.append("%s on %s:\n", model.name, measurement.statistics.cpu_version);
  appendTable(measurement, text);
  if (options.isExplained)
    appendExplanation(kernels, roofline, text);
  return print(text);
}

/// In calls of their own: to note every step takes time, too.
int Program::measureSteps(Array<KernelTime> &kernels, Roofline &roofline) {
  StepTimes times;
  if (int status = times.open(model, message))
    return status;
  uint64_t runs = 0;
  const int64_t end = nanoseconds() + static_cast<int64_t>(options.seconds * 1e9 / 2);
  for (int64_t now = 0; (now < end || runs < minimumCalls) && runs < maximumCalls; now = nanoseconds(), ++runs) {
    restoreState();
    noteStepTimes(*context, &times);
    const int status = call();
    noteStepTimes(*context, nullptr);
    if (status)
      return fail(message, status, "%s", tenonLastError(context));
  }
  if (int status = measureRoofline(measurement.statistics.threads, roofline, message))
    return status;
  return explain(model, times, runs, roofline, kernels, message);
}

void Program::describeTensors(const TenonTensorInfo *infos, const DLTensor *tensors, int32_t count, Text &text) {
  for (int32_t i = 0; i < count; ++i) {
    char shape[512];
    text.append("  %s  %s %s\n", infos[i].name, nameOf({tensors[i].dtype.code, tensors[i].dtype.bits}),
                formatShape(tensors[i].shape, tensors[i].ndim, shape, sizeof shape));
  }
}

int Program::describeOutputs(Text &text) {
  if (options.isQuiet)
    return TENON_OK;
  for (int32_t i = 0; i < function->outputCount; ++i) {
    describeTensors(function->outputs + i, outputViews.data() + i, 1, text);
    if (options.outputs)
      continue;
    const DLTensor &tensor = outputViews[i];
    const int64_t count = elementCount(tensor);
    const ElementType type = {tensor.dtype.code, tensor.dtype.bits};
    text.append("   ");
    for (int64_t k = 0; k < count && k < shownElements; ++k) {
      text.append(" ");
      if (type == stringType) {
        if (int status = appendShown(context, tensor, k, text, message))
          return status;
        continue;
      }
      char element[64];
      printElement(type, tensor.data, k, element, sizeof element);
      text.append("%s", element);
    }
    text.append(count > shownElements ? " ...\n" : "\n");
  }
  return TENON_OK;
}

int Program::print(Text &text) {
  if (!text.isComplete())
    return fail(message, TENON_ERROR_USER, "out of memory");
  if (fwrite(text.data(), 1, text.size(), stdout) != text.size() || fflush(stdout))
    return fail(message, TENON_ERROR_USER, "cannot write to standard output: %s", strerror(errno));
  return TENON_OK;
}

int report(int status, const Message &message) {
  if (status && message.text[0])
    fprintf(stderr, "error: %s%s\n", message.text, status == TENON_ERROR_DEFECT ? "; this is a defect of Tenon" : "");
  return status;
}

/// When the process began: what it computed before main, which is mostly the
/// loader's work, before now.
int64_t processStart() {
  timespec used;
  const int64_t now = nanoseconds();
  if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used))
    return now;
  return now - (used.tv_sec * 1000000000ll + used.tv_nsec);
}

} // namespace

int runProgram(const TenonModel &model, const ProgramOptions &options, int64_t start) {
  if (model.formatVersion != TENON_MODEL_FORMAT_VERSION || model.functionCount < 1) {
    fprintf(stderr,
            "error: the model has format %u and %d functions, and this runtime reads format %d with at least one\n",
            model.formatVersion, model.functionCount, TENON_MODEL_FORMAT_VERSION);
    return TENON_ERROR_DEFECT;
  }
  Program program(model, options, start);
  return report(program.run(), program.message);
}

} // namespace tenon::runtime

extern "C" int tenonProgramMain(const void *model, int argc, char **argv) {
  using namespace tenon::runtime;
  const int64_t start = processStart();
  handleSignals();
  ProgramOptions options;
  Message message = {};
  if (int status = parseCommandLine(argc, argv, options, message))
    return report(status, message);
  return runProgram(*static_cast<const TenonModel *>(model), options, start);
}
