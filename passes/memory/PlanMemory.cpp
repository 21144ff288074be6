//===- PlanMemory.cpp - Where the results of kernels lie ------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Every result gets a buffer of the arena, or an output of the function. A
// buffer has a size over the symbols and a lifetime in kernels; where in the
// arena it lies is found at run time, when the sizes are known: buffers whose
// lifetimes are apart share memory there.
//
// A result takes over the buffer of an input that dies with its kernel, where
// the kernel reads each element of the input only to write the same element
// of the result. Reshapes are views of what they view.
//
// A kernel that changes an input in place has its result where that input
// lies. The input is copied first where it is no kernel's result or is needed
// afterwards; on its way to an output it lies there from the start.
//
// What the function returns without a kernel that makes it for that output
// alone is copied first: arguments, weights, a tensor returned twice, and one
// seen with sizes that are known only after it was made (dialects/graph/SizeRegions.h).
//
// A function that others call says which results may lie where an argument
// lay: a loop need not keep two copies of such values.
//
// The new value of a state is written straight into the state's memory where
// the previous one is not read any more, or read only where it is overwritten;
// else into a buffer, and copied when all else is done (StatePlaces.h).

#include "dialects/graph/NarrowTypes.h"
#include "dialects/graph/SizeRegions.h"
#include "dialects/graph/States.h"
#include "dialects/kernel/Kernel.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "passes/Passes.h"
#include "passes/analysis/IndexExpressions.h"
#include "passes/memory/StatePlaces.h"
#include "llvm/ADT/DenseMap.h"

namespace tenon::passes {
#define GEN_PASS_DEF_PLANMEMORY
#include "passes/Passes.h.inc"
} // namespace tenon::passes

using namespace mlir;
using namespace tenon::graph;
using tenon::kernel::KernelOpInterface;

