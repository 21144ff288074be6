//===- ModelTables.cpp - The constant data of a compiled model --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Every structure of runtime/core/ModelFormat.h is built field by field here;
// the two files change together.

#include "codegen/cpu/ModelTables.h"
#include "dialects/graph/NarrowTypes.h"
#include "dialects/graph/Strings.h"
#include "runtime/core/ModelFormat.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/IR/IRBuilder.h"

using namespace mlir;

namespace tenon::codegen {

namespace {

/// The expressions of one function's size table, each once.
class SizeTable {
public:
  int32_t indexOf(AffineExpr size) {
    auto [entry, inserted] = indices.try_emplace(size, static_cast<int32_t>(sizes.size()));
    if (inserted)
      sizes.push_back(size);
    return entry->second;
  }
  ArrayRef<AffineExpr> expressions() const { return sizes; }

private:
  llvm::DenseMap<AffineExpr, int32_t> indices;
  SmallVector<AffineExpr> sizes;
};

/// Evaluates size expressions in LLVM IR.
class SizeCode {
public:
  SizeCode(llvm::IRBuilder<> &builder, llvm::Value *symbols) : builder(builder), symbols(symbols) {}

  llvm::Value *evaluate(AffineExpr size) {
    if (llvm::Value *known = values.lookup(size))
      return known;
    // No reference into `values`, which grows while the operands are evaluated.
    llvm::Value *value = compute(size);
    values[size] = value;
    return value;
  }

private:
  llvm::Value *compute(AffineExpr size) {
    if (auto constant = dyn_cast<AffineConstantExpr>(size))
      return builder.getInt64(constant.getValue());
    if (auto symbol = dyn_cast<AffineSymbolExpr>(size)) {
      llvm::Value *address = builder.CreateConstGEP1_64(builder.getInt64Ty(), symbols, symbol.getPosition());
      return builder.CreateLoad(builder.getInt64Ty(), address);
    }
    auto binary = cast<AffineBinaryOpExpr>(size);
    llvm::Value *lhs = evaluate(binary.getLHS());
    llvm::Value *rhs = evaluate(binary.getRHS());
    switch (size.getKind()) {
    // Data may ask for sizes whose product is too large: no memory has that, and nothing smaller must come out.
    case AffineExprKind::Add:
      return builder.CreateBinaryIntrinsic(llvm::Intrinsic::sadd_sat, lhs, rhs);
    case AffineExprKind::Mul:
      return multiply(lhs, rhs);
    default:
      return divide(size.getKind(), lhs, rhs);
    }
  }

  llvm::Value *multiply(llvm::Value *lhs, llvm::Value *rhs) {
    llvm::Value *product = builder.CreateBinaryIntrinsic(llvm::Intrinsic::smul_with_overflow, lhs, rhs);
    return builder.CreateSelect(builder.CreateExtractValue(product, 1), builder.getInt64(INT64_MAX),
                                builder.CreateExtractValue(product, 0));
  }

  /// Sizes are not negative, so that truncation is floor. Division by 0, of
  /// empty tensors, is 0.
  llvm::Value *divide(AffineExprKind kind, llvm::Value *lhs, llvm::Value *rhs) {
    llvm::Value *zero = builder.getInt64(0), *one = builder.getInt64(1);
    llvm::Value *isZero = builder.CreateICmpEQ(rhs, zero);
    llvm::Value *divisor = builder.CreateSelect(isZero, one, rhs);
    llvm::Value *result;
    if (kind == AffineExprKind::Mod)
      result = builder.CreateURem(lhs, divisor);
    else if (kind == AffineExprKind::FloorDiv)
      result = builder.CreateUDiv(lhs, divisor);
    else
      result = builder.CreateUDiv(builder.CreateAdd(lhs, builder.CreateSub(divisor, one)), divisor);
    return builder.CreateSelect(isZero, zero, result);
  }

  llvm::IRBuilder<> &builder;
  llvm::Value *symbols;
  llvm::DenseMap<AffineExpr, llvm::Value *> values;
};

class TableBuilder {
public:
  TableBuilder(llvm::LLVMContext &context, const ModelEntry &model)
      : context(context), model(model), module(std::make_unique<llvm::Module>(model.name + "_tables", context)),
        i8(llvm::Type::getInt8Ty(context)), i16(llvm::Type::getInt16Ty(context)), i32(llvm::Type::getInt32Ty(context)),
        i64(llvm::Type::getInt64Ty(context)), pointer(llvm::PointerType::getUnqual(context)) {}

