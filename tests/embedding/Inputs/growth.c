/* Creates, runs and destroys a context again and again; memory, mappings, files
   and threads of the process must not grow: growth COUNT */

#include "first.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct {
  long pages, mappings, files, threads;
} Usage;

static long entriesOf(const char *folder) {
  long count = 0;
  DIR *entries = opendir(folder);
  if (!entries)
    exit(1);
  while (readdir(entries))
    ++count;
  closedir(entries);
  return count;
}

static Usage usage(void) {
  Usage now = {0, 0, entriesOf("/proc/self/fd"), entriesOf("/proc/self/task")};
  long total;
  FILE *file = fopen("/proc/self/statm", "r");
  if (!file || fscanf(file, "%ld %ld", &total, &now.pages) != 2)
    exit(1);
  fclose(file);
  file = fopen("/proc/self/maps", "r");
  if (!file)
    exit(1);
  for (int c; (c = getc(file)) != EOF;)
    now.mappings += c == '\n';
  fclose(file);
  return now;
}

static void live(int i) {
  static float x[40 * 32];
  first_options options = {0};
  options.threads = 1 + i % 2;
  first *context = NULL;
  int64_t shape[] = {1 + i % 40, 32}, resultShape[2];
  DLTensor in = {x, {kDLCPU, 0}, 2, {kDLFloat, 32, 1}, shape, NULL, 0};
  DLTensor out = {NULL, {kDLCPU, 0}, 2, {kDLFloat, 32, 1}, resultShape, NULL, 0};
  if (first_create(&options, &context) || first_run(context, &in, 1, &out, 1)) {
    fprintf(stderr, "%s\n", first_last_error(context));
    exit(1);
  }
  first_destroy(context);
}

int main(int argc, char **argv) {
  int count = argc > 1 ? atoi(argv[1]) : 10000, warm = count / 10;
  for (int i = 0; i < warm; ++i)
    live(i);
  Usage before = usage();
  for (int i = warm; i < count; ++i)
    live(i);
  Usage after = usage();
  /* Stacks and the allocator settle a little; a leak of 32 bytes each would show. */
  long pageLimit = count * 24L / sysconf(_SC_PAGESIZE);
  printf("pages +%ld, mappings +%ld, files +%ld, threads +%ld\n", after.pages - before.pages,
         after.mappings - before.mappings, after.files - before.files, after.threads - before.threads);
  int grown = after.pages - before.pages > pageLimit || after.mappings - before.mappings > 4 ||
              after.files != before.files || after.threads != before.threads;
  printf("%s\n", grown ? "grown" : "no growth");
  return grown;
}
