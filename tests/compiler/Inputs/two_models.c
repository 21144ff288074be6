/* Runs two models that were compiled apart in one program. */

#include "double.h"
#include "relu.h"
#include <stdio.h>

static DLTensor tensor(void *data, int64_t *shape, int32_t rank) {
  DLTensor t = {data, {kDLCPU, 0}, rank, {kDLFloat, 32, 1}, shape, NULL, 0};
  return t;
}

int main(void) {
  relu_options options = {0};
  options.threads = 1;
  relu *first = NULL;
  doubled *second = NULL;
  if (relu_create(&options, &first) || doubled_create(NULL, &second)) {
    fprintf(stderr, "%s%s\n", relu_last_error(NULL), doubled_last_error(NULL));
    return 1;
  }
  float x[2][8], y[2][8];
  int64_t shape[2] = {2, 8};
  for (int i = 0; i < 16; ++i)
    x[i / 8][i % 8] = (float)(i - 8);
  DLTensor in = tensor(x, shape, 2), out = tensor(y, shape, 2);
  if (relu_run(first, &in, 1, &out, 1)) {
    fprintf(stderr, "%s\n", relu_last_error(first));
    return 1;
  }
  /* The second model's output lies in memory of its context. */
  DLTensor in2 = tensor(y, shape, 2), out2 = tensor(NULL, NULL, 2);
  if (doubled_main(second, &in2, 1, &out2, 1)) {
    fprintf(stderr, "%s\n", doubled_last_error(second));
    return 1;
  }
  const float *z = out2.data;
  for (int i = 0; i < 16; ++i)
    printf("%g%c", z[i], i == 15 ? '\n' : ' ');

  /* A wrong shape is a status and a message, and the context stays usable. */
  int64_t wrong[2] = {2, 7};
  in.shape = wrong;
  printf("status %d: %s\n", relu_run(first, &in, 1, &out, 1), relu_last_error(first));
  printf("abi %d\n", (int)relu_abi_version() == RELU_ABI_VERSION);
  relu_destroy(first);
  doubled_destroy(second);
  return 0;
}