  std::unique_ptr<llvm::Module> build();

private:
  using Constant = llvm::Constant;

  Constant *int32(int64_t value) { return llvm::ConstantInt::get(i32, value, /*IsSigned=*/true); }
  Constant *int64(uint64_t value) { return llvm::ConstantInt::get(i64, value); }
  Constant *null() { return llvm::ConstantPointerNull::get(llvm::cast<llvm::PointerType>(pointer)); }
  Constant *structure(ArrayRef<Constant *> fields) { return llvm::ConstantStruct::getAnon(context, fields); }

  Constant *global(Constant *initializer) {
    return new llvm::GlobalVariable(*module, initializer->getType(), /*isConstant=*/true,
                                    llvm::GlobalValue::PrivateLinkage, initializer);
  }

  Constant *string(llvm::StringRef text) {
    Constant *&entry = strings[text];
    if (!entry)
      entry = global(llvm::ConstantDataArray::getString(context, text));
    return entry;
  }

  /// The address of an array; null for an empty one.
  Constant *array(ArrayRef<Constant *> elements) {
    if (elements.empty())
      return null();
    return global(llvm::ConstantArray::get(llvm::ArrayType::get(elements[0]->getType(), elements.size()), elements));
  }

  Constant *tensor(const TensorEntry &entry, SizeTable &sizes);
  Constant *state(const StateEntry &entry);
  Constant *madeWeight(const MadeWeightEntry &entry);
  /// The two fields of DLPack's element type, and padding.
  SmallVector<Constant *> dtype(Type element);
  Constant *step(const StepEntry &entry, SizeTable &sizes);
  Constant *control(const ControlEntry &entry, SizeTable &sizes);
  Constant *values(ArrayRef<ValueEntry> entries);
  Constant *function(const FunctionEntry &entry);
  Constant *sizesFunction(const FunctionEntry &entry, const SizeTable &sizes);
  Constant *external(llvm::StringRef name, llvm::Type *type);
  /// The strings of the model; null where it has none.
  Constant *stringTable();

