//===- AliasProgramsTest.cpp - Random programs of views and writes --------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Expect.h"
#include <random>

using namespace tenon;

namespace {

/// A tensor as PyTorch has it: strides over shared memory, everything computed at once.
struct Eager {
  std::shared_ptr<std::vector<double>> memory;
  int64_t offset = 0;
  Sizes sizes, strides;

  static Eager make(const Sizes &sizes) {
    Eager result{std::make_shared<std::vector<double>>(), 0, sizes, Sizes(sizes.size())};
    int64_t count = 1;
    for (size_t i = sizes.size(); i-- > 0; count *= sizes[i])
      result.strides[i] = count;
    result.memory->resize(count);
    return result;
  }

  template <typename Function> void forEach(Function function, size_t axis = 0, int64_t at = 0) const {
    if (axis == sizes.size())
      return function((*memory)[offset + at]);
    for (int64_t i = 0; i < sizes[axis]; ++i)
      forEach(function, axis + 1, at + i * strides[axis]);
  }

  Values read() const {
    Values result;
    forEach([&](double element) { result.push_back(element); });
    return result;
  }
  void write(const Values &from) const {
    size_t next = 0;
    forEach([&](double &element) { element = from[next++]; });
  }
  void add(const Values &others) const {
    size_t next = 0;
    forEach([&](double &element) { element += others[next++]; });
  }
  /// The elements at one index of an axis.
  Eager slice(size_t axis, int64_t i) const {
    Eager result = *this;
    result.offset += i * strides[axis];
    result.sizes.erase(result.sizes.begin() + axis);
    result.strides.erase(result.strides.begin() + axis);
    return result;
  }
  Eager copy() const {
    Eager result = make(sizes);
    *result.memory = read();
    return result;
  }
};

struct Both {
  Tensor lazy;
  Eager eager;
};

class AliasProgram {
public:
  explicit AliasProgram(unsigned seed) : random(seed) {}

  void run(int steps) {
    addBase();
    for (int i = 0; i < steps; ++i) {
      switch (below(5)) {
      case 0:
        if (below(3) == 0)
          addBase();
        [[fallthrough]];
      case 1:
        addView();
        break;
      case 2:
      case 3:
        write();
        break;
      default:
        check(pick());
      }
    }
    for (Both &both : tensors)
      check(both);
  }

private:
  int64_t below(int64_t bound) { return std::uniform_int_distribution<int64_t>(0, bound - 1)(random); }
  Both &pick() { return tensors[below(tensors.size())]; }

  void check(const Both &both) {
    CHECK(::sizes(both.lazy) == both.eager.sizes);
    CHECK(values(both.lazy) == both.eager.read());
  }

  void addBase() {
    static const std::vector<Sizes> shapes = {{4}, {2, 3}, {3, 2}, {2, 2, 3}};
    Eager eager = Eager::make(shapes[below(shapes.size())]);
    for (double &element : *eager.memory)
      element = static_cast<double>(below(10));
    std::vector<float> elements(eager.memory->begin(), eager.memory->end());
    tensors.push_back({tensor(elements).view(eager.sizes), eager});
  }

  void addView() {
    Both both = pick();
    Eager &eager = both.eager;
    int64_t rank = eager.sizes.size();
    int64_t axis = rank ? below(rank) : 0;
    switch (rank ? below(6) : 5) {
    case 0: { // select
      int64_t i = below(eager.sizes[axis]);
      both.lazy = both.lazy.select(axis, i);
      eager.offset += i * eager.strides[axis];
      eager.sizes.erase(eager.sizes.begin() + axis);
      eager.strides.erase(eager.strides.begin() + axis);
      break;
    }
    case 1: { // slice
      int64_t start = below(eager.sizes[axis]), step = 1 + below(2);
      both.lazy = both.lazy.slice(axis, start, std::nullopt, step);
      eager.offset += start * eager.strides[axis];
      eager.sizes[axis] = (eager.sizes[axis] - start + step - 1) / step;
      eager.strides[axis] *= step;
      break;
    }
    case 2: { // transpose
      int64_t other = below(rank);
      both.lazy = both.lazy.transpose(axis, other);
      std::swap(eager.sizes[axis], eager.sizes[other]);
      std::swap(eager.strides[axis], eager.strides[other]);
      break;
    }
    case 3: // reshape to a vector: a view where one stride reaches all elements, else a copy
      both.lazy = both.lazy.reshape({-1});
      flatten(eager);
      break;
    case 4: // clone
      both.lazy = both.lazy.clone();
      eager = eager.copy();
      break;
    default: // unsqueeze
      both.lazy = both.lazy.unsqueeze(axis);
      eager.sizes.insert(eager.sizes.begin() + axis, 1);
      eager.strides.insert(eager.strides.begin() + axis, 1);
    }
    tensors.push_back(both);
  }

