//===- GenerateCode.cpp - Objects and tables for a planned module -----===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/GenerateCode.h"
#include "codegen/cpu/ExpandMath.h"
#include "codegen/cpu/LowerToLLVM.h"
#include "dialects/graph/NarrowTypes.h"
#include "dialects/graph/Locations.h"
#include "dialects/graph/SizeRegions.h"
#include "dialects/graph/States.h"
#include "dialects/graph/Strings.h"
#include "dialects/kernel/Kernel.h"
#include "runtime/core/ModelFormat.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Target/LLVMIR/ModuleTranslation.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/Support/ThreadPool.h"

using namespace mlir;

namespace tenon::codegen {

namespace {

/// The kernels of a module, equal ones once. Kernels are equal when their text
/// is, but for where their results lie.
class KernelSet {
public:
  /// The number of the kernel that `op` needs.
  size_t add(kernel::KernelOpInterface op) {
    auto [entry, inserted] = numbers.try_emplace(text(op), kernels.size());
    if (inserted) {
      std::string family = op->getName().stripDialect().str();
      names.push_back(family + std::to_string(counts[family]++));
      kernels.push_back(op);
    }
    return entry->second;
  }

  ArrayRef<kernel::KernelOpInterface> all() const { return kernels; }
  const std::string &name(size_t number) const { return names[number]; }

private:
  static std::string text(kernel::KernelOpInterface op) {
    std::optional<ArrayRef<int64_t>> buffers = op.getBuffers();
    SmallVector<int64_t> saved(buffers ? *buffers : ArrayRef<int64_t>());
    op.setBuffers(std::nullopt);
    std::string result;
    llvm::raw_string_ostream stream(result);
    // The types stand in the text; the names of operands do not matter.
    op->print(stream, OpPrintingFlags().useLocalScope().printGenericOpForm(false));
    if (buffers)
      op.setBuffers(saved);
    return withoutValueNames(result);
  }

  /// Drops the results' and operands' names, which differ from place to place:
  /// what stands before the first `=` and in the first parentheses up to `:`.
  static std::string withoutValueNames(StringRef text) {
    auto [results, rest] = text.split(" = ");
    auto [head, operands] = rest.split('(');
    return (head + "(" + operands.drop_until([](char c) { return c == ':' || c == ')'; })).str();
  }

  llvm::StringMap<size_t> numbers;
  llvm::StringMap<unsigned> counts;
  SmallVector<kernel::KernelOpInterface> kernels;
  SmallVector<std::string> names;
};

std::string symbolName(const GenerationOptions &options, const KernelSet &kernels, size_t number, const CpuTarget &target) {
  return options.name + "." + kernels.name(number) + "." + target.name;
}

/// The kernels [first, end) for one target, which are compiled on their own.
struct Share {
  size_t target, first, end;
};

/// Shares of all targets. They are small, so that threads end at about the same
/// time, and do not depend on the number of threads, as the code shall not.
SmallVector<Share> sharesOf(size_t kernels, size_t targets) {
  constexpr size_t kernelsOfShare = 8;
  SmallVector<Share> shares;
  for (size_t target = 0; target < targets; ++target)
    for (size_t first = 0; first == 0 || first < kernels; first += kernelsOfShare)
      shares.push_back({target, first, std::min(first + kernelsOfShare, kernels)});
  return shares;
}

/// Kernels of one share: emitted, lowered, translated, compiled. Tells their shapes.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>> compileKernels(const KernelSet &kernels, const GenerationOptions &options,
                                                                   const Share &share, MLIRContext *context,
                                                                   MutableArrayRef<KernelShape> shapes) {
  const CpuTarget &target = options.targets[share.target];
  OwningOpRef<ModuleOp> module = ModuleOp::create(UnknownLoc::get(context));
  OpBuilder builder(context);
  for (size_t number = share.first; number < share.end; ++number) {
    builder.setInsertionPointToEnd(module->getBody());
    FailureOr<KernelShape> shape =
        emitKernel(kernels.all()[number], symbolName(options, kernels, number, target), builder, target);
    if (failed(shape))
      return llvm::createStringError("kernel " + kernels.name(number) + " could not be emitted for " + target.name);
    shapes[number] = *shape;
  }
  if (failed(expandMath(*module, target)) || failed(lowerToLLVM(*module, target)))
    return llvm::createStringError("the kernels could not be lowered for " + target.name);
  llvm::LLVMContext llvmContext;
  std::unique_ptr<llvm::Module> translated =
      translateModuleToLLVMIR(*module, llvmContext, options.name + "." + target.name);
  if (!translated)
    return llvm::createStringError("the kernels could not be translated for " + target.name);
  for (llvm::Function &function : *translated)
    if (!function.isDeclaration() && !function.hasLocalLinkage())
      function.setVisibility(llvm::GlobalValue::HiddenVisibility);
  return emitModule(*translated, target, options.kind);
}

/// Where the tensors of a planned function lie.
class Slots {
public:
  Slots(func::FuncOp function, ArrayRef<graph::StateDeclaration> states,
        llvm::function_ref<uint64_t(StringRef)> weightOffset)
      : weightOffset(weightOffset) {
    int32_t inputs = 0, outputs = 0;
    for (unsigned i = 0; i < function.getNumArguments(); ++i)
      arguments.push_back(slotOf(graph::stateOfArgument(function, i), states, TENON_SLOT_INPUT, inputs));
    for (unsigned i = 0; i < function.getNumResults(); ++i)
      results.push_back(slotOf(graph::stateOfResult(function, i), states, TENON_SLOT_OUTPUT, outputs));
  }