  llvm::LLVMContext &context;
  const ModelEntry &model;
  std::unique_ptr<llvm::Module> module;
  llvm::Type *i8, *i16, *i32, *i64, *pointer;
  llvm::StringMap<Constant *> strings;
};

llvm::Constant *TableBuilder::tensor(const TensorEntry &entry, SizeTable &sizes) {
  graph::Shape shape = graph::shapeOf(entry.type);
  SmallVector<Constant *> indices, symbols;
  for (AffineExpr size : shape) {
    indices.push_back(int32(sizes.indexOf(size)));
    auto symbol = dyn_cast<AffineSymbolExpr>(size);
    symbols.push_back(int32(symbol ? static_cast<int64_t>(symbol.getPosition()) : -1));
  }
  SmallVector<Constant *> fields = {string(entry.name)};
  fields.append(dtype(entry.type.getElementType()));
  fields.append({int32(shape.size()), array(indices), array(symbols)});
  return structure(fields);
}

SmallVector<llvm::Constant *> TableBuilder::dtype(Type element) {
  DLDataType type = dlpackType(element);
  return {llvm::ConstantInt::get(i8, type.code), llvm::ConstantInt::get(i8, type.bits),
          llvm::ConstantInt::get(i16, 0)};
}

llvm::Constant *TableBuilder::state(const StateEntry &entry) {
  SmallVector<Constant *> shape;
  for (int64_t size : entry.type.getShape())
    shape.push_back(int64(size));
  Type element = entry.type.getElementType();
  uint64_t bytes = entry.type.getNumElements() * graph::bytesOfElement(element);
  SmallVector<Constant *> fields = {string(entry.name)};
  fields.append(dtype(element));
  fields.append({int32(shape.size()), array(shape), int64(bytes), int64(entry.initial.value_or(TENON_ZEROS))});
  return structure(fields);
}

llvm::Constant *TableBuilder::madeWeight(const MadeWeightEntry &entry) {
  SmallVector<Constant *> fields = {int64(entry.offset), int64(entry.type.getNumElements())};
  fields.append(dtype(entry.type.getElementType()));
  fields.push_back(llvm::ConstantFP::get(llvm::Type::getFloatTy(context), entry.scale));
  return structure(fields);
}

llvm::Constant *TableBuilder::external(llvm::StringRef name, llvm::Type *type) {
  auto *symbol = module->getNamedGlobal(name);
  if (!symbol)
    symbol = new llvm::GlobalVariable(*module, type, /*isConstant=*/true, llvm::GlobalValue::ExternalLinkage, nullptr, name);
  symbol->setVisibility(llvm::GlobalValue::HiddenVisibility);
  return symbol;
}

llvm::Constant *TableBuilder::step(const StepEntry &entry, SizeTable &sizes) {
  SmallVector<Constant *> kernels, operands;
  for (const std::string &symbol : entry.symbols)
    kernels.push_back(external(symbol, i8));
  for (const SlotDescription &slot : entry.operands)
    operands.push_back(structure({int32(slot.kind), int32(slot.index), int64(slot.offset)}));
  const KernelShape &shape = entry.shape;
  return structure({string(entry.name), string(entry.origin), string(entry.place), string(entry.fused),
                    string(entry.stopped), array(kernels), array(operands), int32(operands.size()),
                    int32(sizes.indexOf(shape.tiles)), int32(sizes.indexOf(shape.scratchBytes)),
                    int32(sizes.indexOf(shape.work)), int32(sizes.indexOf(shape.flops)),
                    int32(sizes.indexOf(shape.bytes)), entry.control ? control(*entry.control, sizes) : null()});
}

llvm::Constant *TableBuilder::control(const ControlEntry &entry, SizeTable &sizes) {
  SmallVector<Constant *> operands, inPlace;
  for (auto [i, type] : llvm::enumerate(entry.operands))
    operands.push_back(tensor({"operand" + std::to_string(i), type}, sizes));
  for (bool flag : entry.inPlace)
    inPlace.push_back(llvm::ConstantInt::get(i8, flag));
  SmallVector<Constant *> definitions;
  for (const auto &[operand, dimension, symbol] : entry.definitions)
    definitions.push_back(structure({int32(operand), int32(dimension), int32(symbol)}));
  int32_t count = entry.count ? sizes.indexOf(entry.count) : -1;
  return global(structure({int32(entry.kind), int32(entry.function), int32(entry.otherwise),
                           int32(entry.argumentCount), int32(entry.carriedCount), int32(entry.condition),
                           int32(entry.limit), int32(count), array(operands), array(inPlace),
                           int32(definitions.size()), int32(entry.other ? sizes.indexOf(entry.other) : -1),
                           array(definitions),
                           entry.runtimeFunction.empty() ? null() : external(entry.runtimeFunction, i8)}));
}

llvm::Constant *TableBuilder::stringTable() {
  if (!model.strings)
    return null();
  std::string bytes;
  SmallVector<Constant *> ends;
  for (const std::string &text : *model.strings) {
    bytes += text;
    ends.push_back(int64(bytes.size()));
  }
  return global(structure({external("tenonStringOperations", i8), int64(ends.size()), string(bytes), array(ends)}));
}

llvm::Constant *TableBuilder::sizesFunction(const FunctionEntry &entry, const SizeTable &sizes) {
  auto *type = llvm::FunctionType::get(llvm::Type::getVoidTy(context), {pointer, pointer}, false);
  auto *code = llvm::Function::Create(type, llvm::GlobalValue::InternalLinkage, model.name + "_" + entry.name + "_sizes", *module);
  llvm::IRBuilder<> builder(llvm::BasicBlock::Create(context, "entry", code));
  SizeCode evaluator(builder, code->getArg(0));
  for (auto [i, size] : llvm::enumerate(sizes.expressions()))
    builder.CreateStore(evaluator.evaluate(size), builder.CreateConstGEP1_64(i64, code->getArg(1), i));
  builder.CreateRetVoid();
  return code;
}

llvm::Constant *TableBuilder::values(ArrayRef<ValueEntry> entries) {
  SmallVector<Constant *> values;
  for (const ValueEntry &entry : entries)
    values.push_back(structure({string(entry.name), int32(entry.kind), int32(entry.count), int32(entry.isOptional),
                                int32(entry.isEmpty)}));
  return array(values);
}

llvm::Constant *TableBuilder::function(const FunctionEntry &entry) {
  SizeTable sizes;
  SmallVector<Constant *> inputs, outputs, symbols, buffers, steps;
  for (const TensorEntry &input : entry.inputs)
    inputs.push_back(tensor(input, sizes));
  for (const TensorEntry &output : entry.outputs)
    outputs.push_back(tensor(output, sizes));
  for (const std::string &symbol : entry.symbols)
    symbols.push_back(string(symbol));
  for (const BufferEntry &buffer : entry.buffers)
    buffers.push_back(structure({int32(sizes.indexOf(buffer.bytes)), int32(buffer.first), int32(buffer.last), int32(0)}));
  for (const StepEntry &stepEntry : entry.steps)
    steps.push_back(step(stepEntry, sizes));
  Constant *code = sizesFunction(entry, sizes);
  return structure({string(entry.name), int32(inputs.size()), int32(outputs.size()), array(inputs), array(outputs),
                    int32(symbols.size()), int32(sizes.expressions().size()), array(symbols), code,
                    int32(buffers.size()), int32(steps.size()), array(buffers), array(steps),
                    int32(entry.inputValues.size()), int32(entry.outputValues.size()), values(entry.inputValues),
                    values(entry.outputValues)});
}

std::unique_ptr<llvm::Module> TableBuilder::build() {
  SmallVector<Constant *> versions, functions;
  for (const CpuTarget &target : model.targets)
    versions.push_back(structure({string(target.name), int64(target.runtimeFeatures)}));
  for (const FunctionEntry &entry : model.functions)
    functions.push_back(function(entry));
  SmallVector<Constant *> states, made;
  for (const StateEntry &entry : model.states)
    states.push_back(state(entry));
  for (const MadeWeightEntry &entry : model.madeWeights)
    made.push_back(madeWeight(entry));
  bool embedded = model.weightsFile.empty();
  Constant *weights = embedded && model.storedBytes ? external(model.name + "_weights", i8) : null();
  Constant *table = structure({int32(TENON_MODEL_FORMAT_VERSION), int32(0), string(model.name), string(TENON_VERSION),
                               int32(versions.size()), int32(functions.size() - model.calleeCount), array(versions),
                               array(functions), int32(states.size()), int32(model.calleeCount), array(states), weights,
                               embedded ? null() : string(model.weightsFile), int64(model.weightsBytes),
                               int64(model.weightsChecksum), int64(model.weightsSeed), int64(model.storedBytes),
                               int32(made.size()), int32(0), array(made), int64(model.codeBytes), stringTable()});
  auto *global = new llvm::GlobalVariable(*module, table->getType(), /*isConstant=*/true,
                                          llvm::GlobalValue::ExternalLinkage, table, model.name + "_model");
  global->setVisibility(llvm::GlobalValue::HiddenVisibility);
  return std::move(module);
}

} // namespace

DLDataType dlpackType(Type element) {
  if (graph::isString(element))
    return {kDLOpaqueHandle, 64, 1};
  auto bits = static_cast<uint8_t>(element.getIntOrFloatBitWidth());
  uint8_t code = TypeSwitch<Type, uint8_t>(element)
                     .Case<Float8E4M3FNType>([](Type) { return kDLFloat8_e4m3fn; })
                     .Case<Float8E4M3FNUZType>([](Type) { return kDLFloat8_e4m3fnuz; })
                     .Case<Float8E5M2Type>([](Type) { return kDLFloat8_e5m2; })
                     .Case<Float8E5M2FNUZType>([](Type) { return kDLFloat8_e5m2fnuz; })
                     .Case<Float8E8M0FNUType>([](Type) { return kDLFloat8_e8m0fnu; })
                     .Case<Float4E2M1FNType>([](Type) { return kDLFloat4_e2m1fn; })
                     .Case<BFloat16Type>([](Type) { return kDLBfloat; })
                     .Case<FloatType>([](Type) { return kDLFloat; })
                     .Default([](Type type) { return type.isUnsignedInteger() ? kDLUInt : kDLInt; });
  return element.isInteger(1) ? DLDataType{kDLBool, 8, 1} : DLDataType{code, bits, 1};
}

std::unique_ptr<llvm::Module> buildModelTables(llvm::LLVMContext &context, const ModelEntry &model) {
  return TableBuilder(context, model).build();
}

} // namespace tenon::codegen