namespace tenon::passes {

namespace {

AffineExpr byteCount(Value value) {
  return normalizeSize(elementCount(value.getContext(), graph::shapeOf(value.getType())) * bytesOfElement(getElementTypeOrSelf(value)));
}

/// The number of an index argument in the iteration of the whole kernel: the
/// dimensions, then the place in a row.
std::optional<unsigned> dimensionOf(Value index, Operation *kernelOp, unsigned firstIndex) {
  auto argument = dyn_cast<BlockArgument>(index);
  if (!argument)
    return std::nullopt;
  Operation *parent = argument.getOwner()->getParentOp();
  if (parent == kernelOp)
    return argument.getArgNumber() - firstIndex;
  if (auto sweep = dyn_cast<kernel::SweepOp>(parent))
    return cast<kernel::RowsOp>(kernelOp).getSizes().getSizes().size();
  return std::nullopt;
}

/// Whether the load reads the element with the number of the iteration.
bool isAtIteration(kernel::LoadOp load, Operation *kernelOp, unsigned firstIndex, ShapeRef space) {
  MLIRContext *context = load.getContext();
  SmallVector<AffineExpr> dims;
  for (Value index : load.getIndices()) {
    std::optional<unsigned> dim = dimensionOf(index, kernelOp, firstIndex);
    if (!dim)
      return false;
    dims.push_back(getAffineDimExpr(*dim, context));
  }
  AffineExpr offset = load.getMap().getResult(0).replaceDims(dims);
  return sameSize(offset, linearize(identityPoint(context, space.size()), space, context, space));
}

/// The iteration of a kernel that may overwrite inputs: its sizes, and the
/// first index argument of its region.
struct Iteration {
  Shape space;
  unsigned firstIndex = 0;
  unsigned firstInput = 0;
};

std::optional<Iteration> iterationOf(Operation *op, unsigned result) {
  if (auto elementwise = dyn_cast<kernel::ElementwiseOp>(op); elementwise && !elementwise.getParts())
    return Iteration{Shape(elementwise.getSizes().getSizes()), elementwise->getNumOperands(), 0};
  // The operands of a product are read more than once.
  if (auto contraction = dyn_cast<kernel::ContractionOp>(op))
    return Iteration{Shape(contraction.getSizes().getSizes()), contraction->getNumOperands() + 1, 2};
  if (auto scan = dyn_cast<kernel::ScanOp>(op))
    return Iteration{Shape(scan.getSizes().getSizes()), static_cast<unsigned>(scan->getNumOperands() + scan.getInitial().size()), 0};
  if (auto rows = dyn_cast<kernel::RowsOp>(op)) {
    if (!isa<kernel::RowType>(rows.getBody().front().getTerminator()->getOperand(result).getType()))
      return std::nullopt;
    Shape space(rows.getSizes().getSizes());
    space.push_back(rows.getRowSize().getSizes().front());
    return Iteration{space, rows->getNumOperands(), 0};
  }
  return std::nullopt;
}

/// Whether result number `result` may be written where input `input` lies.
bool canOverwrite(Operation *op, unsigned input, unsigned result) {
  if (std::optional<unsigned> changed = cast<KernelOpInterface>(op).getChangedInput())
    return input == *changed;
  std::optional<Iteration> iteration = iterationOf(op, result);
  if (!iteration || bytesOfElement(getElementTypeOrSelf(op->getOperand(input))) != bytesOfElement(getElementTypeOrSelf(op->getResult(result))) ||
      !sameSize(byteCount(op->getOperand(input)), byteCount(op->getResult(result))))
    return false;
  Block &block = op->getRegion(0).front();
  // A row that an early sweep writes must not be read by a later one.
  Operation *writer = isa<kernel::RowsOp>(op) ? block.getTerminator()->getOperand(result).getDefiningOp() : nullptr;
  for (unsigned i = 0; i < op->getNumOperands(); ++i) {
    if (memoryOf(op->getOperand(i)) != memoryOf(op->getOperand(input)))
      continue;
    if (i < iteration->firstInput)
      return false;
    for (Operation *user : block.getArgument(i).getUsers()) {
      auto load = dyn_cast<kernel::LoadOp>(user);
      if (!load || !isAtIteration(load, op, iteration->firstIndex, iteration->space))
        return false;
      if (writer && writer->isBeforeInBlock(block.findAncestorOpInBlock(*load)))
        return false;
    }
  }
  return true;
}

/// The same elements in another tensor.
Value copyTensor(OpBuilder &builder, Location location, Value value) {
  MLIRContext *context = value.getContext();
  Shape flat{elementCount(context, graph::shapeOf(value.getType()))};
  Type element = getElementTypeOrSelf(value.getType());
  auto copy = kernel::ElementwiseOp::create(builder, location, TypeRange(tensorType(flat, element)), value,
                                            SizesAttr::get(context, flat), /*parts=*/IntegerAttr(), DenseI64ArrayAttr());
  Block *block = &copy.getBody().emplaceBlock();
  Value source = block->addArgument(value.getType(), location);
  Value index = block->addArgument(builder.getIndexType(), location);
  {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToEnd(block);
    auto integer = dyn_cast<IntegerType>(element);
    Type scalar = integer ? Type(builder.getIntegerType(integer.getWidth())) : element;
    auto map = AffineMapAttr::get(builder.getDimIdentityMap());
    Value read = kernel::LoadOp::create(builder, location, scalar, source, map, index, /*mask=*/Value());
    kernel::YieldOp::create(builder, location, read);
  }
  return builder.createOrFold<ReshapeOp>(location, value.getType(), copy.getOutputs().front());
}

/// Whether nothing but `op`, by this operand alone, needs what the operand holds.
bool mayChange(Operation *op, unsigned input) {
  Value memory = memoryOf(op->getOperand(input));
  if (!isa_and_nonnull<KernelOpInterface>(memory.getDefiningOp()))
    return false;
  SmallVector<Value> views{memory};
  for (size_t i = 0; i < views.size(); ++i)
    for (OpOperand &use : views[i].getUses()) {
      Operation *user = use.getOwner();
      if (isa<ReshapeOp>(user))
        views.push_back(user->getResult(0));
      else if (user == op ? use.getOperandNumber() != input : op->isBeforeInBlock(user))
        return false;
    }
  return true;
}

class Planner {
public:
  explicit Planner(func::FuncOp function) : function(function), builder(function.getContext()) {}

  void plan();

private:
  struct Buffer {
    AffineExpr bytes;
    int64_t first, last;
  };

  /// A copy of what a kernel changes, made for that kernel.
  struct Copy {
    Operation *op;
    unsigned input;
    Value original;
  };

  /// The region of sizes that knows the value's type.
  unsigned regionOf(Value value) const {
    Operation *op = value.getDefiningOp();
    return op ? regions.lookup(op) : 0;
  }