  SlotDescription of(Value value) const {
    if (auto argument = dyn_cast<BlockArgument>(value))
      return arguments[argument.getArgNumber()];
    Operation *op = value.getDefiningOp();
    if (auto view = dyn_cast<graph::ReshapeOp>(op))
      return of(view.getOperand());
    if (auto weight = dyn_cast<graph::WeightOp>(op))
      return {TENON_SLOT_WEIGHT, 0, weightOffset(weight.getName())};
    auto kernelOp = cast<kernel::KernelOpInterface>(op);
    int64_t buffer = (*kernelOp.getBuffers())[cast<OpResult>(value).getResultNumber()];
    if (buffer < 0)
      return results[-1 - buffer];
    return {TENON_SLOT_BUFFER, static_cast<int32_t>(buffer), 0};
  }

private:
  /// The state of that name, or the next input or output.
  static SlotDescription slotOf(StringAttr state, ArrayRef<graph::StateDeclaration> states, int32_t kind,
                                int32_t &count) {
    if (!state)
      return {kind, count++, 0};
    const auto *found = llvm::find_if(states, [&](const auto &entry) { return entry.name == state; });
    return {TENON_SLOT_STATE, static_cast<int32_t>(found - states.begin()), 0};
  }

  llvm::function_ref<uint64_t(StringRef)> weightOffset;
  SmallVector<SlotDescription> arguments, results;
};

std::string attributeName(DictionaryAttr attributes, const std::string &otherwise) {
  auto name = attributes ? attributes.getAs<StringAttr>("graph.name") : StringAttr();
  return name ? name.str() : otherwise;
}

/// The type of an input or output for its users, which bytes may hold.
RankedTensorType typeForUsers(Type type, DictionaryAttr attributes) {
  auto element = attributes ? attributes.getAs<TypeAttr>(graph::elementTypeAttributeName) : TypeAttr();
  auto tensor = cast<RankedTensorType>(type);
  return element ? RankedTensorType(tensor.clone(element.getValue())) : tensor;
}

SmallVector<ValueEntry> valuesOf(func::FuncOp function, StringRef attribute) {
  SmallVector<ValueEntry> entries;
  if (auto values = function->getAttrOfType<ArrayAttr>(attribute))
    for (auto value : values.getAsRange<DictionaryAttr>()) {
      auto count = value.getAs<IntegerAttr>("count");
      entries.push_back({value.getAs<StringAttr>("name").str(),
                         value.contains("run_sequence") ? TENON_VALUE_RUN_SEQUENCE
                         : value.contains("sequence")   ? TENON_VALUE_SEQUENCE
                                                        : TENON_VALUE_TENSOR,
                         static_cast<int32_t>(count.getInt()), value.contains("optional"),
                         value.contains("maybe_empty") ? TENON_VALUE_MAYBE_EMPTY : value.contains("empty")});
    }
  return entries;
}

FunctionEntry describeFunction(func::FuncOp function) {
  FunctionEntry entry;
  entry.name = function.getName().str();
  if (auto symbols = function->getAttrOfType<ArrayAttr>(graph::symbolsAttributeName))
    for (StringAttr symbol : symbols.getAsRange<StringAttr>())
      entry.symbols.push_back(symbol.str());
  for (unsigned i : graph::inputsOf(function))
    entry.inputs.push_back({attributeName(function.getArgAttrDict(i), "x" + std::to_string(i)),
                            typeForUsers(function.getArgumentTypes()[i], function.getArgAttrDict(i))});
  for (unsigned i : graph::outputsOf(function))
    entry.outputs.push_back({attributeName(function.getResultAttrDict(i), "y" + std::to_string(i)),
                             typeForUsers(function.getResultTypes()[i], function.getResultAttrDict(i))});
  entry.inputValues = valuesOf(function, graph::inputValuesAttributeName);
  entry.outputValues = valuesOf(function, graph::outputValuesAttributeName);
  if (auto buffers = function->getAttrOfType<ArrayAttr>(kernel::buffersAttributeName))
    for (auto buffer : buffers.getAsRange<kernel::BufferAttr>())
      entry.buffers.push_back({buffer.getBytes().getSizes().front(), static_cast<int32_t>(buffer.getFirst()),
                               static_cast<int32_t>(buffer.getLast())});
  return entry;
}

/// Functions by number: those of the interface, then those that steps call.
class FunctionNumbers {
public:
  explicit FunctionNumbers(ModuleOp module) {
    for (bool isCallee : {false, true})
      for (func::FuncOp function : module.getOps<func::FuncOp>())
        if (function.isPrivate() == isCallee && !function.isDeclaration()) {
          numbers[function.getName()] = static_cast<int32_t>(functions.size());
          functions.push_back(function);
          calleeCount += isCallee;
        }
  }

