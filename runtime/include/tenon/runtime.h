/* The runtime as a compiled model's generated functions and the compiler use
   it. Users include the model's own header instead: NAME_create is
   tenonCreate with the model filled in, and so on.

   Every function returns 0 (TENON_OK) or an error; the message is
   tenonLastError's. Nothing prints, exits or starts a thread before create. */

#ifndef TENON_RUNTIME_H
#define TENON_RUNTIME_H

#include "tenon/dlpack.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct TenonContext TenonContext;

enum {
  TENON_OK = 0,
  TENON_ERROR_USER = 1,   /* wrong input, options or environment */
  TENON_ERROR_DEFECT = 2, /* a defect of Tenon */
};

/* Runs work(argument, i) for every i in [0, count), in any order, and returns
   when all are done. Lets a program keep its own threads. */
typedef void (*TenonParallelFor)(void *pool, int64_t count, void (*work)(void *argument, int64_t i), void *argument);

/* Zero-initialized means the defaults. */
typedef struct {
  uint32_t size;                 /* sizeof(TenonOptions), for later versions; 0 is taken as this one */
  int32_t threads;               /* 0: TENON_THREADS, else the cores this process may use */
  TenonParallelFor parallel_for; /* null: an own pool of `threads` */
  void *pool;                    /* handed to parallel_for */
  const char *weights_path;      /* null: embedded, or the file beside the artefact */
} TenonOptions;

/* `model` is the TenonModel of runtime/core/ModelFormat.h. */
int tenonCreate(const void *model, const TenonOptions *options, TenonContext **context);

/* Runs function number `function`. Inputs are read in place (dense row-major;
   strides may be null); an output whose data is null gets memory that the
   context owns until its next run, and its shape, which must have room for
   ndim sizes, is filled in (shape null: set to memory of the context too). */
int tenonRun(TenonContext *context, int32_t function, const DLTensor *inputs, int32_t input_count, DLTensor *outputs,
             int32_t output_count);

/* The state of a context is what its functions update from run to run. */

/* The values that create gave it. */
int tenonReset(TenonContext *context);

/* Writes the state to a safetensors file, whole or not at all, and reads it
   again, of this model in any later build too. A file that is damaged, of a
   newer form or of other states changes nothing. */
int tenonSave(const TenonContext *context, const char *path);
int tenonLoad(TenonContext *context, const char *path);

/* The state of another context of the same model. */
int tenonCopy(TenonContext *to, const TenonContext *from);

/* Fills in `view` as the state's own memory, dense and row-major, to read and
   write between runs; valid as long as the context. The shape is constant. */
int tenonState(TenonContext *context, const char *name, DLTensor *view);

/* Tensors of strings, DLPack's element type kDLOpaqueHandle of 64 bits, hold
   handles of a table of the context. tenonIntern gives a text a handle for the
   inputs of the next run; equal texts have equal handles. tenonString is the
   text of a handle, not ended by a zero; null with a message for one that is
   none. Handles, of outputs too, are valid until a run begins that does not
   have them among its inputs; those that were interned before it last for it. */
int tenonIntern(TenonContext *context, const char *text, uint64_t size, int64_t *handle);
const char *tenonString(TenonContext *context, int64_t handle, uint64_t *size);

const char *tenonLastError(const TenonContext *context); /* null: of a failed create in this thread */
void tenonDestroy(TenonContext *context);

/* What `--bench` reports of a context. */
typedef struct {
  uint64_t arena_bytes; /* of the last run's plan */
  uint64_t weights_bytes;
  uint64_t code_bytes;
  int32_t threads;
  const char *cpu_version; /* "x86-64-v4" */
} TenonStatistics;
int tenonStatistics(const TenonContext *context, TenonStatistics *statistics);

/* The main function of a compiled program. */
int tenonProgramMain(const void *model, int argc, char **argv);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif
