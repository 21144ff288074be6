//===- TensorFiles.h - Inputs from files, outputs to files --------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_RUNTIME_PROGRAM_TENSORFILES_H
#define TENON_RUNTIME_PROGRAM_TENSORFILES_H

#include "runtime/program/Files.h"
#include "runtime/program/HostTensor.h"

namespace tenon::runtime {

/// How tensors lie in files: `<name>.npy`, or `input_K.pb` and `output_K.pb`.
enum class FileForm { Npy, Proto };

/// The tensors of one call.
class TensorList {
public:
  TensorList() = default;
  TensorList(const TensorList &) = delete;
  TensorList &operator=(const TensorList &) = delete;
  ~TensorList();

  /// So many empty tensors; false for lack of memory.
  bool resize(int32_t count);

  int32_t size() const { return count; }
  HostTensor &operator[](int32_t i) { return tensors[i]; }

private:
  HostTensor *tensors = nullptr;
  int32_t count = 0;
};

/// Reads a .npy or .pb file, by what it begins with. Returns a status.
int readTensor(const char *path, HostTensor &tensor, FileForm &form, Message &message);

/// Reads the function's inputs from what `--inputs` gave: a folder, or
/// NAME=FILE for each. Returns a status; `form` is that of the first input.
int readInputs(const TenonFunction &function, const Array<const char *> &values, TensorList &inputs, FileForm &form,
               Message &message);

/// Opens a file for each output, so that a folder that takes none is known
/// before anything runs. Returns a status.
int openOutputs(const TenonFunction &function, const char *folder, FileForm form, OutputFiles &files, Message &message);

/// Writes and commits what openOutputs opened. Returns a status.
int writeOutputs(TenonContext *context, const TenonFunction &function, const DLTensor *outputs, FileForm form,
                 OutputFiles &files, Message &message);

} // namespace tenon::runtime

#endif
