/* A model with strings: the handles of inputs and outputs, how long they live, and those that are none. */
#include "greeting.h"
#include <stdio.h>
#include <string.h>

static DLTensor tensorOf(int64_t *handles, int64_t *shape) {
  DLTensor tensor;
  memset(&tensor, 0, sizeof tensor);
  tensor.data = handles;
  tensor.device.device_type = kDLCPU;
  tensor.ndim = 1;
  tensor.dtype.code = kDLOpaqueHandle;
  tensor.dtype.bits = 64;
  tensor.dtype.lanes = 1;
  tensor.shape = shape;
  return tensor;
}

static int call(greeting *context, int64_t handle, int64_t *result) {
  int64_t shape[1] = {1};
  DLTensor input = tensorOf(&handle, shape), outputs[2];
  memset(outputs, 0, sizeof outputs);
  if (greeting_run(context, &input, 1, outputs, 2)) {
    printf("error: %s\n", greeting_last_error(context));
    return 1;
  }
  *result = *(const int64_t *)outputs[0].data;
  return 0;
}

static void print(greeting *context, int64_t handle) {
  uint64_t size;
  const char *text = greeting_string(context, handle, &size);
  if (text)
    printf("%.*s|\n", (int)size, text);
  else
    printf("error: %s\n", greeting_last_error(context));
}

int main(void) {
  greeting *context;
  int64_t handle, same, result = 0, old;
  int i;
  if (greeting_create(NULL, &context))
    return 1;
  greeting_intern(context, "Ada", 3, &handle);
  greeting_intern(context, "Ada", 3, &same);
  printf("%s\n", handle == same ? "equal" : "different");
  call(context, handle, &result);
  print(context, result); /* hello Ada */
  old = result;
  call(context, result, &result);
  print(context, result); /* hello hello Ada */
  print(context, old);    /* was an input */
  call(context, 2, &result);
  print(context, result); /* of the model */
  print(context, old);    /* gone */
  call(context, old, &result);
  call(context, 12345, &result);
  call(context, -1, &result);
  greeting_intern(context, "", 0, &handle);
  printf("%d\n", (int)handle);
  for (i = 0; i < 100000; ++i) {
    char text[16];
    int length = sprintf(text, "%d", i);
    if (greeting_intern(context, text, (uint64_t)length, &handle) || call(context, handle, &result))
      return 1;
  }
  print(context, result);
  printf("place %d\n", (int)(result & 0xffffffff) < 16);
  greeting_destroy(context);
  return 0;
}
