//===- SortEmitter.cpp - Kernels that sort lines -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Elements become unsigned keys in the order asked for. A key of up to 32 bits
// and its place are one number of 64; wider keys have their places beside them.
// Short lines are sorted by counting for each key those that come before it,
// longer ones by their bytes from the last to the first (radix sort). Both keep
// the order of equal keys, and a line takes time in proportion to its length.

#include "codegen/cpu/LineEmitter.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

using namespace mlir;

namespace tenon::codegen {

namespace {

/// Lines up to this length are sorted by counting.
constexpr int64_t shortLine = 48;

/// Values of a byte.
constexpr int64_t buckets = 256;

class SortEmitter : LineEmitter {
public:
  SortEmitter(kernel::SortOp op, StringRef name, OpBuilder &builder, const CpuTarget &target)
      : LineEmitter(op, op.getSizes().getSizes(), name, builder, target), op(op), element(yielded()[0].getType()),
        keyBits(element.getIntOrFloatBitWidth()), isWide(keyBits > 32), i64(builder.getI64Type()) {}

  KernelShape emit();

private:
  /// Keys in scratch memory, and where they come from if that is not a part of them.
  struct Entries {
    Value keys, places;
  };

  AffineExpr scratchBytes();
  Entries entries(int64_t number);
  SmallVector<Value> valuesOf(const Entries &entries);
  Entries entriesOf(ValueRange values) { return {values[0], isWide ? values[1] : Value()}; }
  void emitLine(Value line);
  void writeKeys(const Entries &to);
  Value keyOf(Value x);
  Value number(Type like, const APInt &value);
  Entries sortByCounting(const Entries &from, const Entries &to);
  Entries sortByBytes(Entries from, Entries to);
  Entries sortByByte(const Entries &from, const Entries &to, int64_t shift);
  void move(const Entries &from, Value at, const Entries &to, Value place);
  void writeResults(Value base, const Entries &sorted);
  Entries choose(Value condition, llvm::function_ref<Entries()> then, llvm::function_ref<Entries()> otherwise);

  Value load(Value array, Value at) {
    return loadElements(builder, location, i64, addressOf(i64, array, at), 1, nullptr);
  }
  void store(Value value, Value array, Value at) {
    storeElements(builder, location, value, addressOf(i64, array, at), nullptr);
  }
  template <typename OpTy> Value make(Value a, Value b) { return OpTy::create(builder, location, a, b); }

