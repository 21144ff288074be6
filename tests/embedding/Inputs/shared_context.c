/* What the header forbids: two threads run one context at the same time. The
   checks for races must see it, or they see nothing. */

#include "first.h"
#include <pthread.h>
#include <stdlib.h>

static first *context;

static void *work(void *argument) {
  static float x[4 * 32];
  int64_t shape[] = {4, 32}, resultShape[2];
  DLTensor in = {x, {kDLCPU, 0}, 2, {kDLFloat, 32, 1}, shape, NULL, 0};
  DLTensor out = {NULL, {kDLCPU, 0}, 2, {kDLFloat, 32, 1}, resultShape, NULL, 0};
  (void)argument;
  for (int i = 0; i < 100; ++i)
    if (first_run(context, &in, 1, &out, 1))
      exit(1);
  return NULL;
}

int main(void) {
  first_options options = {0};
  options.threads = 1;
  if (first_create(&options, &context))
    return 1;
  work(NULL); /* so that the plan is there */
  pthread_t other;
  if (pthread_create(&other, NULL, work, NULL))
    return 1;
  work(NULL);
  pthread_join(other, NULL);
  first_destroy(context);
  return 0;
}
