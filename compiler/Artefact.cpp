//===- Artefact.cpp - Compiled models on disk -----------------------------===//
//
// Part of Tenon, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Programs and libraries are linked by the C compiler's driver, which knows
// where the C library is. An object is all of the inputs joined into one, in
// which only the C interface stays global: two models, of two versions of
// Tenon, link into one program.

#include "compiler/Artefact.h"
#include "codegen/cpu/ObjectEmission.h"
#include "compiler/CApi.h"
#include "compiler/Diagnostics.h"
#include "compiler/Header.h"
#include "compiler/Toolchain.h"
#include "compiler/WeightObject.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "runtime/core/Pages.h"
#include <list>

using namespace llvm;

namespace tenon::compiler {

namespace {

class ArtefactWriter {
public:
  ArtefactWriter(const CompiledModel &compiled, const Options &options, StringRef path, OutputsObserver finished)
      : compiled(compiled), options(options), path(path), finished(finished) {}

  Error writeText();
  Error writeBinary();

private:
  Expected<std::string> temporary(StringRef suffix, StringRef contents);
  Error addOutput(StringRef target, StringRef contents);
  Error collectObjects();
  Error linkWithDriver(StringRef target);
  Error joinObjects(StringRef target);
  Error addWeightsFile();
  Error run(ArrayRef<std::string> command, StringRef purpose);

