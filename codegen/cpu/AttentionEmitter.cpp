//===- AttentionEmitter.cpp - Attention in one kernel -----------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// A tile of work is one batch index (heads are among them) by 64 queries. The
// queries lie along the lanes all the way: scores are computed transposed,
//
//   S^T[s][q] = sum over e of K[s][e] * Q^T[e][q]
//   O^T[v][q] = sum over s of V^T[v][s] * P^T[s][q]
//
// so that K and V are left operands, read element by element in place, and
// the softmax over s needs no sums across lanes. Queries that fill the lanes of
// a register tile are a strip, with its Q^T and O^T in scratch memory; strips
// share the place of a block of P^T, and of V where its rows lie apart. Blocks
// of keys are visited in order, by all strips, with the online softmax of
// Milakov and Gimelshein (arXiv:1805.02867), as in FlashAttention
// (arXiv:2205.14135): when the maximum grows, what was summed is scaled down.

#include "codegen/cpu/AttentionEmitter.h"
#include "codegen/cpu/RegisterTranspose.h"
#include "dialects/graph/SymbolicShape.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include <cmath>

using namespace mlir;

namespace tenon::codegen {

/// Queries of one tile of work, on every target.
static constexpr int64_t queriesOfTile = 64;

/// Keys of one block: its scores against 64 queries take 24 KB, within the
/// first-level cache. A multiple of the register tiles' rows.
static constexpr int64_t keysOfBlock = 96;

/// A pass of queries along the lanes takes as long as this part of it one by one.
static constexpr int64_t queriesOfLanes = 8;

AffineExpr AttentionEmitter::distance(AffineMap map, size_t index) {
  AffineExpr offset = map.getResult(0);
  return graph::normalizeSize(offset.replace(dim(index), dim(index) + 1) - offset);
}

/// K and V are read with constant distances along both of their axes.
LogicalResult AttentionEmitter::checkMaps() {
  for (AffineMap map : {op.getQueryMap(), op.getKeyMap(), op.getValueMap(), op.getResultMap()})
    for (size_t i : {sizes.size() - 2, sizes.size() - 1}) {
      AffineExpr step = distance(map, i);
      if (step.isFunctionOfDim(sizes.size() - 1) || step.isFunctionOfDim(sizes.size() - 2))
        return op.emitOpError("has an operand that is not linear in its last two indices: ") << AffineMapAttr::get(map);
    }
  return success();
}

Value AttentionEmitter::stride(AffineMap map, size_t index) { return body->evaluate(distance(map, index), batch); }

Value AttentionEmitter::offset(AffineMap map, Value row, Value column) {
  SmallVector<Value> index(batch);
  index.append({row, column});
  return body->evaluate(map.getResult(0), index);
}

bool AttentionEmitter::isContiguous(AffineMap map) { return graph::constantSize(distance(map, sizes.size() - 1)) == 1; }

/// A lane whose maximum is still -inf subtracts 0: its exponentials are 0, and
/// its result, 0 / 0, NaN.
Value AttentionEmitter::shiftOf(Value greatest) {
  Value lowest = splat(-std::numeric_limits<double>::infinity());
  Value isLowest = arith::CmpFOp::create(builder, location, arith::CmpFPredicate::OEQ, greatest, lowest);
  return arith::SelectOp::create(builder, location, isLowest, splat(0), greatest);
}

/// exp(shifted), and 0 where that is below the normal numbers: beside the
/// largest, 1, it is nothing, and processors compute with such numbers slowly.
Value AttentionEmitter::probabilityOf(Value shifted) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double least = std::log(elementType.isF64() ? std::numeric_limits<double>::min() : std::numeric_limits<float>::min());
  Value isNothing = arith::CmpFOp::create(builder, location, arith::CmpFPredicate::OLT, shifted, splat(least));
  Value rest = arith::SelectOp::create(builder, location, isNothing, splat(-infinity), shifted);
  return math::ExpOp::create(builder, location, rest);
}

