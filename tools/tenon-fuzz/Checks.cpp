//===- Checks.cpp - What must hold of any graph ---------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/tenon-fuzz/Checks.h"
#include "compiler/Pipelines.h"
#include "compiler/SpecializeShapes.h"
#include "dialects/graph/Graph.h"
#include "dialects/graph/States.h"
#include "mlir/IR/BuiltinDialect.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassInstrumentation.h"
#include "mlir/Pass/PassManager.h"
#include "tools/tenon-fuzz/CompiledProgram.h"
#include <csignal>
#include <cstring>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace mlir;
using namespace tenon::reference;

namespace tenon::fuzz {

namespace {

/// Inputs and what the reference makes of them.
struct Case {
  std::string sizes; // for messages
  std::vector<ReferenceTensor> inputs;
  Expectation expected;
};

std::string describeSizes(func::FuncOp function, ArrayRef<int64_t> symbols) {
  std::string text;
  for (auto [name, size] : llvm::zip_equal(symbolNames(function), symbols))
    text += (text.empty() ? "" : ",") + name.str() + "=" + std::to_string(size);
  return text.empty() ? "no sizes" : text;
}

llvm::Expected<std::vector<Case>> makeCases(func::FuncOp function, const graph::WeightStore &weights,
                                            const CheckSettings &settings) {
  std::vector<Case> cases;
  for (const SymbolSizes &sizes : settings.sizes) {
    llvm::Expected<MadeInputs> made = makeInputs(function, settings.seed, sizes);
    if (!made)
      return made.takeError();
    llvm::Expected<Expectation> expected = expect(function, made->tensors, weights);
    if (!expected)
      return expected.takeError();
    cases.push_back({describeSizes(function, made->symbols), std::move(made->tensors), std::move(*expected)});
  }
  return cases;
}

/// The lines of a report where outputs differ, or nothing.
std::string differences(const Expectation &expected, llvm::Expected<std::vector<ReferenceTensor>> got) {
  if (!got)
    return llvm::toString(got.takeError());
  for (ReferenceTensor &tensor : *got)
    tensor.settle(/*exact=*/false);
  VerifyReport report = compareOutputs(expected, *got);
  return report.matches ? "" : llvm::join(report.outputs, "\n  ");
}

bool isGraphOnly(ModuleOp module) {
  WalkResult walk = module.walk([](Operation *op) {
    bool known = isa<graph::GraphDialect, func::FuncDialect, BuiltinDialect>(op->getDialect());
    return known ? WalkResult::advance() : WalkResult::interrupt();
  });
  return !walk.wasInterrupted();
}

/// Interprets the function after each pass, as long as it is a graph.
class InterpretAfterPasses : public PassInstrumentation {
public:
  InterpretAfterPasses(const std::vector<Case> &cases, const graph::WeightStore &weights, std::string &failure)
      : cases(cases), weights(weights), failure(failure) {}

