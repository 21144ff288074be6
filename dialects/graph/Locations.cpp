//===- Locations.cpp - Where ops come from ----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/graph/Locations.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/Path.h"

using namespace mlir;

namespace tenon::graph {

static void collect(Location location, Origin &origin) {
  llvm::TypeSwitch<LocationAttr>(location)
      .Case([&](FileLineColLoc line) {
        if (!origin.file.empty())
          return;
        origin.file = line.getFilename().str();
        origin.line = line.getLine();
      })
      .Case([&](NameLoc name) {
        if (origin.path.empty())
          origin.path = name.getName().str();
        collect(name.getChildLoc(), origin);
      })
      .Case([&](CallSiteLoc call) {
        collect(call.getCallee(), origin);
        collect(call.getCaller(), origin);
      })
      .Case([&](FusedLoc fused) {
        for (Location inner : fused.getLocations())
          collect(inner, origin);
      });
}

Origin originOf(Location location) {
  Origin origin;
  collect(location, origin);
  return origin;
}

std::string Origin::place(bool withFolder) const {
  if (file.empty())
    return "";
  return (withFolder ? file : llvm::sys::path::filename(file).str()) + ":" + std::to_string(line);
}

std::string describeLocation(Location location) {
  Origin origin = originOf(location);
  std::string place = origin.place(/*withFolder=*/true);
  if (origin.path.empty())
    return place;
  return place + (place.empty() ? "in " : ": in ") + origin.path;
}

static constexpr llvm::StringLiteral fusedName = "fused", stoppedName = "stopped";

Location withFusionNote(Location location, const FusionNote &note) {
  MLIRContext *context = location.getContext();
  auto entry = [&](StringRef name, const std::string &text) {
    return NamedAttribute(StringAttr::get(context, name), StringAttr::get(context, text));
  };
  auto metadata = DictionaryAttr::get(context, {entry(fusedName, note.fused), entry(stoppedName, note.stopped)});
  return FusedLoc::get({location}, metadata, context);
}

FusionNote fusionNoteOf(Location location) {
  auto fused = dyn_cast<FusedLoc>(location);
  auto metadata = fused ? dyn_cast_or_null<DictionaryAttr>(fused.getMetadata()) : DictionaryAttr();
  auto text = [&](StringRef name) {
    auto entry = metadata ? metadata.getAs<StringAttr>(name) : StringAttr();
    return entry ? entry.str() : std::string();
  };
  return {text(fusedName), text(stoppedName)};
}

} // namespace tenon::graph
