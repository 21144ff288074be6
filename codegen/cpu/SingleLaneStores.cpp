//===- SingleLaneStores.cpp - Masked stores of one lane ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "codegen/cpu/SingleLaneStores.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include <optional>

using namespace llvm;

namespace tenon::codegen {

/// The only lane that a constant mask lets through, if there is one.
static std::optional<unsigned> onlyLane(const Value *value) {
  auto *mask = dyn_cast<Constant>(value);
  auto *type = dyn_cast<FixedVectorType>(value->getType());
  if (!mask || !type)
    return std::nullopt;
  std::optional<unsigned> only;
  for (unsigned lane = 0; lane < type->getNumElements(); ++lane) {
    Constant *element = mask->getAggregateElement(lane);
    if (!element || (!element->isNullValue() && (only || !element->isOneValue())))
      return std::nullopt;
    if (element->isOneValue())
      only = lane;
  }
  return only;
}

void scalarizeSingleLaneStores(Module &module) {
  for (Function &function : module)
    for (Instruction &instruction : make_early_inc_range(instructions(function))) {
      auto *store = dyn_cast<IntrinsicInst>(&instruction);
      if (!store || store->getIntrinsicID() != Intrinsic::masked_store)
        continue;
      std::optional<unsigned> lane = onlyLane(store->getArgOperand(2));
      if (!lane)
        continue;
      IRBuilder<> builder(store);
      Value *element = builder.CreateExtractElement(store->getArgOperand(0), uint64_t(*lane));
      Value *address = builder.CreateConstGEP1_64(element->getType(), store->getArgOperand(1), *lane);
      uint64_t bytes = module.getDataLayout().getTypeStoreSize(element->getType());
      builder.CreateAlignedStore(element, address,
                                 commonAlignment(store->getParamAlign(1).valueOrOne(), *lane * bytes));
      store->eraseFromParent();
    }
}

} // namespace tenon::codegen
