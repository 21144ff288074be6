//===- CApi.cpp - The C functions of an artefact ----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/CApi.h"
#include "compiler/Diagnostics.h"
#include "compiler/Signature.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Transforms/Utils/ModuleUtils.h"

using namespace llvm;

namespace tenon::compiler {

namespace {

/// The functions that every artefact has.
constexpr StringLiteral interfaceNames[] = {"abi_version", "info",  "create", "run",  "reset",     "save",
                                            "load",        "copy",  "state",  "last_error", "destroy"};

/// Those of one whose model has strings.
constexpr StringLiteral stringNames[] = {"intern", "string"};

/// Other names that the interface declares, or that later versions of it will.
constexpr StringLiteral reservedNames[] = {"options", "model", "weights"};

class CApiBuilder {
public:
  CApiBuilder(LLVMContext &context, const CompiledModel &compiled)
      : compiled(compiled), module(std::make_unique<Module>(compiled.name + "_api", context)), builder(context),
        pointer(PointerType::getUnqual(context)), integer(Type::getInt32Ty(context)) {
    model = new GlobalVariable(*module, Type::getInt8Ty(context), /*isConstant=*/true, GlobalValue::ExternalLinkage,
                               nullptr, compiled.name + "_model");
    model->setVisibility(GlobalValue::HiddenVisibility);
  }

  std::unique_ptr<Module> buildProgram();
  std::unique_ptr<Module> buildLibrary();

private:
  /// Starts a function; the builder stands in its only block.
  Function *begin(const Twine &name, Type *result, ArrayRef<Type *> parameters) {
    auto *function =
        Function::Create(FunctionType::get(result, parameters, false), GlobalValue::ExternalLinkage, name, *module);
    function->setDoesNotThrow();
    builder.SetInsertPoint(BasicBlock::Create(module->getContext(), "entry", function));
    return function;
  }

  /// Ends a function with what the runtime's function returns.
  void forward(StringRef runtimeName, Type *result, ArrayRef<Value *> arguments) {
    SmallVector<Type *> types = map_to_vector(arguments, [](Value *argument) { return argument->getType(); });
    FunctionCallee callee = module->getOrInsertFunction(runtimeName, FunctionType::get(result, types, false));
    CallInst *call = builder.CreateCall(callee, arguments);
    call->setTailCall();
    if (result->isVoidTy())
      builder.CreateRetVoid();
    else
      builder.CreateRet(call);
  }

  void addRun(const Twine &name, int32_t index);
  /// A function that hands its arguments on to the runtime's.
  void addForward(StringRef name, StringRef runtimeName, Type *result, ArrayRef<Type *> parameters) {
    Function *function = begin(compiled.name + "_" + name, result, parameters);
    forward(runtimeName, result, map_to_vector(function->args(), [](Argument &argument) -> Value * { return &argument; }));
  }
  GlobalVariable *addInfo();

  const CompiledModel &compiled;
  std::unique_ptr<Module> module;
  IRBuilder<> builder;
  Type *pointer, *integer;
  GlobalVariable *model = nullptr;
};

GlobalVariable *CApiBuilder::addInfo() {
  std::string text = formatv("{0}", json::Value(describeModel(compiled)));
  Constant *bytes = ConstantDataArray::getString(module->getContext(), text);
  auto *info = new GlobalVariable(*module, bytes->getType(), /*isConstant=*/true, GlobalValue::InternalLinkage, bytes,
                                  compiled.name + "_description");
  info->setSection(infoSection);
  // Kept even where nothing reads it: `tenonc inspect PROGRAM` does, from the file.
  appendToUsed(*module, {info});
  return info;
}

void CApiBuilder::addRun(const Twine &name, int32_t index) {
  Function *function = begin(name, integer, {pointer, pointer, integer, pointer, integer});
  forward("tenonRun", integer,
          {function->getArg(0), builder.getInt32(index), function->getArg(1), function->getArg(2), function->getArg(3),
           function->getArg(4)});
}

std::unique_ptr<Module> CApiBuilder::buildProgram() {
  addInfo();
  Function *function = begin("main", integer, {integer, pointer});
  forward("tenonProgramMain", integer, {model, function->getArg(0), function->getArg(1)});
  return std::move(module);
}

std::unique_ptr<Module> CApiBuilder::buildLibrary() {
  const std::string prefix = compiled.name + "_";
  GlobalVariable *info = addInfo();
  begin(prefix + "abi_version", integer, {});
  builder.CreateRet(builder.getInt32(abiVersion));
  begin(prefix + "info", pointer, {});
  builder.CreateRet(info);
  Function *create = begin(prefix + "create", integer, {pointer, pointer});
  forward("tenonCreate", integer, {model, create->getArg(0), create->getArg(1)});
  addRun(prefix + "run", 0);
  for (auto [i, function] : enumerate(compiled.functions))
    addRun(prefix + function.name, static_cast<int32_t>(i));
  addForward("reset", "tenonReset", integer, {pointer});
  addForward("save", "tenonSave", integer, {pointer, pointer});
  addForward("load", "tenonLoad", integer, {pointer, pointer});
  addForward("copy", "tenonCopy", integer, {pointer, pointer});
  addForward("state", "tenonState", integer, {pointer, pointer, pointer});
  if (compiled.hasStrings) {
    addForward("intern", "tenonIntern", integer, {pointer, pointer, builder.getInt64Ty(), pointer});
    addForward("string", "tenonString", pointer, {pointer, builder.getInt64Ty(), pointer});
  }
  addForward("last_error", "tenonLastError", pointer, {pointer});
  addForward("destroy", "tenonDestroy", Type::getVoidTy(module->getContext()), {pointer});
  return std::move(module);
}

} // namespace

Error checkFunctionNames(const CompiledModel &compiled) {
  for (const FunctionDescription &function : compiled.functions) {
    if (is_contained(reservedNames, function.name) || is_contained(interfaceNames, function.name) ||
        (compiled.hasStrings && is_contained(stringNames, function.name)))
      return userError("the model's function '" + function.name + "' cannot become the C function " + compiled.name +
                       "_" + function.name + ", which every artefact has; rename it");
    if (!all_of(function.name, [](char c) { return isAlnum(c) || c == '_'; }))
      return userError("the model's function '" + function.name + "' has a name that is no C identifier; rename it");
  }
  return Error::success();
}

SmallVector<std::string> exportedNames(const CompiledModel &compiled) {
  SmallVector<std::string> names;
  for (StringRef suffix : interfaceNames)
    names.push_back(compiled.name + "_" + suffix.str());
  for (StringRef suffix : stringNames)
    if (compiled.hasStrings)
      names.push_back(compiled.name + "_" + suffix.str());
  for (const FunctionDescription &function : compiled.functions)
    names.push_back(compiled.name + "_" + function.name);
  return names;
}

std::unique_ptr<Module> buildCApi(LLVMContext &context, const CompiledModel &compiled, bool isProgram) {
  CApiBuilder builder(context, compiled);
  return isProgram ? builder.buildProgram() : builder.buildLibrary();
}

} // namespace tenon::compiler
