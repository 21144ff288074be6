/* What a library must not do in the process that it is loaded into: print, handle signals, start threads before
   create or keep them after destroy, end the process. quiet LIBRARY, of relu.mlir with --weights file.

   Prints "quiet", or what the library did, to the file descriptor that it keeps for itself. */

#define _GNU_SOURCE
#include "relu.h"
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int kept;
static struct sigaction before[32];

static void complain(const char *when, const char *what) {
  dprintf(kept, "%s: %s\n", when, what);
  exit(1);
}

static int threads(void) {
  DIR *folder = opendir("/proc/self/task");
  int count = 0;
  struct dirent *entry;
  while ((entry = readdir(folder)))
    count += entry->d_name[0] != '.';
  closedir(folder);
  return count;
}

static void check(const char *when, int expectedThreads) {
  int number;
  for (number = 1; number < 32; ++number) {
    struct sigaction action;
    if (!sigaction(number, NULL, &action) && action.sa_handler != before[number].sa_handler)
      complain(when, "a signal has another handler");
  }
  if (expectedThreads && threads() != expectedThreads)
    complain(when, "the number of threads is not what it should be");
}

int main(int argc, char **argv) {
  char name[64];
  int output, number;
  void *library;
  int (*create)(const relu_options *, relu **);
  int (*run)(relu *, const DLTensor *, int32_t, DLTensor *, int32_t);
  int (*load)(relu *, const char *);
  const char *(*lastError)(const relu *);
  void (*destroy)(relu *);
  relu_options options;
  relu *context;
  DLTensor tensor;
  if (argc != 2)
    return 1;
  kept = dup(1);
  for (number = 1; number < 32; ++number)
    sigaction(number, NULL, &before[number]);
  snprintf(name, sizeof name, "quiet-output-%d", (int)getpid());
  output = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
  dup2(output, 1);
  dup2(output, 2);

  library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (!library)
    complain("dlopen", dlerror());
  check("after dlopen", 1);
  *(void **)&create = dlsym(library, "relu_create");
  *(void **)&run = dlsym(library, "relu_run");
  *(void **)&load = dlsym(library, "relu_load");
  *(void **)&lastError = dlsym(library, "relu_last_error");
  *(void **)&destroy = dlsym(library, "relu_destroy");

  /* Creates that fail, then one that does not, with all that may go wrong afterwards. */
  memset(&options, 0, sizeof options);
  options.threads = -5;
  if (!create(&options, &context) || context || !*lastError(NULL))
    complain("create with -5 threads", "no error");
  check("after a create that failed", 1);
  options.threads = 2;
  options.weights_path = "/nonexistent/weights";
  if (!create(&options, &context) || context || !*lastError(NULL))
    complain("create without weights", "no error");
  check("after another create that failed", 1);
  options.weights_path = NULL;
  setenv("TENON_CPU", "pentium", 1);
  if (!create(&options, &context) || context)
    complain("create for an unknown CPU", "no error");
  unsetenv("TENON_CPU");
  if (!create(&options, NULL))
    complain("create without a place for the context", "no error");
  if (create(&options, &context))
    complain("create", lastError(NULL));
  check("after create", 2);
  memset(&tensor, 0, sizeof tensor);
  if (!run(context, &tensor, 1, &tensor, 1) || !run(context, NULL, 1, NULL, 1) || !run(NULL, NULL, 0, NULL, 0) ||
      !load(context, "/nonexistent/state") || !load(context, "/dev/null"))
    complain("runs and loads of nonsense", "no error");
  check("after errors", 2);

  /* Nobody listens any more. */
  close(1);
  close(2);
  if (!run(context, &tensor, 1, &tensor, 1) || !create(NULL, NULL))
    complain("without output", "no error");
  destroy(context);
  check("after destroy", 1);
  if (lseek(output, 0, SEEK_END) != 0)
    complain("at the end", "something was printed");
  dlclose(library);
  check("after dlclose", 1);
  unlink(name);
  dprintf(kept, "quiet\n");
  return 0;
}