  void copyChanged();
  void claim(OpOperand &operand);
  void findOutputs();
  void placeStates();
  void changeStatesInPlace();
  void findLastUses();
  void findOverwritten();
  bool mayOverwrite(Operation *writer, unsigned result, BlockArgument argument);
  void placeChangedInOutputs();
  int64_t place(Operation *op, unsigned result, int64_t number);

  func::FuncOp function;
  Builder builder;
  DenseMap<Value, int64_t> lastUse, outputs, bufferOf;
  std::optional<StatePlaces> states;
  SmallVector<Copy> copiesToChange;
  SmallVector<Buffer> buffers;
  DenseMap<Operation *, unsigned> regions; // where sizes depend on data
};

/// Gives every kernel that changes an input one that it may change.
void Planner::copyChanged() {
  for (auto op : llvm::make_early_inc_range(function.getOps<KernelOpInterface>())) {
    std::optional<unsigned> input = op.getChangedInput();
    if (!input || mayChange(op, *input))
      continue;
    OpBuilder copies(op);
    copiesToChange.push_back({op, *input, op->getOperand(*input)});
    op->setOperand(*input, copyTensor(copies, op.getLoc(), op->getOperand(*input)));
  }
}

/// A copy of a state that would lie in the state is none: it's changed there.
void Planner::changeStatesInPlace() {
  for (const Copy &copy : copiesToChange) {
    auto argument = dyn_cast<BlockArgument>(memoryOf(copy.original));
    Value made = memoryOf(copy.op->getOperand(copy.input));
    std::optional<unsigned> state = states->find(made);
    if (!argument || !state ||
        stateOfArgument(function, argument.getArgNumber()) != stateOfResult(function, *state))
      continue;
    copy.op->setOperand(copy.input, copy.original);
    for (Operation *user : llvm::make_early_inc_range(made.getUsers()))
      user->erase();
    made.getDefiningOp()->erase();
  }
}

void Planner::findLastUses() {
  int64_t number = 0;
  for (auto op : function.getOps<KernelOpInterface>()) {
    for (Value input : op.getInputs())
      lastUse[memoryOf(input)] = number;
    ++number;
  }
}

/// Makes what is returned the result of a kernel for that purpose alone.
void Planner::claim(OpOperand &operand) {
  Operation *terminator = operand.getOwner();
  Value memory = memoryOf(operand.get());
  if (!isa_and_nonnull<KernelOpInterface>(memory.getDefiningOp()) || outputs.contains(memory) ||
      regionOf(operand.get()) > regionOf(memory)) {
    OpBuilder copies(terminator);
    // Before anything may overwrite a state.
    if (auto argument = dyn_cast<BlockArgument>(memory);
        argument && stateOfArgument(function, argument.getArgNumber()))
      copies.setInsertionPointToStart(&function.front());
    Location location = operand.get().getLoc();
    operand.set(copyTensor(copies, location, copies.createOrFold<ReshapeOp>(location, operand.get().getType(), memory)));
    memory = memoryOf(operand.get());
  }
  outputs[memory] = operand.getOperandNumber();
}

/// Which results are returned. States come first: what is both an output and a
/// state is made in the state, where it may overwrite the previous value.
void Planner::findOutputs() {
  Operation *terminator = function.front().getTerminator();
  for (const StateUpdate &update : stateUpdatesOf(function))
    claim(terminator->getOpOperand(update.result));
  for (OpOperand &operand : terminator->getOpOperands())
    if (!stateOfResult(function, operand.getOperandNumber()))
      claim(operand);
}

/// Which results lie in states. A new value that cannot is copied at the end.
void Planner::placeStates() {
  sinkStateUpdates(function);
  states.emplace(function, canOverwrite);
  if (states->unplaced().empty())
    return;
  Operation *terminator = function.front().getTerminator();
  OpBuilder copies(terminator);
  for (const StateUpdate &update : states->unplaced()) {
    OpOperand &operand = terminator->getOpOperand(update.result);
    outputs.erase(update.newest);
    operand.set(copyTensor(copies, operand.get().getLoc(), operand.get()));
    outputs[memoryOf(operand.get())] = update.result;
  }
  states.emplace(function, canOverwrite);
}

/// What becomes an output by being changed in place lies there before.
void Planner::placeChangedInOutputs() {
  auto kernels = llvm::to_vector(function.getOps<KernelOpInterface>());
  for (auto op : llvm::reverse(kernels))
    if (std::optional<unsigned> input = op.getChangedInput())
      if (auto output = outputs.find(op->getResult(0)); output != outputs.end()) {
        int64_t number = output->second;
        outputs[memoryOf(op->getOperand(*input))] = number;
      }
}

/// The buffer of a result: that of an input that dies here, or a new one.
int64_t Planner::place(Operation *op, unsigned result, int64_t number) {
  Value value = op->getResult(result);
  auto used = lastUse.find(value);
  int64_t last = used == lastUse.end() ? number : used->second;
  if (std::optional<unsigned> changed = cast<KernelOpInterface>(op).getChangedInput()) {
    int64_t buffer = bufferOf.lookup(memoryOf(op->getOperand(*changed)));
    buffers[buffer].last = last;
    return buffer;
  }
  for (unsigned i = 0; i < op->getNumOperands(); ++i) {
    auto found = bufferOf.find(memoryOf(op->getOperand(i)));
    if (found == bufferOf.end())
      continue;
    Buffer &buffer = buffers[found->second];
    if (buffer.last != number || !canOverwrite(op, i, result))
      continue;
    bool isTaken = llvm::any_of(op->getResults().take_front(result), [&](Value other) {
      auto place = bufferOf.find(other);
      return place != bufferOf.end() && place->second == found->second;
    });
    if (isTaken)
      continue;
    buffer.last = last;
    return found->second;
  }
  buffers.push_back({byteCount(value), number, last});
  return buffers.size() - 1;
}

/// Whether the kernel may write its result where the argument of the function
/// lies: nothing reads the argument afterwards.
bool Planner::mayOverwrite(Operation *writer, unsigned result, BlockArgument argument) {
  if (!sameSize(byteCount(writer->getResult(result)), byteCount(argument)))
    return false;
  for (auto op : function.getOps<KernelOpInterface>())
    for (auto [i, input] : llvm::enumerate(op.getInputs())) {
      if (memoryOf(input) != argument)
        continue;
      bool isSafe = op == writer ? canOverwrite(op, i, result) : op->isBeforeInBlock(writer);
      if (!isSafe)
        return false;
    }
  return true;
}

void Planner::findOverwritten() {
  for (OpOperand &operand : function.front().getTerminator()->getOpOperands()) {
    auto written = cast<OpResult>(memoryOf(operand.get()));
    // The first kernel that writes there, of those that change it one after the other.
    while (std::optional<unsigned> changed = cast<KernelOpInterface>(written.getOwner()).getChangedInput())
      written = cast<OpResult>(memoryOf(written.getOwner()->getOperand(*changed)));
    SmallVector<int64_t> overwritten;
    for (BlockArgument argument : function.getArguments())
      if (mayOverwrite(written.getOwner(), written.getResultNumber(), argument))
        overwritten.push_back(argument.getArgNumber());
    if (!overwritten.empty())
      function.setResultAttr(operand.getOperandNumber(), kernel::overwritesAttributeName,
                             builder.getDenseI64ArrayAttr(overwritten));
  }
}

void Planner::plan() {
  regions = sizeRegionsOf(function.front());
  // Behind what reads a state it can be changed in place.
  sinkStateUpdates(function);
  copyChanged();
  findOutputs();
  placeStates();
  changeStatesInPlace();
  placeChangedInOutputs();
  if (function.isPrivate())
    findOverwritten();
  findLastUses();
  int64_t number = 0;
  for (auto op : function.getOps<KernelOpInterface>()) {
    SmallVector<int64_t> places;
    for (OpResult result : op->getResults()) {
      auto output = outputs.find(result);
      std::optional<unsigned> state = states->find(result);
      if (state || output != outputs.end()) {
        places.push_back(-1 - (state ? *state : output->second));
        continue;
      }
      places.push_back(place(op, result.getResultNumber(), number));
      bufferOf[result] = places.back();
    }
    op.setBuffers(ArrayRef<int64_t>(places));
    ++number;
  }
  SmallVector<Attribute> attributes;
  for (const Buffer &buffer : buffers)
    attributes.push_back(kernel::BufferAttr::get(function.getContext(), SizesAttr::get(function.getContext(), {buffer.bytes}),
                                                 buffer.first, buffer.last));
  function->setAttr(kernel::buffersAttributeName, builder.getArrayAttr(attributes));
}

struct PlanMemoryPass : impl::PlanMemoryBase<PlanMemoryPass> {
  using Base::Base;

  void runOnOperation() override {
    func::FuncOp function = getOperation();
    if (function.isDeclaration())
      return;
    Planner(function).plan();
  }
};

} // namespace

} // namespace tenon::passes