  int32_t of(StringRef name) const { return numbers.lookup(name); }

  SmallVector<func::FuncOp> functions;
  size_t calleeCount = 0;

private:
  llvm::StringMap<int32_t> numbers;
};

SmallVector<RankedTensorType> operandTypes(kernel::KernelOpInterface op) {
  SmallVector<RankedTensorType> types;
  for (Type type : llvm::concat<const Type>(op->getOperandTypes(), op->getResultTypes()))
    types.push_back(cast<RankedTensorType>(type));
  return types;
}

/// Which sizes of its results a call defines.
void describeDefinitions(kernel::KernelOpInterface op, ControlEntry &entry) {
  SmallVector<unsigned> defined = graph::definedSymbols(op);
  for (auto [i, type] : llvm::enumerate(op->getResultTypes()))
    for (auto [d, size] : llvm::enumerate(graph::shapeOf(type)))
      if (graph::isOneOf(size, defined))
        entry.definitions.push_back({static_cast<int32_t>(op->getNumOperands() + i), static_cast<int32_t>(d),
                                     static_cast<int32_t>(cast<AffineSymbolExpr>(size).getPosition())});
}

ControlEntry describeIf(kernel::IfOp op, const FunctionNumbers &numbers) {
  ControlEntry entry;
  entry.kind = TENON_CONTROL_IF;
  entry.function = numbers.of(op.getThenFunction());
  entry.otherwise = numbers.of(op.getElseFunction());
  entry.argumentCount = entry.condition = static_cast<int32_t>(op->getNumOperands()) - 1;
  entry.operands = operandTypes(op);
  describeDefinitions(op, entry);
  return entry;
}

/// Whether the body says that it may write its next value `i` where it reads the last one.
bool isWrittenInPlace(func::FuncOp body, int64_t i) {
  auto overwritten = body.getResultAttrOfType<DenseI64ArrayAttr>(i + 1, kernel::overwritesAttributeName);
  return overwritten && llvm::is_contained(overwritten.asArrayRef(), i);
}

ControlEntry describeLoop(kernel::LoopOp op, const FunctionNumbers &numbers) {
  ControlEntry entry;
  entry.kind = TENON_CONTROL_LOOP;
  entry.function = numbers.of(op.getBody());
  entry.carriedCount = static_cast<int32_t>(op.getCarried());
  entry.argumentCount = static_cast<int32_t>(op->getNumOperands()) - op.getHasLimit() - op.getHasCondition();
  int32_t next = entry.argumentCount;
  if (op.getHasLimit())
    entry.limit = next++;
  if (op.getHasCondition())
    entry.condition = next;
  if (op.getCount())
    entry.count = op.getCount()->getSizes().front();
  entry.operands = operandTypes(op);
  describeDefinitions(op, entry);
  for (int64_t i = 0; i < entry.carriedCount; ++i)
    entry.inPlace.push_back(isWrittenInPlace(numbers.functions[entry.function], i));
  return entry;
}

/// A step that calls functions or is about sizes, or nothing for a kernel.
std::optional<StepEntry> describeCall(kernel::KernelOpInterface op, const FunctionNumbers &numbers) {
  StepEntry step;
  if (auto branch = dyn_cast<kernel::IfOp>(*op)) {
    step.control = describeIf(branch, numbers);
    step.name = ("if " + branch.getThenFunction() + " else " + branch.getElseFunction()).str();
  } else if (auto loop = dyn_cast<kernel::LoopOp>(*op)) {
    step.control = describeLoop(loop, numbers);
    step.name = ("loop " + loop.getBody()).str();
  } else if (auto define = dyn_cast<kernel::DefineOp>(*op)) {
    step.control.emplace();
    step.control->kind = TENON_CONTROL_DEFINE;
    step.control->operands = operandTypes(op);
    step.control->definitions.push_back({0, -1, static_cast<int32_t>(define.getSymbol())});
    step.name = "define size";
  } else if (auto require = dyn_cast<kernel::RequireOp>(*op)) {
    step.control.emplace();
    step.control->kind = TENON_CONTROL_REQUIRE;
    step.control->count = require.getSizes().getSizes().front();
    step.control->other = require.getSizes().getSizes().back();
    step.name = "require size";
  } else if (auto call = dyn_cast<kernel::CallRuntimeOp>(*op)) {
    step.control.emplace();
    step.control->kind = TENON_CONTROL_CALL;
    step.control->argumentCount = static_cast<int32_t>(op->getNumOperands());
    step.control->operands = operandTypes(op);
    step.control->runtimeFunction = ("tenon_" + call.getFunction()).str();
    step.name = call.getFunction().str();
  } else {
    return std::nullopt;
  }
  AffineExpr zero = getAffineConstantExpr(0, op.getContext());
  step.shape = {getAffineConstantExpr(1, op.getContext()), zero, zero, zero, zero};
  return step;
}

/// Instead of a kernel's number, for a step that calls functions.
constexpr size_t noKernel = ~size_t(0);

/// Fills in the functions with their steps, and collects the kernels. The
/// kernel's number of every step of every function.
std::vector<SmallVector<size_t>> describeFunctions(const FunctionNumbers &numbers,
                                                   ArrayRef<graph::StateDeclaration> states,
                                                   llvm::function_ref<uint64_t(StringRef)> weightOffset,
                                                   KernelSet &kernels, ModelEntry &tables) {
  std::vector<SmallVector<size_t>> stepKernels;
  tables.calleeCount = numbers.calleeCount;
  for (func::FuncOp function : numbers.functions) {
    FunctionEntry entry = describeFunction(function);
    Slots slots(function, states, weightOffset);
    SmallVector<size_t> &steps = stepKernels.emplace_back();
    for (auto op : function.getOps<kernel::KernelOpInterface>()) {
      std::optional<StepEntry> call = describeCall(op, numbers);
      steps.push_back(call ? noKernel : kernels.add(op));
      StepEntry &step = entry.steps.emplace_back(call ? std::move(*call) : StepEntry());
      if (!call)
        step.name = kernels.name(steps.back());
      graph::Origin origin = graph::originOf(op.getLoc());
      step.origin = origin.path;
      step.place = origin.place(/*withFolder=*/false);
      graph::FusionNote note = graph::fusionNoteOf(op.getLoc());
      step.fused = note.fused;
      step.stopped = note.stopped;
      for (Value operand : op.getInputs())
        step.operands.push_back(slots.of(operand));
      for (Value result : op.getOutputs())
        step.operands.push_back(slots.of(result));
    }
    tables.functions.push_back(std::move(entry));
  }
  return stepKernels;
}

GeneratedProduct describeProduct(kernel::ContractionOp op, const std::string &kernel) {
  auto sizeOf = [](AffineExpr size) { return graph::constantSize(size).value_or(std::numeric_limits<int64_t>::max()); };
  graph::ShapeRef sizes = op.getSizes().getSizes();
  return {kernel, tableKeyOf(op), tilesOf(op), sizeOf(sizes[sizes.size() - 2]),
          sizeOf(graph::elementCount(op.getContext(), op.getDepth().getSizes()))};
}

} // namespace

