//===- Writes.cpp - What is written while something is traced ----------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/tensor/Writes.h"
#include "llvm/ADT/STLExtras.h"

namespace tenon::frontend {

static thread_local WriteRecorder *innermost = nullptr;

WriteRecorder::WriteRecorder() : outer(innermost), start(TensorImpl::nextNumber()) { innermost = this; }

WriteRecorder::~WriteRecorder() {
  innermost = outer;
  for (Write &write : recorded) {
    if (!write.isChange())
      continue;
    write.tensor->node = std::move(write.before);
    ++write.tensor->version;
  }
}

void WriteRecorder::record(std::shared_ptr<TensorImpl> tensor, SourceLocation here) {
  while (tensor->base)
    tensor = tensor->base;
  for (WriteRecorder *recorder = innermost; recorder; recorder = recorder->outer)
    if (tensor->number < recorder->start &&
        llvm::none_of(recorder->recorded, [&](const Write &write) { return write.tensor == tensor; }))
      recorder->recorded.push_back({tensor, tensor->node, here});
}

} // namespace tenon::frontend
