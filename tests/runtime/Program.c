/* A program as the compiler links it, in C: the C compiler's driver links it
   with the runtime, statically too. The model has two functions: `main` adds
   `x` [batch, n] and a row named `the row/1` [n]; `pi` takes nothing. With
   the environment's FAULT set, a kernel crashes or takes long. */

#include "runtime/core/ModelFormat.h"
#include "runtime/include/tenon/runtime.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Sizes of main: 0: batch, 1: n, 2: zero. */
static void mainSizes(const int64_t *symbols, int64_t *sizes) {
  sizes[0] = symbols[0];
  sizes[1] = symbols[1];
  sizes[2] = 0;
}

static void piSizes(const int64_t *symbols, int64_t *sizes) {
  (void)symbols;
  sizes[0] = 1;
  sizes[1] = 0;
}

static void addRow(void *const *operands, const int64_t *symbols, int64_t begin, int64_t end, void *scratch) {
  const float *x = operands[0], *row = operands[1];
  float *result = operands[2];
  const char *fault = getenv("FAULT");
  (void)scratch;
  if (fault && !strcmp(fault, "crash"))
    *(volatile int *)8 = 1;
  if (fault && !strcmp(fault, "slow"))
    sleep(20);
  for (int64_t i = begin; i < end; ++i)
    for (int64_t j = 0; j < symbols[1]; ++j)
      result[i * symbols[1] + j] = x[i * symbols[1] + j] + row[j];
}

static void storePi(void *const *operands, const int64_t *symbols, int64_t begin, int64_t end, void *scratch) {
  (void)symbols, (void)begin, (void)end, (void)scratch;
  *(double *)operands[0] = 3.141592653589793;
}

static const TenonCpuVersion versions[] = {{"x86-64-v2", TENON_CPU_SSE4}};
static const char *const symbolNames[] = {"batch", "n"};
static const int32_t sizes[] = {0, 1}, symbols[] = {0, 1};
static const TenonTensorInfo mainInputs[] = {{"x", kDLFloat, 32, 0, 2, sizes, symbols}, {"the row/1", kDLFloat, 32, 0, 1, sizes + 1, symbols + 1}};
static const TenonTensorInfo mainOutputs[] = {{"y:0", kDLFloat, 32, 0, 2, sizes, symbols}};
static const TenonTensorInfo piOutputs[] = {{"pi", kDLFloat, 64, 0, 0, 0, 0}};
static const TenonKernel addRowKernels[] = {addRow}, storePiKernels[] = {storePi};
static const TenonSlot addRowSlots[] = {{TENON_SLOT_INPUT, 0, 0}, {TENON_SLOT_INPUT, 1, 0}, {TENON_SLOT_OUTPUT, 0, 0}};
static const TenonSlot storePiSlots[] = {{TENON_SLOT_OUTPUT, 0, 0}};
static const TenonStep mainSteps[] = {{"add_row", "net.add", "", "add", "", addRowKernels, addRowSlots, 3, 0, 2, 2, 2, 2, 0}};
static const TenonStep piSteps[] = {{"pi", "", "", "", "", storePiKernels, storePiSlots, 1, 0, 1, 1, 1, 1, 0}};
static const TenonFunction functions[] = {
    {"main", 2, 1, mainInputs, mainOutputs, 2, 3, symbolNames, mainSizes, 0, 1, 0, mainSteps, 0, 0, 0, 0},
    {"pi", 0, 1, 0, piOutputs, 0, 2, 0, piSizes, 0, 1, 0, piSteps, 0, 0, 0, 0},
};
static const TenonModel model = {
    .formatVersion = TENON_MODEL_FORMAT_VERSION,
    .name = "adder",
    .tenonVersion = "0.1.0",
    .versionCount = 1,
    .functionCount = 2,
    .versions = versions,
    .functions = functions,
    .codeBytes = 1000,
};

int main(int argc, char **argv) { return tenonProgramMain(&model, argc, argv); }