llvm::Expected<GeneratedCode> generateCode(ModuleOp module, const GenerationOptions &options,
                                           llvm::function_ref<uint64_t(StringRef)> weightOffset,
                                           llvm::function_ref<std::optional<uint64_t>(StringRef)> stateOffset) {
  GeneratedCode code;
  code.tables.name = options.name;
  code.tables.targets = options.targets;
  SmallVector<graph::StateDeclaration> states = graph::statesOf(module);
  for (const graph::StateDeclaration &state : states)
    code.tables.states.push_back({state.name.str(), state.type, stateOffset ? stateOffset(state.name) : std::nullopt});
  if (std::optional<SmallVector<StringRef>> strings = graph::stringsOf(module))
    code.tables.strings.emplace(strings->begin(), strings->end());
  applyTiles(module, options.tiles);
  KernelSet kernels;
  std::vector<SmallVector<size_t>> stepKernels =
      describeFunctions(FunctionNumbers(module), states, weightOffset, kernels, code.tables);
  for (auto [number, op] : llvm::enumerate(kernels.all()))
    if (auto product = dyn_cast<kernel::ContractionOp>(*op))
      code.products.push_back(describeProduct(product, kernels.name(number)));

  // Shares are independent: each has a module of its own.
  SmallVector<Share> shares = sharesOf(kernels.all().size(), options.targets.size());
  std::vector<std::vector<KernelShape>> shapes(options.targets.size(), std::vector<KernelShape>(kernels.all().size()));
  std::vector<llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>> files;
  for (size_t i = 0; i < shares.size(); ++i)
    files.emplace_back(nullptr);
  auto compile = [&](size_t i) {
    files[i] = compileKernels(kernels, options, shares[i], module.getContext(), shapes[shares[i].target]);
  };
  // An Expected must have been looked at before it takes its result.
  for (auto &file : files)
    (void)static_cast<bool>(file);
  // A context without multithreading has no locks.
  if (options.threads > 1 && shares.size() > 1 && module.getContext()->isMultithreadingEnabled()) {
    llvm::DefaultThreadPool pool(llvm::hardware_concurrency(options.threads));
    for (size_t i = 0; i < shares.size(); ++i)
      pool.async(compile, i);
    pool.wait();
  } else {
    for (size_t i = 0; i < shares.size(); ++i)
      compile(i);
  }
  llvm::Error errors = llvm::Error::success();
  for (auto &file : files) {
    if (file)
      code.files.push_back(std::move(*file));
    else
      errors = llvm::joinErrors(std::move(errors), file.takeError());
  }
  if (errors)
    return std::move(errors);
  for (auto [function, steps] : llvm::zip_equal(code.tables.functions, stepKernels))
    for (auto [step, number] : llvm::zip_equal(function.steps, steps)) {
      if (number == noKernel)
        continue;
      // Tiles and scratch do not depend on the target.
      step.shape = shapes.front()[number];
      for (const CpuTarget &target : options.targets)
        step.symbols.push_back(symbolName(options, kernels, number, target));
    }
  for (const auto &file : code.files)
    code.tables.codeBytes += file->getBufferSize();
  return code;
}

} // namespace tenon::codegen
