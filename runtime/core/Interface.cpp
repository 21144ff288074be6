//===- Interface.cpp - The functions of tenon/runtime.h -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/core/Context.h"
#include "runtime/core/Cpu.h"
#include "runtime/core/StateFile.h"
#include <algorithm>

using namespace tenon::runtime;

namespace {

/// Of a failed create, which leaves no context to ask.
thread_local Message createMessage;

int create(const TenonModel *model, const TenonOptions *options, TenonContext **context) {
  if (!context)
    return fail(createMessage, TENON_ERROR_USER, "create was given a null pointer for the context");
  *context = nullptr;
  if (!model)
    return fail(createMessage, TENON_ERROR_USER, "create was given a null pointer for the model");
  if (model->formatVersion != TENON_MODEL_FORMAT_VERSION)
    return fail(createMessage, TENON_ERROR_USER, "the model has format %u, and this runtime reads format %d",
                model->formatVersion, TENON_MODEL_FORMAT_VERSION);
  // A caller of an earlier version has a smaller structure.
  TenonOptions known = {};
  if (options)
    memcpy(&known, options, options->size ? std::min<size_t>(options->size, sizeof known) : sizeof known);
  TenonContext *opened = make<TenonContext>();
  if (!opened)
    return fail(createMessage, TENON_ERROR_USER, "out of memory");
  int status = opened->open(*model, known, createMessage);
  if (status)
    dispose(opened);
  else
    *context = opened;
  return status;
}

} // namespace

extern "C" {

int tenonCreate(const void *model, const TenonOptions *options, TenonContext **context) {
  createMessage.text[0] = 0;
  return create(static_cast<const TenonModel *>(model), options, context);
}

int tenonRun(TenonContext *context, int32_t function, const DLTensor *inputs, int32_t inputCount, DLTensor *outputs,
             int32_t outputCount) {
  if (!context)
    return fail(createMessage, TENON_ERROR_USER, "run was given a null pointer for the context");
  return context->run(function, inputs, inputCount, outputs, outputCount);
}

int tenonReset(TenonContext *context) {
  if (!context)
    return fail(createMessage, TENON_ERROR_USER, "reset was given a null pointer for the context");
  context->message.text[0] = 0;
  context->states.reset();
  return TENON_OK;
}

int tenonSave(const TenonContext *context, const char *path) {
  if (!context)
    return fail(createMessage, TENON_ERROR_USER, "save was given a null pointer for the context");
  context->message.text[0] = 0;
  return saveStates(context->states, path, context->message);
}

int tenonLoad(TenonContext *context, const char *path) {
  if (!context)
    return fail(createMessage, TENON_ERROR_USER, "load was given a null pointer for the context");
  context->message.text[0] = 0;
  return loadStates(context->states, path, context->message);
}

int tenonCopy(TenonContext *to, const TenonContext *from) {
  if (!to)
    return fail(createMessage, TENON_ERROR_USER, "copy was given a null pointer for the context to copy to");
  to->message.text[0] = 0;
  if (!from)
    return fail(to->message, TENON_ERROR_USER, "copy was given a null pointer for the context to copy from");
  return to->states.copy(from->states, to->message);
}

int tenonState(TenonContext *context, const char *name, DLTensor *view) {
  if (!context)
    return fail(createMessage, TENON_ERROR_USER, "state was given a null pointer for the context");
  context->message.text[0] = 0;
  if (!name || !view)
    return fail(context->message, TENON_ERROR_USER, "state was given a null pointer for the %s",
                name ? "view" : "name");
  return context->states.view(name, *view, context->message);
}

int tenonIntern(TenonContext *context, const char *text, uint64_t size, int64_t *handle) {
  if (!context)
    return fail(createMessage, TENON_ERROR_USER, "intern was given a null pointer for the context");
  context->message.text[0] = 0;
  if (!handle || (!text && size))
    return fail(context->message, TENON_ERROR_USER, "intern was given a null pointer for the %s",
                handle ? "text" : "handle");
  if (!context->strings)
    return fail(context->message, TENON_ERROR_USER, "the model has no tensors of strings");
  if (!context->model->strings->operations->intern(context->strings, text, size, handle))
    return fail(context->message, TENON_ERROR_USER, "out of memory, or a string of 2 GB or more");
  return TENON_OK;
}

const char *tenonString(TenonContext *context, int64_t handle, uint64_t *size) {
  if (!context) {
    fail(createMessage, TENON_ERROR_USER, "string was given a null pointer for the context");
    return nullptr;
  }
  context->message.text[0] = 0;
  uint64_t length = 0;
  const char *text =
      context->strings ? context->model->strings->operations->text(context->strings, handle, &length) : nullptr;
  if (!text)
    fail(context->message, TENON_ERROR_USER, "%lld is no handle of a string of this context",
         static_cast<long long>(handle));
  if (size)
    *size = length;
  return text;
}

const char *tenonLastError(const TenonContext *context) { return context ? context->message.text : createMessage.text; }

void tenonDestroy(TenonContext *context) { dispose(context); }

int tenonStatistics(const TenonContext *context, TenonStatistics *statistics) {
  if (!context || !statistics)
    return fail(createMessage, TENON_ERROR_USER, "statistics was given a null pointer");
  const TenonModel &model = *context->model;
  *statistics = {context->arenaBytes, model.weightsBytes, model.codeBytes, context->threads,
                 model.versions[context->version].name};
  return TENON_OK;
}

} // extern "C"
