#include "shifted.h" /* of the library that is opened */
#include <dlfcn.h>
#include <stdio.h>

int archive_works(void);

int main(int argc, char **argv) {
  void *library = argc > 1 ? dlopen(argv[1], RTLD_NOW) : NULL;
  printf("archive %d, library %d\n", archive_works(), library && dlsym(library, "shifted_run"));
  return 0;
}