  const CompiledModel &compiled;
  const Options &options;
  StringRef path;
  OutputsObserver finished;
  std::list<TemporaryFile> temporaries;
  std::vector<std::string> objects;
  std::list<OutputFile> outputs;
};

Expected<std::string> ArtefactWriter::temporary(StringRef suffix, StringRef contents) {
  Expected<TemporaryFile> file = TemporaryFile::create(suffix);
  if (!file)
    return file.takeError();
  if (Error error = file->write(contents))
    return std::move(error);
  temporaries.push_back(std::move(*file));
  return temporaries.back().path();
}

Error ArtefactWriter::addOutput(StringRef target, StringRef contents) {
  Expected<OutputFile> file = OutputFile::create(target);
  if (!file)
    return file.takeError();
  outputs.push_back(std::move(*file));
  return contents.empty() ? Error::success() : outputs.back().write(contents);
}

/// Runs a linker. Its failure is a defect unless the disk is full.
Error ArtefactWriter::run(ArrayRef<std::string> command, StringRef purpose) {
  Expected<ToolResult> result = runTool(command);
  if (!result)
    return result.takeError();
  if (result->status == 0)
    return Error::success();
  StringRef output = StringRef(result->output).trim();
  std::string message = (purpose + " failed: " + output.take_front(2000)).str();
  if (output.contains("No space left"))
    return userError("cannot write " + path + ": no space left on the device");
  return defect(message);
}

/// The C interface, the kernels and tables, and the weights, as files.
Error ArtefactWriter::collectObjects() {
  LLVMContext context;
  std::unique_ptr<Module> interface = buildCApi(context, compiled, options.emit == EmitKind::Program);
  Expected<std::unique_ptr<MemoryBuffer>> interfaceObject =
      codegen::emitModule(*interface, codegen::CpuTarget::baseline());
  if (!interfaceObject)
    return interfaceObject.takeError();
  SmallVector<StringRef> buffers = {(*interfaceObject)->getBuffer()};
  for (const auto &object : compiled.objects)
    buffers.push_back(object->getBuffer());
  for (StringRef buffer : buffers) {
    Expected<std::string> file = temporary("o", buffer);
    if (!file)
      return file.takeError();
    objects.push_back(std::move(*file));
  }
  const uint64_t bytes = compiled.weights.size();
  if (bytes && options.embedsWeights(bytes)) {
    Expected<std::string> file = temporary("o", "");
    if (!file)
      return file.takeError();
    if (Error error = writeWeightObject(*file, compiled.name + "_weights", compiled.weights.path(), bytes))
      return error;
    objects.push_back(std::move(*file));
  }
  Expected<std::string> runtime = findRuntimeArchive();
  if (!runtime)
    return runtime.takeError();
  objects.push_back(std::move(*runtime));
  return Error::success();
}

Error ArtefactWriter::linkWithDriver(StringRef target) {
  Expected<std::string> driver = findTool(Tool::CompilerDriver);
  if (!driver)
    return driver.takeError();
  std::vector<std::string> command = {*driver, "-o", target.str()};
  append_range(command, objects);
  append_range(command, std::initializer_list<std::string>{"-lm", "-pthread", "-Wl,--gc-sections", "-Wl,-z,noexecstack",
                                                           "-Wl,-z,relro", "-Wl,-z,now"});
  if (hasLld())
    command.push_back("-fuse-ld=lld");
  // Mapped at a multiple of a huge page, the weights can stay in such.
  if (options.embedsWeights(compiled.weights.size()) && compiled.weights.size() >= runtime::hugePageBytes)
    command.push_back("-Wl,-z,max-page-size=" + std::to_string(runtime::hugePageBytes));
  if (options.emit == EmitKind::SharedLibrary) {
    std::string script = "{ global:";
    for (const std::string &name : exportedNames(compiled))
      script += " " + name + ";";
    Expected<std::string> file = temporary("map", script + " local: *; };\n");
    if (!file)
      return file.takeError();
    append_range(command, std::initializer_list<std::string>{"-shared", "-Wl,--version-script=" + *file, "-Wl,-z,defs",
                                                             "-Wl,-soname," + sys::path::filename(path).str()});
  } else if (options.staticLink) {
    command.push_back("-static");
  } else {
    command.push_back("-pie");
  }
  return run(command, "linking");
}

Error ArtefactWriter::joinObjects(StringRef target) {
  Expected<std::string> linker = findTool(Tool::RelocatableLinker);
  if (!linker)
    return linker.takeError();
  Expected<std::string> copier = findTool(Tool::ObjectCopier);
  if (!copier)
    return copier.takeError();
  Expected<std::string> joined = temporary("o", "");
  if (!joined)
    return joined.takeError();
  // Groups are dissolved: the runtime's would be merged with those of another
  // model's object, although their symbols are local by then.
  std::vector<std::string> command = {*linker, "-r", "--force-group-allocation", "-o", *joined};
  append_range(command, objects);
  if (Error error = run(command, "joining objects"))
    return error;
  std::string names;
  for (const std::string &name : exportedNames(compiled))
    names += name + "\n";
  Expected<std::string> list = temporary("txt", names);
  if (!list)
    return list.takeError();
  // A table of addresses by symbol index would be wrong after this.
  return run({*copier, "--keep-global-symbols=" + *list, "--remove-section=.llvm_addrsig", *joined, target.str()},
             "hiding symbols");
}

Error ArtefactWriter::addWeightsFile() {
  if (!compiled.weights.size() || options.embedsWeights(compiled.weights.size()))
    return Error::success();
  SmallString<128> target = sys::path::parent_path(path);
  sys::path::append(target, options.weightsFile);
  if (Error error = addOutput(target, ""))
    return error;
  if (std::error_code code = sys::fs::copy_file(compiled.weights.path(), outputs.back().path()))
    return userError("cannot write " + target + ": " + code.message());
  return Error::success();
}

Error ArtefactWriter::writeText() {
  std::string text;
  for (const auto &object : compiled.objects)
    text += object->getBuffer();
  if (Error error = addOutput(path, text))
    return error;
  return commitOutputs(outputs, finished);
}

Error ArtefactWriter::writeBinary() {
  if (Error error = checkFunctionNames(compiled))
    return error;
  if (Error error = addOutput(path, ""))
    return error;
  const std::string target = outputs.back().path();
  if (Error error = addWeightsFile())
    return error;
  if (options.emit != EmitKind::Program) {
    SmallString<128> header = path;
    sys::path::replace_extension(header, "h");
    if (Error error = addOutput(header, headerText(compiled)))
      return error;
  }
  if (Error error = collectObjects())
    return error;
  if (Error error = options.emit == EmitKind::Object ? joinObjects(target) : linkWithDriver(target))
    return error;
  return commitOutputs(outputs, finished);
}

} // namespace

Error checkOutputPath(StringRef path) {
  if (path.empty() || sys::path::filename(path) == "." || sys::path::filename(path) == "..")
    return userError("the output has no file name; give one with -o FILE");
  if (sys::fs::is_directory(path))
    return userError("cannot write " + path + ": it is a folder; name a file in it");
  StringRef parent = sys::path::parent_path(path);
  SmallString<128> folder(parent.empty() ? "." : parent);
  if (!sys::fs::is_directory(folder))
    return userError("cannot write " + path + ": there is no folder " + folder);
  if (std::error_code code = sys::fs::access(folder, sys::fs::AccessMode::Write))
    return userError("cannot write " + path + ": " + code.message());
  return Error::success();
}

Error writeArtefact(const CompiledModel &compiled, const Options &options, StringRef path, OutputsObserver finished) {
  ArtefactWriter writer(compiled, options, path, finished);
  bool isText = options.emit == EmitKind::LLVM || options.emit == EmitKind::Assembly;
  return isText ? writer.writeText() : writer.writeBinary();
}

} // namespace tenon::compiler