  void runAfterPass(Pass *pass, Operation *op) override {
    auto module = dyn_cast<ModuleOp>(op);
    if (!module)
      module = op->getParentOfType<ModuleOp>();
    if (!failure.empty() || !module || !isGraphOnly(module))
      return;
    func::FuncOp function = *module.getOps<func::FuncOp>().begin();
    for (const Case &each : cases) {
      std::string text = differences(each.expected, interpret(function, each.inputs, weights));
      if (text.empty())
        continue;
      llvm::raw_string_ostream(failure) << "after " << pass->getName() << " (" << each.sizes << "):\n  " << text
                                        << "\nthe module is then:\n"
                                        << module;
      return;
    }
  }

private:
  const std::vector<Case> &cases;
  const graph::WeightStore &weights;
  std::string &failure;
};

/// Computes what the functions `prepare_K` do, as the compiler does between
/// the two pipelines, and removes them.
llvm::Error runPrepares(ModuleOp module, graph::WeightStore &weights) {
  for (func::FuncOp function : llvm::make_early_inc_range(module.getOps<func::FuncOp>())) {
    if (!function.getName().starts_with("prepare_"))
      continue;
    std::vector<ReferenceTensor> inputs;
    for (unsigned i = 0; i < function.getNumArguments(); ++i) {
      auto name = function.getArgAttrOfType<StringAttr>(i, "graph.weight");
      const graph::WeightData *data = name ? weights.find(name) : nullptr;
      if (!data)
        return llvm::createStringError("@" + function.getName() + " reads what is no weight");
      inputs.push_back(
          llvm::cantFail(ReferenceTensor::fromBytes(data->type.getElementType(), data->type.getShape(), data->bytes)));
    }
    auto results = interpret(function, inputs, weights);
    if (!results)
      return results.takeError();
    auto bytes = std::make_shared<std::vector<char>>(results->front().toBytes());
    weights.add(function.getName(),
                {cast<RankedTensorType>(function.getResultTypes().front()), ArrayRef(*bytes), bytes});
    function.erase();
  }
  return llvm::Error::success();
}

std::string checkPasses(ModuleOp original, graph::WeightStore weights, const std::vector<Case> &cases) {
  OwningOpRef<ModuleOp> module = original.clone();
  std::string failure, diagnostics;
  ScopedDiagnosticHandler handler(original.getContext(), [&](Diagnostic &diagnostic) {
    diagnostics += diagnostic.str() + "\n";
    return success();
  });
  auto run = [&](void (*build)(OpPassManager &)) {
    PassManager manager(original.getContext());
    manager.addInstrumentation(std::make_unique<InterpretAfterPasses>(cases, weights, failure));
    build(manager);
    if (failed(manager.run(*module)) && failure.empty())
      failure = "a pass fails: " + diagnostics;
  };
  run(compiler::buildGraphPipeline);
  if (!failure.empty())
    return failure;
  if (llvm::Error error = runPrepares(*module, weights))
    return llvm::toString(std::move(error));
  run(compiler::buildKernelPipeline);
  return failure;
}

/// The module for one set of sizes, without symbols.
llvm::Expected<OwningOpRef<ModuleOp>> withSizes(ModuleOp module, const SymbolSizes &sizes) {
  OwningOpRef<ModuleOp> fixed = module.clone();
  func::FuncOp function = *fixed->getOps<func::FuncOp>().begin();
  llvm::Expected<SmallVector<int64_t>> symbols = chooseSymbols(function, sizes);
  if (!symbols)
    return symbols.takeError();
  std::vector<compiler::ShapeOption> shapes;
  for (unsigned input : graph::inputsOf(function)) {
    BlockArgument argument = function.getArgument(input);
    shapes.push_back({inputName(function, argument.getArgNumber()), {}});
    for (AffineExpr size : graph::shapeOf(argument.getType()))
      shapes.back().sizes.push_back(graph::evaluateSize(size, *symbols));
  }
  if (llvm::Error error = compiler::specializeShapes(*fixed, shapes))
    return std::move(error);
  return std::move(fixed);
}

CheckResult checkWithFixedSizes(ModuleOp module, CheckSettings settings) {
  std::vector<SymbolSizes> all = std::exchange(settings.sizes, {{}});
  settings.fixSizes = false;
  CheckResult result;
  for (const SymbolSizes &sizes : all) {
    llvm::Expected<OwningOpRef<ModuleOp>> fixed = withSizes(module, sizes);
    if (!fixed)
      return {Outcome::Fails, llvm::toString(fixed.takeError())};
    result = checkModule(**fixed, settings);
    if (result.outcome != Outcome::Holds)
      return result;
  }
  return result;
}

} // namespace

CheckResult checkModule(ModuleOp module, const CheckSettings &settings) {
  if (settings.fixSizes)
    return checkWithFixedSizes(module, settings);
  func::FuncOp function = *module.getOps<func::FuncOp>().begin();
  graph::WeightStore weights;
  if (llvm::Error error = makeWeights(module, settings.seed, weights))
    return {Outcome::Invalid, llvm::toString(std::move(error))};
  llvm::Expected<std::vector<Case>> cases = makeCases(function, weights, settings);
  if (!cases)
    return {Outcome::Invalid, llvm::toString(cases.takeError())};
  if (settings.passes)
    if (std::string failure = checkPasses(module, weights, *cases); !failure.empty())
      return {Outcome::Fails, failure};
  std::string closest;
  for (const std::string &version : settings.cpuVersions) {
    auto program = CompiledProgram::make(module, weights, version);
    if (!program)
      return {Outcome::Fails, version + ": " + llvm::toString(program.takeError())};
    for (const Case &each : *cases) {
      llvm::Expected<std::vector<ReferenceTensor>> got = (*program)->run(each.inputs);
      if (!got)
        return {Outcome::Fails, version + " (" + each.sizes + "): " + llvm::toString(got.takeError())};
      VerifyReport report = compareOutputs(each.expected, *got);
      std::string text = version + " (" + each.sizes + "):\n  " + llvm::join(report.outputs, "\n  ");
      if (!report.matches)
        return {Outcome::Fails, text};
      closest += (closest.empty() ? "" : "\n") + text;
    }
  }
  return {Outcome::Holds, closest};
}

CheckResult checkText(const std::string &text, const CheckSettings &settings) {
  std::unique_ptr<MLIRContext> context = compiler::makeContext();
  context->disableMultithreading();
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(text, context.get());
  if (!module)
    return {Outcome::Invalid, "the module does not parse"};
  return checkModule(*module, settings);
}

/// Runs in the child: prints the message to `pipe`, returns the exit status.
static int childMain(const std::string &text, const CheckSettings &settings, int pipe) {
  // Of the processor, since other work may keep this process from it; and of the clock, for what waits for ever.
  constexpr itimerval limit{{}, {120, 0}};
  setitimer(ITIMER_PROF, &limit, nullptr);
  alarm(1800);
  CheckResult result = checkText(text, settings);
  for (size_t written = 0; written < result.message.size();) {
    ssize_t count = write(pipe, result.message.data() + written, result.message.size() - written);
    if (count <= 0)
      break;
    written += count;
  }
  return static_cast<int>(result.outcome);
}

CheckResult checkInChild(const std::string &text, const CheckSettings &settings) {
  int ends[2];
  if (pipe(ends) != 0)
    return {Outcome::Invalid, "no pipe"};
  pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    // No exit handlers: the parent's state is not this process's to clean up.
    _exit(childMain(text, settings, ends[1]));
  }
  close(ends[1]);
  CheckResult result;
  char buffer[4096];
  for (ssize_t count; (count = read(ends[0], buffer, sizeof buffer)) > 0;)
    result.message.append(buffer, count);
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) {
    result.outcome = Outcome::Fails;
    bool isLate = WTERMSIG(status) == SIGPROF || WTERMSIG(status) == SIGALRM;
    result.message = isLate ? std::string("takes too long") : std::string("crashes: ") + strsignal(WTERMSIG(status));
    return result;
  }
  int exitStatus = WEXITSTATUS(status);
  result.outcome = exitStatus <= static_cast<int>(Outcome::Invalid) ? static_cast<Outcome>(exitStatus) : Outcome::Fails;
  return result;
}

} // namespace tenon::fuzz
