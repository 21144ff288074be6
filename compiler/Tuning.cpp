//===- Tuning.cpp - Tiles of products as a file -----------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/Tuning.h"
#include "compiler/Diagnostics.h"
#include "compiler/InputFiles.h"
#include "compiler/weights/Json.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using tenon::codegen::ContractionTiles;

namespace tenon::compiler {

/// Of the file's form. A newer one is refused, an older one read.
static constexpr int64_t formatVersion = 1;

std::string formatTuning(const TuneResult &result, StringRef cpuVersion) {
  std::string text;
  raw_string_ostream stream(text);
  json::OStream out(stream, /*IndentSize=*/2);
  auto writeGain = [&](double gain) {
    out.attributeBegin("gain");
    out.rawValue(formatv("{0:f3}", gain).str());
    out.attributeEnd();
  };
  SmallVector<StringRef> keys(result.tiles.keys());
  llvm::sort(keys);
  out.object([&] {
    out.attribute("format", formatVersion);
    out.attribute("tenon", TENON_VERSION);
    out.attribute("measured_on", cpuVersion);
    writeGain(result.gain);
    out.attributeArray("products", [&] {
      for (StringRef key : keys) {
        const ContractionTiles tiles = result.tiles.lookup(key);
        out.object([&] {
          out.attribute("product", key);
          out.attribute("rows", tiles.rows);
          out.attribute("depth", tiles.depth);
          out.attribute("register_rows", tiles.registerRows);
          out.attribute("register_vectors", tiles.registerVectors);
          if (auto gain = result.gains.find(key); gain != result.gains.end())
            writeGain(gain->second);
        });
      }
    });
  });
  stream << '\n';
  return text;
}

namespace {

/// A number of tiles, within what code generation can do.
Expected<int64_t> readSize(const json::Object &product, StringRef name, int64_t most, StringRef path) {
  std::optional<int64_t> value = product.getInteger(name);
  if (!value || *value < 1 || *value > most)
    return userError(path + ": \"" + name + "\" of each product must be a number from 1 to " + Twine(most) +
                     "; write the file anew with --tune");
  return *value;
}

Expected<ContractionTiles> readTiles(const json::Object &product, StringRef path) {
  constexpr int64_t mostDepth = int64_t(1) << 30, mostOfRegisters = 64;
  ContractionTiles tiles = {};
  struct Member {
    StringRef name;
    int64_t ContractionTiles::*size;
    int64_t most;
  };
  const Member members[] = {{"rows", &ContractionTiles::rows, codegen::mostRowsOfTile},
                            {"depth", &ContractionTiles::depth, mostDepth},
                            {"register_rows", &ContractionTiles::registerRows, mostOfRegisters},
                            {"register_vectors", &ContractionTiles::registerVectors, mostOfRegisters}};
  for (const Member &member : members) {
    Expected<int64_t> size = readSize(product, member.name, member.most, path);
    if (!size)
      return size.takeError();
    tiles.*member.size = *size;
  }
  return tiles;
}

} // namespace

Expected<codegen::TileTable> readTuning(StringRef path) {
  auto file = MemoryBuffer::getFile(path, /*IsText=*/true);
  if (!file)
    return userError("cannot read " + path + ": " + file.getError().message() + "; --tune SECONDS writes such a file");
  noteInputFile(path);
  Expected<json::Value> value = parseJson((*file)->getBuffer());
  if (!value)
    return userError(path + " is no tuning file: " + toString(value.takeError()));
  const json::Object *root = value->getAsObject();
  const json::Array *products = root ? root->getArray("products") : nullptr;
  std::optional<int64_t> format = root ? root->getInteger("format") : std::nullopt;
  if (format && *format > formatVersion)
    return userError(path + " is of format " + Twine(*format) + ", and this Tenon reads up to " + Twine(formatVersion));
  if (!format || !products)
    return userError(path + " is no tuning file: it has no \"format\" or no \"products\"; write it anew with --tune");
  codegen::TileTable table;
  for (const json::Value &entry : *products) {
    const json::Object *product = entry.getAsObject();
    std::optional<StringRef> key = product ? product->getString("product") : std::nullopt;
    if (!key)
      return userError(path + ": an entry of \"products\" does not say which product it is for");
    Expected<ContractionTiles> tiles = readTiles(*product, path);
    if (!tiles)
      return tiles.takeError();
    table[*key] = *tiles;
  }
  return table;
}

} // namespace tenon::compiler
