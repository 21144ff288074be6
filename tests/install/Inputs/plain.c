#include "shifted.h"
#include <stdio.h>

int main(void) {
  float x[] = {1, 2, 3}, y[3];
  int64_t shape[] = {3};
  DLTensor in = {x, {kDLCPU, 0}, 1, {kDLFloat, 32, 1}, shape, NULL, 0}, out = in;
  out.data = y;
  shifted *context = NULL;
  if (shifted_create(NULL, &context) || shifted_run(context, &in, 1, &out, 1))
    return fprintf(stderr, "%s\n", shifted_last_error(context)), 1;
  printf("%g %g %g\n", y[0], y[1], y[2]);
  shifted_destroy(context);
  return 0;
}