KernelShape AttentionEmitter::shape() {
  AffineExpr batchCount = graph::elementCount(op.getContext(), sizes.drop_back(2));
  AffineExpr queryLength = sizes[sizes.size() - 2], valueSize = sizes.back();
  KernelShape shape;
  shape.tiles = graph::normalizeSize(batchCount * queryLength.ceilDiv(queriesOfTile));
  // The strips of a tile have queriesOfTile queries, on any target; 8 bytes for f64.
  shape.scratchBytes = graph::normalizeSize((headSize() + valueSize + keysOfBlock + 3) * (queriesOfTile * 8) +
                                            valueSize * (keysOfBlock * 8));
  shape.flops = graph::normalizeSize(batchCount * queryLength * keyLength() * (headSize() + valueSize) * 2);
  shape.work = graph::normalizeSize(shape.flops.floorDiv(50));
  shape.bytes = tensorBytes(op);
  return shape;
}

FailureOr<KernelShape> AttentionEmitter::emit() {
  if (failed(checkMaps()))
    return failure();
  function.emplace(builder, op, name);
  body.emplace(builder, location, target, function->symbols());
  for (size_t i = 0; i < op.getInputs().size(); ++i)
    body->bindTensor(op.getScore().front().getArgument(i), function->input(i));
  queryCount = body->evaluate(sizes[sizes.size() - 2], {});
  valueCount = body->evaluate(sizes.back(), {});
  keyCount = body->evaluate(keyLength(), {});
  headCount = body->evaluate(headSize(), {});

  loadAlongKeys = findLoadAlongKeys();
  rowScores = function->scratch();
  rowResults = addressOf(elementType, rowScores, constant(keysOfRow));
  loop(function->begin(), function->end(), 1, [&](Value number) { emitTile(number); });
  function->finish(builder);
  return shape();
}

void AttentionEmitter::emitTile(Value number) {
  Value blocks = ceilDiv(queryCount, constant(queriesOfTile));
  Value block = rem(number, blocks), rest = div(number, blocks);
  batch.assign(sizes.size() - 2, Value());
  for (size_t i = batch.size(); i-- > 0;) {
    Value size = body->evaluate(sizes[i], {});
    batch[i] = rem(rest, size);
    rest = div(rest, size);
  }
  Value start = mul(block, constant(queriesOfTile)), end = least(add(start, constant(queriesOfTile)), queryCount);
  Value count = sub(end, start);
  int64_t fewest = 1;
  for (const Pass &pass : passes()) {
    if (mayBe(fewest, pass.most))
      when(between(count, fewest, pass.most), [&] { attend(pass, start, end); });
    fewest = pass.most + 1;
  }
}

/// By the number of queries, fewest first. In a wide pass over less than half a
/// tile most lanes would be empty: there one vector of queries goes after
/// another, by more keys at a time.
SmallVector<AttentionEmitter::Pass> AttentionEmitter::passes() {
  RegisterTile wide = registerTile(target), narrow{keysOfBlock / 8, 1};
  int64_t queries = wide.vectors * lanes;
  SmallVector<Pass> passes;
  if (canAttendByQuery())
    passes.push_back({queries / queriesOfLanes, {0, 0}});
  if (wide.vectors > 2)
    passes.push_back({3 * lanes, narrow});
  passes.push_back({queriesOfTile, wide});
  return passes;
}

/// Whether a tile can have between `low` and `high` queries.
bool AttentionEmitter::mayBe(int64_t low, int64_t high) {
  std::optional<int64_t> known = graph::constantSize(sizes[sizes.size() - 2]);
  auto isHere = [&](int64_t count) { return count >= low && count <= high; };
  return !known || (*known >= queriesOfTile && isHere(queriesOfTile)) || isHere(*known % queriesOfTile);
}

Value AttentionEmitter::between(Value count, int64_t low, int64_t high) {
  return arith::AndIOp::create(builder, location, compare(arith::CmpIPredicate::uge, count, constant(low)),
                               compare(arith::CmpIPredicate::ule, count, constant(high)));
}

void AttentionEmitter::attend(const Pass &pass, Value start, Value end) {
  if (pass.tile.vectors == 0)
    return loop(start, end, 1, [&](Value query) { emitQuery(query); });
  tile = pass.tile;
  width = tile.vectors * lanes;
  scores = function->scratch();
  Value strips = addressOf(elementType, scores, constant(keysOfBlock * width));
  Value rowsOfStrip = add(add(headCount, valueCount), constant(3));
  values = shouldPackValues() ? addressOf(elementType, strips, mul(rowsOfStrip, constant(queriesOfTile))) : Value();
  auto forStrips = [&](llvm::function_ref<void()> emit) {
    loop(start, end, width, [&](Value query) {
      first = query;
      Value next = addressOf(elementType, strips, mul(sub(query, start), rowsOfStrip));
      auto reserve = [&](Value rows) {
        Value begin = next;
        next = addressOf(elementType, next, mul(rows, constant(width)));
        return begin;
      };
      queries = reserve(headCount);
      results = reserve(valueCount);
      maxima = reserve(constant(1));
      sums = reserve(constant(1));
      factors = reserve(constant(1));
      emit();
    });
  };
  forStrips([&] { beginStrip(); });
  // With a causal mask the keys after the last query are seen by none.
  Value keys = op.getCausal() ? least(keyCount, end) : keyCount;
  loop(constant(0), keys, keysOfBlock, [&](Value key) {
    Value count = least(sub(keyCount, key), constant(keysOfBlock));
    if (values)
      packValues(key, count);
    forStrips([&] {
      if (!op.getCausal())
        return emitKeyBlock(key, count);
      when(compare(arith::CmpIPredicate::ult, key, add(first, constant(width))), [&] { emitKeyBlock(key, count); });
    });
  });
  forStrips([&] { writeResult(); });
}

/// The state of a strip that has seen no keys.
void AttentionEmitter::beginStrip() {
  packQueries();
  for (int64_t v = 0; v < tile.vectors; ++v) {
    store(splat(-std::numeric_limits<double>::infinity()), maxima, at(constant(0), v));
    store(splat(0), sums, at(constant(0), v));
  }
  loop(constant(0), valueCount, 1, [&](Value row) {
    for (int64_t v = 0; v < tile.vectors; ++v)
      store(splat(0), results, at(row, v));
  });
}

/// Q^T, scaled. Lanes beyond the last query repeat it; their results are not written.
void AttentionEmitter::packQueries() {
  size_t last = sizes.size() - 1;
  Value query = function->input(0), scale = splat(op.getScale().convertToDouble());
  Value step = stride(op.getQueryMap(), last);
  std::optional<int64_t> known = graph::constantSize(headSize());
  auto rowAddress = [&](Value lane) {
    Value row = least(add(first, lane), sub(queryCount, constant(1)));
    return addressOf(memoryType, query, offset(op.getQueryMap(), row, constant(0)));
  };
  if (isContiguous(op.getQueryMap()) && known && *known % lanes == 0)
    return loop(constant(0), constant(width), lanes, [&](Value lane) {
      loop(constant(0), headCount, lanes, [&](Value e) {
        SmallVector<Value> block;
        for (int64_t i = 0; i < lanes; ++i)
          block.push_back(loadOperand(addressOf(memoryType, rowAddress(add(lane, constant(i))), e), lanes));
        for (auto [i, column] : llvm::enumerate(transposeRegisters(builder, location, block)))
          store(arith::MulFOp::create(builder, location, column, scale), queries,
                add(mul(add(e, constant(i)), constant(width)), lane));
      });
    });
  Value factor = arith::ConstantOp::create(builder, location, builder.getFloatAttr(elementType, op.getScale().convertToDouble()));
  loop(constant(0), constant(width), 1, [&](Value lane) {
    Value row = rowAddress(lane);
    loop(constant(0), headCount, 1, [&](Value e) {
      Value element = loadOperand(addressOf(memoryType, row, mul(e, step)), 1);
      Value scaled = arith::MulFOp::create(builder, location, element, factor);
      storeElements(builder, location, scaled, addressOf(elementType, queries, add(mul(e, constant(width)), lane)), Value());
    });
  });
}

