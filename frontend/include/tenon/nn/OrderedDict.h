//===- OrderedDict.h - Names and what they stand for, in order ---------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef TENON_NN_ORDEREDDICT_H
#define TENON_NN_ORDEREDDICT_H

#include "tenon/Error.h"
#include <initializer_list>
#include <utility>
#include <vector>

namespace tenon {

/// A map that keeps the order of insertion.
template <typename Key, typename Value> class OrderedDict {
public:
  class Item {
  public:
    Item(Key key, Value value) : pair(std::move(key), std::move(value)) {}
    const Key &key() const { return pair.first; }
    Value &value() { return pair.second; }
    const Value &value() const { return pair.second; }
    Value &operator*() { return pair.second; }
    const Value &operator*() const { return pair.second; }

  private:
    std::pair<Key, Value> pair;
  };

  OrderedDict() = default;
  OrderedDict(std::initializer_list<Item> items) : entries(items) {}

  size_t size() const { return entries.size(); }
  bool is_empty() const { return entries.empty(); }
  auto begin() { return entries.begin(); }
  auto end() { return entries.end(); }
  auto begin() const { return entries.begin(); }
  auto end() const { return entries.end(); }

  /// Null where the key is absent.
  Value *find(const Key &key) {
    for (Item &item : entries)
      if (item.key() == key)
        return &item.value();
    return nullptr;
  }
  const Value *find(const Key &key) const { return const_cast<OrderedDict *>(this)->find(key); }
  bool contains(const Key &key) const { return find(key) != nullptr; }

  /// Throw where the key is absent.
  Value &operator[](const Key &key) {
    if (Value *value = find(key))
      return *value;
    throw Error("no entry '" + std::string(key) + "'", SourceLocation::unknown());
  }
  const Value &operator[](const Key &key) const { return (*const_cast<OrderedDict *>(this))[key]; }

  /// Throws where the key is taken.
  Value &insert(Key key, Value value) {
    if (contains(key))
      throw Error("there is an entry '" + std::string(key) + "' already", SourceLocation::unknown());
    entries.emplace_back(std::move(key), std::move(value));
    return entries.back().value();
  }

  std::vector<Key> keys() const {
    std::vector<Key> result;
    for (const Item &item : entries)
      result.push_back(item.key());
    return result;
  }
  std::vector<Value> values() const {
    std::vector<Value> result;
    for (const Item &item : entries)
      result.push_back(item.value());
    return result;
  }
  const std::vector<Item> &items() const { return entries; }

private:
  std::vector<Item> entries;
};

} // namespace tenon

#endif
