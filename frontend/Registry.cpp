//===- Registry.cpp - The models that a file registers -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/Registry.h"
#include "frontend/trace/Trace.h"
#include "llvm/ADT/STLExtras.h"
#include <mutex>

namespace tenon {

namespace {

struct Entry {
  const detail::ModelRegistration *owner;
  std::string name;
  detail::ModelDefinition (*make)();
  SourceLocation here;
};

std::mutex mutex;

std::vector<Entry> &entries() {
  static auto *list = new std::vector<Entry>;
  return *list;
}

} // namespace

detail::ModelRegistration::ModelRegistration(const char *name, ModelDefinition (*make)(), SourceLocation here) {
  std::lock_guard lock(mutex);
  entries().push_back({this, name, make, here});
}

detail::ModelRegistration::~ModelRegistration() {
  std::lock_guard lock(mutex);
  llvm::erase_if(entries(), [&](const Entry &entry) { return entry.owner == this; });
}

std::vector<std::string> frontend::registeredModels() {
  std::lock_guard lock(mutex);
  std::vector<std::string> names;
  for (const Entry &entry : entries())
    names.push_back(entry.name);
  return names;
}

compiler::Model frontend::traceRegisteredModel(const std::string &name) {
  std::unique_lock lock(mutex);
  auto found = llvm::find_if(entries(), [&](const Entry &entry) { return entry.name == name; });
  if (found == entries().end())
    throw Error("no model is registered as '" + name + "'");
  Entry entry = *found;
  lock.unlock();
  detail::ModelDefinition definition = entry.make();
  if (definition.module)
    definition.module->eval();
  return traceModel(name, definition, entry.here);
}

} // namespace tenon
