//===- TensorFiles.cpp - Inputs from files, outputs to files ------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/program/TensorFiles.h"
#include "runtime/core/NarrowFloat.h"
#include "runtime/program/CommandLine.h"
#include "runtime/program/Npy.h"
#include "runtime/program/TensorProto.h"
#include <stdio.h>

namespace tenon::runtime {

TensorList::~TensorList() {
  for (int32_t i = 0; i < count; ++i)
    tensors[i].~HostTensor();
  free(tensors);
}

bool TensorList::resize(int32_t size) {
  if (tensors)
    return false;
  tensors = static_cast<HostTensor *>(calloc(static_cast<size_t>(size) + 1, sizeof(HostTensor)));
  if (!tensors)
    return false;
  for (; count < size; ++count)
    new (tensors + count) HostTensor();
  return true;
}

int readTensor(const char *path, HostTensor &tensor, FileForm &form, Message &message) {
  Array<char> contents;
  if (int status = readFile(path, contents, message))
    return status;
  if (contents.size() == 0)
    return fail(message, TENON_ERROR_USER, "%s: the file is empty", path);
  // No ONNX tensor begins so: 0x93 would be the tag of a field that it has not.
  const bool isNpy = static_cast<uint8_t>(contents[0]) == 0x93;
  form = isNpy ? FileForm::Npy : FileForm::Proto;
  return isNpy ? parseNpy(contents.data(), contents.size(), path, tensor, message)
               : parseTensorProto(contents.data(), contents.size(), path, tensor, message);
}

namespace {

int32_t findInput(const TenonFunction &function, const char *name, size_t length) {
  for (int32_t i = 0; i < function.inputCount; ++i)
    if (strlen(function.inputs[i].name) == length && !strncmp(function.inputs[i].name, name, length))
      return i;
  return -1;
}

/// `value` names no input: says which it may have meant.
int failName(const TenonFunction &function, const char *value, Message &message) {
  if (!strchr(value, '='))
    return fail(message, TENON_ERROR_USER, "--inputs: '%s' is neither a folder nor NAME=FILE", value);
  char word[128];
  snprintf(word, sizeof word, "%.*s", static_cast<int>(strcspn(value, "=")), value);
  Array<const char *> names;
  for (int32_t i = 0; i < function.inputCount; ++i)
    if (!names.push(function.inputs[i].name))
      return fail(message, TENON_ERROR_USER, "out of memory");
  if (const char *suggestion = nearest(word, names.data(), names.size()))
    return fail(message, TENON_ERROR_USER, "--inputs: there is no input '%s'; did you mean '%s'?", word, suggestion);
  return fail(message, TENON_ERROR_USER, "--inputs: there is no input '%s'; the first is '%s'", word,
              function.inputCount ? function.inputs[0].name : "none");
}

/// A .npy file holds narrow types as bytes without a name: they are what the input takes.
void nameBytes(const TenonTensorInfo &info, HostTensor &tensor) {
  if (tensor.type == untypedByte && (info.dtypeBits < 8 || narrowFormatOf(info.dtypeCode)))
    tensor.type = typeOf(info);
}

int readNamed(const TenonFunction &function, const Array<const char *> &values, TensorList &inputs, FileForm &form,
              Message &message) {
  Array<const char *> paths;
  if (!paths.resize(static_cast<uint64_t>(function.inputCount)))
    return fail(message, TENON_ERROR_USER, "out of memory");
  for (const char *value : values) {
    // Names may hold an equals sign: the first that makes a name counts.
    int32_t index = -1;
    for (const char *equals = strchr(value, '='); equals && index < 0; equals = strchr(equals + 1, '='))
      index = findInput(function, value, static_cast<size_t>(equals - value));
    if (index < 0)
      return failName(function, value, message);
    if (paths[index])
      return fail(message, TENON_ERROR_USER, "--inputs: input '%s' is given twice", function.inputs[index].name);
    paths[index] = value + strlen(function.inputs[index].name) + 1;
  }
  for (int32_t i = 0; i < function.inputCount; ++i) {
    if (!paths[i])
      return fail(message, TENON_ERROR_USER, "--inputs: input '%s' is missing", function.inputs[i].name);
    FileForm own;
    if (int status = readTensor(paths[i], inputs[i], own, message))
      return status;
    nameBytes(function.inputs[i], inputs[i]);
    if (i == 0)
      form = own;
  }
  return TENON_OK;
}

/// Values that are not all tensors: input_K.pb for each.
int readValues(const TenonFunction &function, const char *folder, TensorList &inputs, Message &message) {
  int32_t first = 0;
  for (int32_t i = 0; i < function.inputValueCount; ++i) {
    const TenonValueInfo &value = function.inputValues[i];
    Text path;
    path.append("%s/input_%d.pb", folder, i);
    Array<char> contents;
    if (int status = readFile(path.string(), contents, message))
      return status;
    if (int status = parseValue(contents.data(), contents.size(), path.string(), value, &inputs[first], message))
      return status;
    first += value.count;
  }
  return TENON_OK;
}

int readFolder(const TenonFunction &function, const char *folder, TensorList &inputs, FileForm &form,
               Message &message) {
  Text first;
  first.append("%s/input_0.pb", folder);
  form = function.inputCount == 0 || fileExists(first.string()) ? FileForm::Proto : FileForm::Npy;
  if (form == FileForm::Proto && function.inputValueCount)
    return readValues(function, folder, inputs, message);
  for (int32_t i = 0; i < function.inputCount; ++i) {
    Text proto, npy;
    proto.append("%s/input_%d.pb", folder, i);
    npy.append("%s/", folder);
    appendEncoded(function.inputs[i].name, npy);
    npy.append(".npy");
    Text &path = form == FileForm::Proto ? proto : npy;
    if (!fileExists(path.string()))
      return fail(message, TENON_ERROR_USER, "input '%s' is missing: there is no %s%s%s", function.inputs[i].name,
                  path.string(), form == FileForm::Npy ? " and no " : "", form == FileForm::Npy ? proto.string() : "");
    FileForm own;
    if (int status = readTensor(path.string(), inputs[i], own, message))
      return status;
    nameBytes(function.inputs[i], inputs[i]);
  }
  return TENON_OK;
}

} // namespace

int readInputs(const TenonFunction &function, const Array<const char *> &values, TensorList &inputs, FileForm &form,
               Message &message) {
  if (!inputs.resize(function.inputCount))
    return fail(message, TENON_ERROR_USER, "out of memory");
  form = FileForm::Proto;
  if (values.size() == 1 && isFolder(values[0]))
    return readFolder(function, values[0], inputs, form, message);
  if (values.size() == 1 && !strchr(values[0], '='))
    return fail(message, TENON_ERROR_USER, "--inputs: there is no folder %s", values[0]);
  return readNamed(function, values, inputs, form, message);
}

/// How many files the outputs are.
static int32_t fileCount(const TenonFunction &function, FileForm form) {
  return form == FileForm::Proto && function.outputValueCount ? function.outputValueCount : function.outputCount;
}

int openOutputs(const TenonFunction &function, const char *folder, FileForm form, OutputFiles &files,
                Message &message) {
  if (int status = files.useFolder(folder, message))
    return status;
  for (int32_t i = 0; i < fileCount(function, form); ++i) {
    Text path;
    path.append("%s/", folder);
    if (form == FileForm::Proto) {
      path.append("output_%d.pb", i);
    } else {
      appendEncoded(function.outputs[i].name, path);
      path.append(".npy");
    }
    if (int status = files.open(path.string(), message))
      return status;
  }
  return TENON_OK;
}

static int writeValues(TenonContext *context, const TenonFunction &function, const DLTensor *outputs,
                       OutputFiles &files, Message &message) {
  int32_t first = 0;
  for (int32_t i = 0; i < function.outputValueCount; ++i) {
    const TenonValueInfo &value = function.outputValues[i];
    Text text;
    if (int status = appendValue(context, value, function.outputs + first, outputs + first, text, message))
      return status;
    if (int status = files.write(static_cast<uint64_t>(i), text.data(), text.size(), message))
      return status;
    first += value.count;
  }
  return files.commit(message);
}

/// A whole file of strings.
static int appendStrings(TenonContext *context, const char *name, const DLTensor &tensor, FileForm form, Text &text,
                         Message &message) {
  if (form == FileForm::Npy)
    return appendNpyStrings(context, name, tensor, text, message);
  if (!appendTensorProtoHeader(name, stringType, tensor.shape, tensor.ndim, text))
    return failTooLarge(name, message);
  return appendStringElements(context, name, tensor, text, message);
}

int writeOutputs(TenonContext *context, const TenonFunction &function, const DLTensor *outputs, FileForm form,
                 OutputFiles &files, Message &message) {
  if (form == FileForm::Proto && function.outputValueCount)
    return writeValues(context, function, outputs, files, message);
  for (int32_t i = 0; i < function.outputCount; ++i) {
    const DLTensor &tensor = outputs[i];
    const ElementType type = {tensor.dtype.code, tensor.dtype.bits};
    const char *name = function.outputs[i].name;
    Text header;
    if (type == stringType) {
      if (int status = appendStrings(context, name, tensor, form, header, message))
        return status;
      if (int status = files.write(static_cast<uint64_t>(i), header.data(), header.size(), message))
        return status;
      continue;
    }
    if (form == FileForm::Npy)
      appendNpyHeader(type, tensor.shape, tensor.ndim, header);
    else if (!appendTensorProtoHeader(name, type, tensor.shape, tensor.ndim, header))
      return failTooLarge(name, message);
    uint64_t bytes;
    if (!header.isComplete() || !measureShape(type, tensor.shape, tensor.ndim, bytes))
      return fail(message, TENON_ERROR_USER, "out of memory");
    if (int status = files.write(static_cast<uint64_t>(i), header.data(), header.size(), message))
      return status;
    const void *data = tensor.data;
    Array<char> packed;
    if (form == FileForm::Proto && type.bits < 8) {
      if (!packed.resize(packedBytes(type, bytes)))
        return fail(message, TENON_ERROR_USER, "out of memory");
      packElements(type, data, bytes, packed.data());
      data = packed.data();
      bytes = packed.size();
    }
    if (int status = files.write(static_cast<uint64_t>(i), data, bytes, message))
      return status;
  }
  return files.commit(message);
}

} // namespace tenon::runtime