  kernel::SortOp op;
  Type element;
  int64_t keyBits;
  bool isWide;
  Type i64;
  Value counts; // of the buckets
};

//===----------------------------------------------------------------------===//
// The kernel
//===----------------------------------------------------------------------===//

/// Counts of buckets, then two sets of entries.
AffineExpr SortEmitter::scratchBytes() {
  AffineExpr array = (length * 8).ceilDiv(64) * 64;
  return array * (isWide ? 4 : 2) + buckets * 8;
}

SortEmitter::Entries SortEmitter::entries(int64_t number) {
  AffineExpr array = (length * 8).ceilDiv(64) * 64;
  auto at = [&](int64_t index) {
    return addressOf(builder.getI8Type(), function.scratch(), body.evaluate(array * index + buckets * 8, {}));
  };
  return {at(number), isWide ? at(number + 2) : Value()};
}

SmallVector<Value> SortEmitter::valuesOf(const Entries &entries) {
  SmallVector<Value> values{entries.keys};
  if (isWide)
    values.push_back(entries.places);
  return values;
}

KernelShape SortEmitter::emit() {
  // For every byte of a key it is counted and moved.
  constexpr int64_t picosecondsPerByte = 2500;
  AffineExpr picoseconds = cost.picoseconds * 2 + std::max<int64_t>(keyBits / 8, 1) * picosecondsPerByte;
  AffineExpr tiles = planLines(length * picoseconds);
  start();
  counts = function.scratch();
  forEachTileOfLines([&](Value first, Value last) { loop(first, last, 1, [&](Value line) { emitLine(line); }); });
  function.finish(builder);
  AffineExpr elements = outer * length * inner, bytes = tensorBytes(op);
  return {tiles, scratchBytes(), (elements * picoseconds).floorDiv(1000) + bytes.floorDiv(16), elements * cost.flops,
          bytes};
}

void SortEmitter::emitLine(Value line) {
  auto [outer, inner] = splitLine(line);
  body.bindUniform(outerIndex(), outer);
  body.bindUniform(innerIndex(), inner);
  Entries first = entries(0), second = entries(1);
  writeKeys(first);
  Entries sorted;
  std::optional<int64_t> size = graph::constantSize(length);
  if (size && *size <= shortLine)
    sorted = sortByCounting(first, second);
  else if (size)
    sorted = sortByBytes(first, second);
  else
    sorted = choose(
        compare(arith::CmpIPredicate::ule, lengthValue, constant(shortLine)),
        [&] { return sortByCounting(first, second); }, [&] { return sortByBytes(first, second); });
  writeResults(offsetOf(outer, constant(0), inner), sorted);
}

/// The elements and places in order; `base` is the offset of the line's first.
void SortEmitter::writeResults(Value base, const Entries &sorted) {
  loop(constant(0), lengthValue, 1, [&](Value i) {
    Value place = isWide ? load(sorted.places, i)
                         : make<arith::AndIOp>(load(sorted.keys, i), constant(0xffffffff));
    Value offset = add(base, mul(i, innerValue));
    size_t result = 0;
    if (op.getValues()) {
      body.bindUniform(placeIndex(), place);
      Value value = body.emit(block, 1, nullptr)[0];
      storeElements(builder, location, value, addressOf(element, function.output(result++), offset), nullptr);
    }
    if (op.getIndices())
      store(place, function.output(result), offset);
  });
}

//===----------------------------------------------------------------------===//
// Keys
//===----------------------------------------------------------------------===//

/// A number for each lane of `like`.
Value SortEmitter::number(Type like, const APInt &value) {
  auto attribute = builder.getIntegerAttr(getElementTypeOrSelf(like), value);
  if (auto vector = dyn_cast<VectorType>(like))
    return arith::ConstantOp::create(builder, location, DenseElementsAttr::get(vector, Attribute(attribute)));
  return arith::ConstantOp::create(builder, location, attribute);
}

/// An unsigned number of 64 bits in whose order the elements shall come.
Value SortEmitter::keyOf(Value x) {
  auto withElement = [&](Type element) {
    auto vector = dyn_cast<VectorType>(x.getType());
    return vector ? Type(vector.clone(element)) : element;
  };
  Type bits = withElement(builder.getIntegerType(keyBits)), wide = withElement(i64);
  Value sign = number(bits, APInt::getSignMask(keyBits)), ones = number(bits, APInt::getAllOnes(keyBits));
  Value key = x;
  if (isa<FloatType>(element)) {
    Value zero = arith::ConstantOp::create(builder, location, builder.getZeroAttr(x.getType()));
    Value isZero = arith::CmpFOp::create(builder, location, arith::CmpFPredicate::OEQ, x, zero);
    Value isNan = arith::CmpFOp::create(builder, location, arith::CmpFPredicate::UNO, x, x);
    key = arith::BitcastOp::create(builder, location, bits, x);
    key = arith::SelectOp::create(builder, location, isZero, number(bits, APInt::getZero(keyBits)), key);
    // Negative numbers go down with their bits.
    Value filled = make<arith::ShRSIOp>(key, number(bits, APInt(keyBits, keyBits - 1)));
    key = make<arith::XOrIOp>(key, make<arith::OrIOp>(filled, sign));
    key = arith::SelectOp::create(builder, location, isNan, ones, key);
  } else if (!op.getIsUnsigned()) {
    key = make<arith::XOrIOp>(key, sign);
  }
  if (op.getDescending())
    key = make<arith::XOrIOp>(key, ones);
  return keyBits == 64 ? key : arith::ExtUIOp::create(builder, location, wide, key);
}

void SortEmitter::writeKeys(const Entries &to) {
  forEachVector(constant(0), lengthValue, 1, target.vectorBits / 64,
                [&](Value at, int64_t, int64_t lanes, Value active) {
                  body.bindLaneIndex(placeIndex(), at);
                  Value key = keyOf(body.splat(body.emit(block, lanes, active)[0], lanes));
                  Value place = body.splat(body.lookup(placeIndex(), lanes), lanes);
                  if (!isWide) {
                    key = make<arith::ShLIOp>(key, number(key.getType(), APInt(64, 32)));
                    key = make<arith::OrIOp>(key, place);
                  }
                  storeElements(builder, location, key, addressOf(i64, to.keys, at), active);
                  if (isWide)
                    storeElements(builder, location, place, addressOf(i64, to.places, at), active);
                });
}

//===----------------------------------------------------------------------===//
// Sorting
//===----------------------------------------------------------------------===//

SortEmitter::Entries SortEmitter::choose(Value condition, llvm::function_ref<Entries()> then,
                                         llvm::function_ref<Entries()> otherwise) {
  SmallVector<Type> types(isWide ? 2 : 1, LLVM::LLVMPointerType::get(builder.getContext()));
  auto branch = scf::IfOp::create(builder, location, types, condition, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPointToStart(branch.thenBlock());
  scf::YieldOp::create(builder, location, valuesOf(then()));
  builder.setInsertionPointToStart(branch.elseBlock());
  scf::YieldOp::create(builder, location, valuesOf(otherwise()));
  return entriesOf(branch.getResults());
}

void SortEmitter::move(const Entries &from, Value at, const Entries &to, Value place) {
  store(load(from.keys, at), to.keys, place);
  if (isWide)
    store(load(from.places, at), to.places, place);
}

/// An entry goes behind all that are less, and behind equal ones before it.
SortEmitter::Entries SortEmitter::sortByCounting(const Entries &from, const Entries &to) {
  loop(constant(0), lengthValue, 1, [&](Value i) {
    Value key = load(from.keys, i);
    auto count = [&](Value begin, Value end, Value start, arith::CmpIPredicate predicate) {
      return emitLoop(builder, location, begin, end, constant(1), start,
                      [&](Value j, ValueRange carried) -> SmallVector<Value> {
                        Value comesBefore = compare(predicate, load(from.keys, j), key);
                        return {add(carried[0], arith::ExtUIOp::create(builder, location, i64, comesBefore))};
                      })
          .front();
    };
    Value place = count(constant(0), i, constant(0), arith::CmpIPredicate::ule);
    place = count(add(i, constant(1)), lengthValue, place, arith::CmpIPredicate::ult);
    move(from, i, to, place);
  });
  return to;
}

SortEmitter::Entries SortEmitter::sortByBytes(Entries from, Entries to) {
  for (int64_t shift = 0; shift < keyBits; shift += 8) {
    Entries sorted = sortByByte(from, to, shift + (isWide ? 0 : 32));
    // The other ones are free, by which of the two was returned.
    Value isMoved = LLVM::ICmpOp::create(builder, location, LLVM::ICmpPredicate::eq, sorted.keys, to.keys);
    auto other = [&](Value a, Value b) -> Value {
      return a ? arith::SelectOp::create(builder, location, isMoved, a, b) : Value();
    };
    to = {other(from.keys, to.keys), other(from.places, to.places)};
    from = sorted;
  }
  return from;
}

/// Moves the entries in the order of one byte of their keys, unless all have the same.
SortEmitter::Entries SortEmitter::sortByByte(const Entries &from, const Entries &to, int64_t shift) {
  auto bucketOf = [&](Value i) {
    Value key = load(from.keys, i);
    return make<arith::AndIOp>(make<arith::ShRUIOp>(key, constant(shift)), constant(buckets - 1));
  };
  constexpr int64_t cleared = 8;
  auto zeros = VectorType::get(cleared, i64);
  Value zero = arith::ConstantOp::create(builder, location, builder.getZeroAttr(zeros));
  loop(constant(0), constant(buckets), cleared, [&](Value i) { store(zero, counts, i); });
  loop(constant(0), lengthValue, 1, [&](Value i) {
    Value bucket = bucketOf(i);
    store(add(load(counts, bucket), constant(1)), counts, bucket);
  });
  Value first = load(counts, bucketOf(constant(0)));
  return choose(
      compare(arith::CmpIPredicate::eq, first, lengthValue), [&] { return from; },
      [&] {
        emitLoop(builder, location, constant(0), constant(buckets), constant(1), constant(0),
                 [&](Value i, ValueRange before) -> SmallVector<Value> {
                   Value count = load(counts, i);
                   store(before[0], counts, i);
                   return {add(before[0], count)};
                 });
        loop(constant(0), lengthValue, 1, [&](Value i) {
          Value bucket = bucketOf(i), place = load(counts, bucket);
          store(add(place, constant(1)), counts, bucket);
          move(from, i, to, place);
        });
        return to;
      });
}

} // namespace

FailureOr<KernelShape> emitSort(kernel::SortOp op, StringRef name, OpBuilder &builder, const CpuTarget &target) {
  return SortEmitter(op, name, builder, target).emit();
}

} // namespace tenon::codegen
