#include "net.h"
#include "shifted.h"
#include <stdio.h>

int main(void) {
  float x[] = {1, 2, 3}, y[3], z[3];
  int64_t shape[] = {3};
  DLTensor in = {x, {kDLCPU, 0}, 1, {kDLFloat, 32, 1}, shape, NULL, 0}, between = in, out = in;
  between.data = y;
  out.data = z;
  net *first = NULL;
  shifted *second = NULL;
  if (net_create(NULL, &first) || net_run(first, &in, 1, &between, 1) || shifted_create(NULL, &second) ||
      shifted_run(second, &between, 1, &out, 1))
    return 1;
  printf("%g %g %g\n", z[0], z[1], z[2]);
  net_destroy(first);
  shifted_destroy(second);
  return 0;
}
