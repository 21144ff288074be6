/* Two models are linked and a third is opened; eight threads run all three with
   contexts of their own, some with threads of their own, and must agree to the bit:

     three_models THIRD.so [ROUNDS] */

#include "first.h"
#include "second.h"
#include "third.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { workers = 8, batch = 12, length = 6, rows = 9 };
enum { firstSize = batch * 16, secondSize = batch * 2 * length * 8, thirdSize = rows * 49 };

/* The third model's functions, looked up by name. */
static struct {
  int (*create)(const third_options *, third **);
  int (*run)(third *, const DLTensor *, int32_t, DLTensor *, int32_t);
  const char *(*last_error)(const third *);
  void (*destroy)(third *);
} library;

static int rounds = 5;
static float inputs[batch * 2 * length * 8 + batch * 32];
static float results[workers][firstSize + secondSize + thirdSize];

static void fail(const char *message) {
  fprintf(stderr, "%s\n", message);
  exit(1);
}

static DLTensor tensor(float *data, int32_t rank, int64_t *shape) {
  DLTensor tensor = {data, {kDLCPU, 0}, rank, {kDLFloat, 32, 1}, shape, NULL, 0};
  return tensor;
}

static void runFirst(first *context, float *result) {
  int64_t shape[] = {batch, 32}, resultShape[] = {batch, 16};
  DLTensor in = tensor(inputs, 2, shape), out = tensor(result, 2, resultShape);
  if (first_run(context, &in, 1, &out, 1))
    fail(first_last_error(context));
}

/* The result lies in the context's memory at first. */
static void runSecond(second *context, float *result) {
  int64_t shape[] = {batch, 2, length, 8};
  DLTensor in = tensor(inputs, 4, shape), out = tensor(NULL, 4, NULL);
  if (second_run(context, &in, 1, &out, 1))
    fail(second_last_error(context));
  memcpy(result, out.data, sizeof(float) * secondSize);
}

static void runThird(third *context, float *result) {
  int64_t shape[] = {rows, 24}, resultShape[] = {rows, 49};
  DLTensor in = tensor(inputs, 2, shape), out = tensor(result, 2, resultShape);
  if (library.run(context, &in, 1, &out, 1))
    fail(library.last_error(context));
}

static void *work(void *argument) {
  float *result = argument;
  int number = (int)((result - results[0]) / (firstSize + secondSize + thirdSize));
  first_options firstOptions = {0};
  second_options secondOptions = {0};
  third_options thirdOptions = {0};
  firstOptions.threads = 1 + number % 2;
  secondOptions.threads = 1 + number % 3;
  thirdOptions.threads = 1;
  first *one = NULL;
  second *two = NULL;
  third *three = NULL;
  if (first_create(&firstOptions, &one))
    fail(first_last_error(NULL));
  if (second_create(&secondOptions, &two))
    fail(second_last_error(NULL));
  if (library.create(&thirdOptions, &three))
    fail(library.last_error(NULL));
  for (int i = 0; i < rounds; ++i) {
    runFirst(one, result);
    runSecond(two, result + firstSize);
    runThird(three, result + firstSize + secondSize);
  }
  library.destroy(three);
  second_destroy(two);
  first_destroy(one);
  return NULL;
}

/* A function pointer from an object pointer, which C leaves to POSIX. */
static void find(void *handle, const char *name, void *function) {
  void *symbol = dlsym(handle, name);
  if (!symbol)
    fail(dlerror());
  memcpy(function, &symbol, sizeof symbol);
}

int main(int argc, char **argv) {
  void *handle = argc > 1 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : NULL;
  if (!handle)
    fail(argc > 1 ? dlerror() : "give the third model");
  if (argc > 2)
    rounds = atoi(argv[2]);
  find(handle, "third_create", &library.create);
  find(handle, "third_run", &library.run);
  find(handle, "third_last_error", &library.last_error);
  find(handle, "third_destroy", &library.destroy);
  for (size_t i = 0; i < sizeof inputs / sizeof *inputs; ++i)
    inputs[i] = (float)(i * 7 % 23) / 23 - 0.5f;

  pthread_t threads[workers];
  for (int i = 0; i < workers; ++i)
    if (pthread_create(&threads[i], NULL, work, results[i]))
      fail("no thread");
  for (int i = 0; i < workers; ++i)
    pthread_join(threads[i], NULL);
  for (int i = 1; i < workers; ++i)
    if (memcmp(results[i], results[0], sizeof results[0])) {
      printf("thread %d got other bits\n", i);
      return 1;
    }
  dlclose(handle);
  printf("%d threads agree\n", workers);
  return 0;
}