/// What the region reads (a mask, a bias) at consecutive places for consecutive
/// keys: along the queries, in the lanes, its places lie a row apart.
kernel::LoadOp AttentionEmitter::findLoadAlongKeys() {
  Block &score = op.getScore().front();
  size_t query = op.getInputs().size() + 1 + sizes.size() - 2;
  for (auto load : score.getOps<kernel::LoadOp>()) {
    auto isIndex = [&](Value index) {
      auto argument = dyn_cast<BlockArgument>(index);
      return argument && argument.getArgNumber() > op.getInputs().size();
    };
    if (load.getMask() || load.getType() != elementType || !llvm::all_of(load.getIndices(), isIndex))
      continue;
    AffineExpr offset = load.getMap().getResult(0);
    // The distance of neighbours along an index; null where it depends on the place.
    auto step = [&](size_t argument) -> AffineExpr {
      AffineExpr next = offset;
      for (auto [i, index] : llvm::enumerate(load.getIndices()))
        if (index == score.getArgument(argument))
          next = next.replace(dim(i), dim(i) + 1);
      AffineExpr step = graph::normalizeSize(next - offset);
      return step.isSymbolicOrConstant() ? step : AffineExpr();
    };
    AffineExpr alongQueries = step(query), alongKeys = step(query + 1);
    if (!alongQueries || !alongKeys || graph::constantSize(alongKeys) != 1)
      continue;
    // The lanes read one place, or neighbours.
    std::optional<int64_t> known = graph::constantSize(alongQueries);
    if (known != 0 && known != 1)
      return load;
  }
  return {};
}

SmallVector<Value> AttentionEmitter::indicesOf(kernel::LoadOp load, Value query, Value key) {
  SmallVector<Value> indices(batch);
  indices.append({query, key});
  return llvm::map_to_vector(load.getIndices(), [&](Value index) {
    return indices[cast<BlockArgument>(index).getArgNumber() - op.getInputs().size() - 1];
  });
}

/// What that load gives for this block of keys, transposed to where the scores will be.
void AttentionEmitter::transposeLoaded(Value firstKey, Value count) {
  Value source = function->input(cast<BlockArgument>(loadAlongKeys.getSource()).getArgNumber());
  loop(constant(0), count, lanes, [&](Value key) {
    Value active = firstLanes(builder, location, sub(count, key), lanes);
    for (int64_t v = 0; v < tile.vectors; ++v) {
      SmallVector<Value> rows;
      for (int64_t lane = 0; lane < lanes; ++lane) {
        Value query = least(add(first, constant(v * lanes + lane)), sub(queryCount, constant(1)));
        Value place = body->evaluate(loadAlongKeys.getMap().getResult(0), indicesOf(loadAlongKeys, query, add(firstKey, key)));
        rows.push_back(loadElements(builder, location, elementType, addressOf(elementType, source, place), lanes, active));
      }
      for (auto [i, column] : llvm::enumerate(transposeRegisters(builder, location, rows)))
        store(column, scores, at(add(key, constant(i)), v));
    }
  });
}

/// One block of keys against one strip.
void AttentionEmitter::emitKeyBlock(Value firstKey, Value count) {
  if (loadAlongKeys)
    transposeLoaded(firstKey, count);
  Value whole = mul(div(count, constant(tile.rows)), constant(tile.rows));
  // The maxima before this block, to scale by how much they grow.
  for (int64_t v = 0; v < tile.vectors; ++v)
    store(load(maxima, at(constant(0), v)), factors, at(constant(0), v));
  loop(constant(0), whole, tile.rows, [&](Value key) { emitScores(firstKey, key, tile.rows); });
  loop(whole, count, 1, [&](Value key) { emitScores(firstKey, key, 1); });
  emitProbabilities(count);
  accumulateValues(firstKey, count);
}

