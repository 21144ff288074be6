#include <stdio.h>
#include <tenon/runtime.h>

int main(void) {
  TenonContext *context = NULL;
  int status = tenonCreate(NULL, NULL, &context);
  printf("status %d: %s\n", status, tenonLastError(context));
  return 0;
}