  static void flatten(Eager &eager) {
    int64_t count = 1, step = 0;
    bool isLine = true;
    for (size_t i = eager.sizes.size(); i-- > 0;) {
      if (eager.sizes[i] == 1)
        continue;
      if (!step)
        step = eager.strides[i];
      isLine &= eager.strides[i] == step * count;
      count *= eager.sizes[i];
    }
    if (!isLine)
      eager = eager.copy();
    eager.sizes = {count};
    eager.strides = {isLine && step ? step : 1};
  }

  /// Changes along an axis, of which some indices are random.
  void writeAlong(Both &target, int64_t axis) {
    const Eager &eager = target.eager;
    int64_t size = eager.sizes[axis];
    std::vector<int64_t> indices(size);
    for (int64_t &index : indices)
      index = below(2 * size) - size;
    Tensor at = tensor(indices);
    auto place = [&](int64_t i) { return indices[i] < 0 ? indices[i] + size : indices[i]; };
    switch (below(4)) {
    case 0:
      target.lazy.index_fill_(axis, at, 7);
      for (int64_t i = 0; i < size; ++i)
        eager.slice(axis, place(i)).forEach([](double &element) { element = 7; });
      break;
    case 1:
      target.lazy.index_add_(axis, at, ones_like(target.lazy));
      for (int64_t i = 0; i < size; ++i)
        eager.slice(axis, place(i)).forEach([](double &element) { element += 1; });
      break;
    case 2:
      target.lazy.cumsum_(axis);
      for (int64_t i = 1; i < size; ++i)
        eager.slice(axis, i).add(eager.slice(axis, i - 1).read());
      break;
    default: // what is written to some is read from others
      target.lazy.index_copy_(axis, at, target.lazy * 2);
      Eager before = eager.copy();
      for (int64_t i = 0; i < size; ++i) {
        Values doubled = before.slice(axis, i).read();
        for (double &element : doubled)
          element *= 2;
        eager.slice(axis, place(i)).write(doubled);
      }
    }
  }

  void write() {
    Both target = pick();
    if (int64_t rank = target.eager.sizes.size(); rank && below(2))
      return writeAlong(target, below(rank));
    Values now = target.eager.read();
    switch (below(5)) {
    case 0:
      target.lazy.add_(1);
      for (double &element : now)
        element += 1;
      break;
    case 1:
      target.lazy.fill_(3);
      now.assign(now.size(), 3);
      break;
    case 2: {
      target.lazy.masked_fill_(target.lazy > 4, -2);
      for (double &element : now)
        element = element > 4 ? -2 : element;
      break;
    }
    case 3:
      target.lazy.index({target.lazy > 6}) = 2;
      for (double &element : now)
        element = element > 6 ? 2 : element;
      break;
    default: { // from another of the same sizes, which may overlap
      Both source = pick();
      if (source.eager.sizes != target.eager.sizes)
        return;
      Values other = source.eager.read();
      target.lazy.copy_(source.lazy * 2 - target.lazy);
      for (size_t i = 0; i < now.size(); ++i)
        now[i] = 2 * other[i] - now[i];
    }
    }
    target.eager.write(now);
  }

  std::mt19937 random;
  std::vector<Both> tensors;
};

} // namespace

TEST_CASE("Random programs of views, writes and reads agree with eager evaluation") {
  for (unsigned seed = 0; seed < 200; ++seed) {
    INFO("seed " << seed);
    AliasProgram(seed).run(8);
  }
}