/// Scores of keys firstKey + key .. + rows, and the maxima over them.
void AttentionEmitter::emitScores(Value firstKey, Value key, int64_t rows) {
  MicroKernelOperands operands;
  for (int64_t r = 0; r < rows; ++r) {
    Value position = add(add(firstKey, key), constant(r));
    operands.lhsRows.push_back(addressOf(memoryType, function->input(1), offset(op.getKeyMap(), position, constant(0))));
  }
  operands.lhsDepthStride = stride(op.getKeyMap(), sizes.size() - 1);
  operands.rhsVectors = adjacentVectors(builder, location, elementType, queries, tile.vectors, lanes);
  operands.rhsDepthStride = constant(width);
  operands.depth = headCount;
  operands.lhsElementType = memoryType;
  operands.elementType = elementType;
  operands.lanes = lanes;
  SmallVector<Value> products = emitMicroKernel(builder, location, operands, {}, target);

  Block &score = op.getScore().front();
  unsigned argument = op.getInputs().size();
  Value lowest = splat(-std::numeric_limits<double>::infinity());
  for (int64_t v = 0; v < tile.vectors; ++v) {
    Value query = add(first, constant(v * lanes));
    Value active = firstLanes(builder, location, sub(queryCount, least(query, queryCount)), lanes);
    Value greatest = load(maxima, at(constant(0), v));
    for (int64_t r = 0; r < rows; ++r) {
      Value position = add(add(firstKey, key), constant(r));
      body->bindElements(score.getArgument(argument), products[r * tile.vectors + v]);
      for (auto [i, index] : llvm::enumerate(batch))
        body->bindUniform(score.getArgument(argument + 1 + i), index);
      body->bindLaneIndex(score.getArgument(argument + 1 + batch.size()), query);
      body->bindUniform(score.getArgument(argument + 2 + batch.size()), position);
      if (loadAlongKeys)
        body->bindResult(loadAlongKeys, load(scores, at(add(key, constant(r)), v)));
      Value value = spread(body->emit(score, lanes, active).front());
      if (op.getCausal()) {
        // Query q sees key s where s <= q: the lanes from s - first query on.
        Value hidden = arith::MaxSIOp::create(builder, location, sub(position, query), constant(0));
        value = arith::SelectOp::create(builder, location, firstLanes(builder, location, hidden, lanes), lowest, value);
      }
      greatest = arith::MaximumFOp::create(builder, location, greatest, value);
      store(value, scores, at(add(key, constant(r)), v));
    }
    store(greatest, maxima, at(constant(0), v));
  }
  body->unbindResults();
}

/// exp(score - maximum) in place, their sums, and the factor exp(old maximum -
/// new maximum).
void AttentionEmitter::emitProbabilities(Value count) {
  SmallVector<Value> shifts, initial;
  for (int64_t v = 0; v < tile.vectors; ++v) {
    shifts.push_back(shiftOf(load(maxima, at(constant(0), v))));
    Value before = load(factors, at(constant(0), v));
    Value factor = probabilityOf(arith::SubFOp::create(builder, location, before, shifts[v]));
    store(factor, factors, at(constant(0), v));
    initial.push_back(arith::MulFOp::create(builder, location, load(sums, at(constant(0), v)), factor));
  }
  SmallVector<Value> totals = emitLoop(builder, location, constant(0), count, constant(1), initial, [&](Value key, ValueRange carried) {
    SmallVector<Value> next;
    for (int64_t v = 0; v < tile.vectors; ++v) {
      Value shifted = arith::SubFOp::create(builder, location, load(scores, at(key, v)), shifts[v]);
      Value probability = probabilityOf(shifted);
      store(probability, scores, at(key, v));
      next.push_back(arith::AddFOp::create(builder, location, carried[v], probability));
    }
    return next;
  });
  for (int64_t v = 0; v < tile.vectors; ++v)
    store(totals[v], sums, at(constant(0), v));
}

/// Rows of V are read once for every few of their elements. Where they are parts
/// of longer rows, as beside K and Q, each is on a page and, by the distance, in
/// one of few sets of the first-level cache: one copy is faster.
bool AttentionEmitter::shouldPackValues() {
  std::optional<int64_t> known = graph::constantSize(sizes.back());
  return known && *known % lanes == 0 && isContiguous(op.getValueMap()) &&
         graph::constantSize(distance(op.getValueMap(), sizes.size() - 2)) != *known;
}

void AttentionEmitter::packValues(Value firstKey, Value count) {
  loop(constant(0), count, 1, [&](Value key) {
    Value row = addressOf(memoryType, function->input(2), offset(op.getValueMap(), add(firstKey, key), constant(0)));
    loop(constant(0), valueCount, lanes, [&](Value column) {
      store(loadOperand(addressOf(memoryType, row, column), lanes), values, add(mul(key, valueCount), column));
    });
  });
}

