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
#include <unordered_map>
#include <utility>
#include <vector>

namespace tenon {

/// A map that keeps the order of insertion.
template <typename Key, typename Value> class OrderedDict {
public:
  class Item {
  public:
    Item(Key key, Value value) : content(std::move(key), std::move(value)) {}
    const Key &key() const { return content.first; }
    Value &value() { return content.second; }
    const Value &value() const { return content.second; }
    Value &operator*() { return content.second; }
    const Value &operator*() const { return content.second; }
    Value *operator->() { return &content.second; }
    const Value *operator->() const { return &content.second; }
    const std::pair<Key, Value> &pair() const { return content; }

  private:
    std::pair<Key, Value> content;
  };

  OrderedDict() = default;
  /// `description` names the keys in errors: no parameter 'weight'.
  explicit OrderedDict(std::string description) : description(std::move(description)) {}
  /// Throws for a key that is there twice.
  OrderedDict(std::initializer_list<Item> items) {
    for (const Item &item : items)
      insert(item);
  }

  size_t size() const { return entries.size(); }
  bool is_empty() const { return entries.empty(); }
  auto begin() { return entries.begin(); }
  auto end() { return entries.end(); }
  auto begin() const { return entries.begin(); }
  auto end() const { return entries.end(); }
  Item &front() { return entries.front(); }
  const Item &front() const { return entries.front(); }
  Item &back() { return entries.back(); }
  const Item &back() const { return entries.back(); }
  const std::string &key_description() const { return description; }

  /// Null where the key is absent.
  Value *find(const Key &key) {
    auto found = places.find(key);
    return found == places.end() ? nullptr : &entries[found->second].value();
  }
  const Value *find(const Key &key) const { return const_cast<OrderedDict *>(this)->find(key); }
  bool contains(const Key &key) const { return places.contains(key); }

  /// Throw where the key is absent.
  Value &operator[](const Key &key) {
    if (Value *value = find(key))
      return *value;
    fail("no", key, "");
  }
  const Value &operator[](const Key &key) const { return (*const_cast<OrderedDict *>(this))[key]; }
  /// The entry at a place. Throws where there are fewer.
  Item &operator[](size_t place) { return entries.at(place); }
  const Item &operator[](size_t place) const { return entries.at(place); }

  /// Throw where the key is taken.
  Value &insert(Key key, Value value) { return insert(Item(std::move(key), std::move(value))); }
  Value &insert(Item item) {
    if (!places.emplace(item.key(), entries.size()).second)
      fail("the", item.key(), " is there already");
    entries.push_back(std::move(item));
    return entries.back().value();
  }
  void update(const OrderedDict &other) {
    for (const Item &item : other)
      insert(item);
  }
  /// Throws where the key is absent.
  void erase(const Key &key) {
    auto found = places.find(key);
    if (found == places.end())
      fail("no", key, " to erase");
    entries.erase(entries.begin() + found->second);
    places.clear();
    for (const Item &item : entries)
      places.emplace(item.key(), places.size());
  }
  void clear() {
    entries.clear();
    places.clear();
  }
  void reserve(size_t count) { entries.reserve(count); }

  std::vector<Key> keys() const { return collect<Key>([](const Item &item) -> auto & { return item.key(); }); }
  std::vector<Value> values() const { return collect<Value>([](const Item &item) -> auto & { return item.value(); }); }
  std::vector<std::pair<Key, Value>> pairs() const {
    return collect<std::pair<Key, Value>>([](const Item &item) -> auto & { return item.pair(); });
  }
  const std::vector<Item> &items() const { return entries; }

private:
  template <typename Result, typename Function> std::vector<Result> collect(Function function) const {
    std::vector<Result> result;
    result.reserve(entries.size());
    for (const Item &item : entries)
      result.push_back(function(item));
    return result;
  }

  [[noreturn]] void fail(const char *before, const Key &key, const char *after) const {
    throw Error(std::string(before) + " " + description + " '" + std::string(key) + "'" + after,
                SourceLocation::unknown());
  }

  std::string description = "entry";
  std::vector<Item> entries;
  std::unordered_map<Key, size_t> places;
};

} // namespace tenon

#endif
