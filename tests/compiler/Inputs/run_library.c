/* Runs the classic network as a library on three images and writes the raw
   output to stdout. The images are those of write_images.py. */

#include "net.h"
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  static float images[3][784];
  for (int i = 0; i < 3 * 784; ++i)
    images[0][i] = (float)(i % 251) / 251;
  int64_t shape[4] = {3, 1, 28, 28};
  DLTensor in = {images, {kDLCPU, 0}, 4, {kDLFloat, 32, 1}, shape, NULL, 0};
  DLTensor out = {NULL, {kDLCPU, 0}, 2, {kDLFloat, 32, 1}, NULL, NULL, 0};
  net_options options = {0};
  options.threads = argc > 1 ? atoi(argv[1]) : 1;
  net *context = NULL;
  if (net_create(&options, &context) || net_run(context, &in, 1, &out, 1)) {
    fprintf(stderr, "%s\n", net_last_error(context));
    return 1;
  }
  fwrite(out.data, sizeof(float), (size_t)(out.shape[0] * out.shape[1]), stdout);
  net_destroy(context);
  return 0;
}