void AttentionEmitter::accumulateValues(Value firstKey, Value count) {
  Value whole = mul(div(valueCount, constant(tile.rows)), constant(tile.rows));
  loop(constant(0), whole, tile.rows, [&](Value row) { accumulateRows(firstKey, count, row, tile.rows); });
  std::optional<int64_t> known = graph::constantSize(sizes.back());
  if (known && *known % tile.rows != 0)
    return accumulateRows(firstKey, count, whole, *known % tile.rows);
  if (!known)
    loop(whole, valueCount, 1, [&](Value row) { accumulateRows(firstKey, count, row, 1); });
}

/// Adds this block to rows row .. + rows of O^T.
void AttentionEmitter::accumulateRows(Value firstKey, Value count, Value row, int64_t rows) {
  size_t last = sizes.size() - 1;
  MicroKernelOperands operands;
  SmallVector<Value> initial;
  for (int64_t r = 0; r < rows; ++r) {
    Value column = add(row, constant(r));
    operands.lhsRows.push_back(values ? addressOf(elementType, values, column)
                                      : addressOf(memoryType, function->input(2), offset(op.getValueMap(), firstKey, column)));
    for (int64_t v = 0; v < tile.vectors; ++v)
      initial.push_back(arith::MulFOp::create(builder, location, load(results, at(column, v)), load(factors, at(constant(0), v))));
  }
  operands.lhsDepthStride = values ? valueCount : stride(op.getValueMap(), last - 1);
  operands.rhsVectors = adjacentVectors(builder, location, elementType, scores, tile.vectors, lanes);
  operands.rhsDepthStride = constant(width);
  operands.depth = count;
  operands.lhsElementType = values ? elementType : memoryType;
  operands.elementType = elementType;
  operands.lanes = lanes;
  SmallVector<Value> sum = emitMicroKernel(builder, location, operands, initial, target);
  for (int64_t r = 0; r < rows; ++r)
    for (int64_t v = 0; v < tile.vectors; ++v)
      store(sum[r * tile.vectors + v], results, at(add(row, constant(r)), v));
}

/// O = (O^T / sums)^T, to where the result's map says.
void AttentionEmitter::writeResult() {
  for (int64_t v = 0; v < tile.vectors; ++v) {
    Value inverse = arith::DivFOp::create(builder, location, splat(1), load(sums, at(constant(0), v)));
    store(inverse, factors, at(constant(0), v));
  }
  loop(constant(0), valueCount, 1, [&](Value row) {
    for (int64_t v = 0; v < tile.vectors; ++v) {
      Value scaled = arith::MulFOp::create(builder, location, load(results, at(row, v)), load(factors, at(constant(0), v)));
      store(scaled, results, at(row, v));
    }
  });
  size_t last = sizes.size() - 1;
  Value output = function->output(0), step = stride(op.getResultMap(), last);
  std::optional<int64_t> known = graph::constantSize(sizes.back());
  Value queriesHere = least(sub(queryCount, first), constant(width));
  auto rowAddress = [&](Value lane) {
    return addressOf(memoryType, output, offset(op.getResultMap(), add(first, lane), constant(0)));
  };
  if (isContiguous(op.getResultMap()) && known && *known % lanes == 0)
    return loop(constant(0), queriesHere, lanes, [&](Value lane) {
      loop(constant(0), valueCount, lanes, [&](Value column) {
        SmallVector<Value> block;
        for (int64_t i = 0; i < lanes; ++i)
          block.push_back(load(results, add(mul(add(column, constant(i)), constant(width)), lane)));
        for (auto [i, row] : llvm::enumerate(transposeRegisters(builder, location, block))) {
          Value index = add(lane, constant(i));
          when(compare(arith::CmpIPredicate::ult, index, queriesHere), [&] { storeResult(row, addressOf(memoryType, rowAddress(index), column)); });
        }
      });
    });
  loop(constant(0), queriesHere, 1, [&](Value lane) {
    Value row = rowAddress(lane);
    loop(constant(0), valueCount, 1, [&](Value column) {
      Value source = addressOf(elementType, results, add(mul(column, constant(width)), lane));
      Value element = loadElements(builder, location, elementType, source, 1, Value());
      storeResult(element, addressOf(memoryType, row, mul(column, step)));
    });
  });
}

FailureOr<KernelShape> emitAttention(kernel::AttentionOp op, StringRef name, OpBuilder &builder, const CpuTarget &target) {
  return AttentionEmitter(op, name, builder, target).emit();
}

} // namespace tenon::codegen
