// A model with two functions over one cache, as generation of text has them.

#include <tenon/tenon.h>

using namespace tenon;

namespace {

struct DecoderImpl : nn::Module {
  static constexpr int64_t capacity = 8, width = 4;

  nn::Linear project = register_module("project", nn::Linear(width, width));
  Tensor cache = register_buffer("cache", zeros({capacity, width}));
  Tensor length = register_buffer("length", zeros({}, kLong));

  /// Fills the cache from its beginning.
  Tensor prefill(const Tensor &rows) {
    cache.slice(0, 0, rows.size(0)).copy_(project(rows));
    length.copy_(zeros({}, kLong) + rows.size(0));
    return summary();
  }

  /// Adds one row.
  Tensor decode(const Tensor &row) {
    Tensor isHere = (arange(capacity) == length).unsqueeze(-1);
    cache.copy_(where(isHere, project(row), cache));
    length.add_(1);
    return summary();
  }

  Tensor summary() {
    Tensor isUsed = (arange(capacity) < length).unsqueeze(-1);
    return where(isUsed, cache, zeros({1})).sum(0) / length;
  }
};
TENON_MODULE(Decoder);

} // namespace

TENON_MODEL(decoder, Decoder(),
            {function("prefill", &DecoderImpl::prefill, {input("rows", kFloat32, {Dim("length"), 4})}, {"summary"}),
             function("decode", &DecoderImpl::decode, {input("row", kFloat32, {4})}, {"summary"})});
