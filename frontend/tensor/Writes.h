//===- Writes.h - What is written while something is traced ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_TENSOR_WRITES_H
#define TENON_TENSOR_WRITES_H

#include "frontend/tensor/Node.h"

namespace tenon::frontend {

/// As long as it lives, remembers the first write to each tensor that is older
/// than itself, in this thread; at its end these tensors have the values that
/// they had before. Recorders may be nested: an outer one sees the writes of an
/// inner one, and that they were taken back.
class WriteRecorder {
public:
  struct Write {
    std::shared_ptr<TensorImpl> tensor; // no view, but what it is a view of
    NodePtr before;
    SourceLocation first;

    bool isChange() const { return tensor->node != before; }
  };

  WriteRecorder();
  ~WriteRecorder();
  WriteRecorder(const WriteRecorder &) = delete;
  WriteRecorder &operator=(const WriteRecorder &) = delete;

  /// In the order of the first writes.
  const std::vector<Write> &writes() const { return recorded; }

  /// For setNode, before it changes the tensor or what it is a view of.
  static void record(std::shared_ptr<TensorImpl> tensor, SourceLocation here);

private:
  WriteRecorder *outer;
  uint64_t start; // tensors of a lower number are older
  std::vector<Write> recorded;
};

} // namespace tenon::frontend

#endif
