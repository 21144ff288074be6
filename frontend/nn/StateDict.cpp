//===- StateDict.cpp - Tensors put into modules by name ---------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/nn/StateDict.h"
#include "compiler/Diagnostics.h"
#include "frontend/tensor/Build.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

namespace tenon::nn {

using namespace frontend;

namespace {

/// Whether a rule of a rename map is for a name: all of it, or its beginning where the rule ends in a dot or is empty.
bool matches(const std::string &rule, const std::string &name) {
  return name == rule || ((rule.empty() || rule.back() == '.') && name.starts_with(rule));
}

/// A part of a message about several tensors; none for none.
std::string listed(const char *title, const std::vector<std::string> &entries) {
  if (entries.empty())
    return "";
  return "; " + std::string(title) + " (" + std::to_string(entries.size()) + "): " + compiler::shortList(entries);
}

/// 0 for floats, 1 for integers, 2 for bools: types of one kind are converted.
int kindOf(ScalarType type) { return isFloatingType(type) ? 0 : type == kBool ? 2 : 1; }

/// Finds a tensor of the source for each of the module's.
class Fitting {
public:
  Fitting(Module &module, const StateSource &source, SourceLocation here)
      : module(module), source(source), here(here), state(module.state_dict()) {
    for (const auto &[name, node] : source.entries)
      place(name, node);
    for (auto &entry : state)
      if (!seen.contains(entry.key()))
        missing.push_back(entry.key());
    if (source.allowMissing)
      missing.clear();
  }

  void check() const {
    std::string problems =
        listed("missing", missing) + listed("unexpected", unexpected) + listed("misshapen", misshapen);
    if (problems.empty())
      return;
    std::vector<std::string> idle;
    for (const auto &[rule, target] : source.rename)
      if (!usedRules.contains(rule))
        idle.push_back("'" + rule + "'");
    throw Error(source.description + " does not fit the module " + module.name() + ": " + problems.substr(2) +
                    listed("rules of the rename map without a name that they are for", idle),
                here);
  }

  void assign() {
    for (auto &entry : state)
      if (NodePtr node = found.lookup(entry.key()))
        setNode(entry.value(), cast(node, nodeOf(entry.value(), here)->dtype, here), here);
  }

private:
  std::string renamed(const std::string &name) {
    const std::pair<const std::string, std::string> *best = nullptr;
    for (const auto &rule : source.rename)
      if (matches(rule.first, name) && (!best || rule.first.size() >= best->first.size()))
        best = &rule;
    if (!best)
      return name;
    usedRules.insert(best->first);
    return best->second + name.substr(best->first.size());
  }

  void place(const std::string &name, const NodePtr &node) {
    std::string target = renamed(name);
    const Tensor *tensor = state.find(target);
    if (!tensor) {
      if (!source.allowUnexpected)
        unexpected.push_back(target == name ? name : target + " (was " + name + ")");
      return;
    }
    if (!seen.insert(target).second) {
      misshapen.push_back(target + " is there twice after renaming");
      return;
    }
    const NodePtr &expected = nodeOf(*tensor, here);
    if (!sameSizes(node->sizes, expected->sizes))
      misshapen.push_back(target + " is " + toText(node->sizes) + ", expected " + toText(expected->sizes));
    else if (kindOf(node->dtype) != kindOf(expected->dtype))
      misshapen.push_back(target + " is " + toString(node->dtype) + ", expected " + toString(expected->dtype));
    else
      found[target] = node;
  }

  Module &module;
  const StateSource &source;
  SourceLocation here;
  OrderedDict<std::string, Tensor> state;
  llvm::StringMap<NodePtr> found;
  llvm::StringSet<> seen, usedRules;
  std::vector<std::string> missing, unexpected, misshapen;
};

} // namespace

void loadState(Module &module, const StateSource &source, SourceLocation here) {
  Fitting fitting(module, source, here);
  fitting.check();
  fitting.assign();
}

void Module::load_state_dict(const OrderedDict<std::string, Tensor> &state, bool strict, SourceLocation here) {
  StateSource source;
  source.description = "the dictionary";
  source.allowMissing = source.allowUnexpected = !strict;
  for (auto &entry : state)
    source.entries.emplace_back(entry.key(), nodeOf(entry.value(), here));
  loadState(*this, source, here);
}

} // namespace tenon::nn
