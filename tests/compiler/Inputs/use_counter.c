/* Two contexts of a model with state: counter FOLDER */
#include "counter.h"
#include <stdio.h>
#include <string.h>

static void print(const char *what, const DLTensor *tensor) {
  int64_t i;
  printf("%s", what);
  for (i = 0; i < tensor->shape[0]; ++i)
    printf(" %g", ((const float *)tensor->data)[i]);
  printf("\n");
}

static int add(counter *context) {
  float x[4] = {1, 1, 1, 1};
  int64_t shape[1] = {4};
  DLTensor input, output;
  memset(&input, 0, sizeof input);
  memset(&output, 0, sizeof output);
  input.data = x;
  input.device.device_type = kDLCPU;
  input.ndim = 1;
  input.dtype.code = kDLFloat;
  input.dtype.bits = 32;
  input.dtype.lanes = 1;
  input.shape = shape;
  if (counter_add(context, &input, 1, &output, 1)) {
    printf("error: %s\n", counter_last_error(context));
    return 1;
  }
  print("mean", &output);
  return 0;
}

static int peek(counter *context, const char *what) {
  DLTensor output;
  memset(&output, 0, sizeof output);
  if (counter_peek(context, 0, 0, &output, 1))
    return 1;
  print(what, &output);
  return 0;
}

int main(int argc, char **argv) {
  counter *a, *b;
  DLTensor view;
  char path[4096];
  if (argc != 2 || counter_create(0, &a) || counter_create(0, &b))
    return 1;
  if (add(a) || add(a) || peek(a, "a") || peek(b, "b"))
    return 1;
  if (counter_copy(b, a) || add(b) || peek(b, "b after copy"))
    return 1;
  snprintf(path, sizeof path, "%s/counter.state", argv[1]);
  if (counter_save(b, path) || counter_reset(b) || peek(b, "b after reset") || counter_load(b, path) ||
      peek(b, "b after load"))
    return 1;
  if (counter_state(b, "count", &view) || view.ndim != 0 || view.dtype.code != kDLInt || view.dtype.bits != 64)
    return 1;
  printf("count %lld\n", (long long)*(int64_t *)view.data);
  *(int64_t *)view.data = 9;
  if (add(b))
    return 1;
  printf("%d: %s\n", counter_load(b, "/nonexistent/state"), counter_last_error(b));
  printf("%d: %s\n", counter_state(b, "counts", &view), counter_last_error(b));
  counter_destroy(a);
  counter_destroy(b);
  return 0;
}
