/* A compiled model in a C99 program: classifier.o is linked, classifier.h says
   what it takes. Nothing else of Tenon is needed to build or to run this. */

#include "classifier.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { features = 64, classes = 3, rows = 5, workers = 4 };

/* Every function that can fail returns a status, and the context knows why. */
static void check(int status, const classifier *context) {
  if (status == CLASSIFIER_OK)
    return;
  fprintf(stderr, "error: %s\n", classifier_last_error(context));
  exit(status);
}

static classifier *create(const classifier_options *options) {
  classifier *context = NULL;
  check(classifier_create(options, &context), NULL);
  return context;
}

/* A dense matrix in the program's memory; null data asks for the context's. */
static DLTensor matrix(float *data, int64_t shape[2]) {
  DLTensor tensor = {data, {kDLCPU, 0}, 2, {kDLFloat, 32, 1}, shape, NULL, 0};
  return tensor;
}

static void fill(float *x, int64_t count) {
  for (int64_t i = 0; i < count; ++i)
    x[i] = (float)(i % 17) / 17;
}

static void print(const char *title, const DLTensor *scores) {
  const float *row = scores->data;
  printf("%s: [%d, %d], first row", title, (int)scores->shape[0], (int)scores->shape[1]);
  for (int i = 0; i < classes; ++i)
    printf(" %.4f", row[i]);
  printf("\n");
}

/* Results in memory of the context, which is valid until its next run. */
static void runOnce(void) {
  classifier *context = create(NULL);
  float x[rows * features];
  int64_t shape[2] = {rows, features}, resultShape[2];
  fill(x, rows * features);
  DLTensor input = matrix(x, shape), output = matrix(NULL, resultShape);
  check(classifier_run(context, &input, 1, &output, 1), context);
  print("in the context's memory", &output);

  /* Results where the program wants them: their size must be right. */
  float scores[rows * classes];
  int64_t scoresShape[2] = {rows, classes};
  DLTensor own = matrix(scores, scoresShape);
  check(classifier_run(context, &input, 1, &own, 1), context);
  print("in the program's memory", &own);

  /* A mistake is a status and a message; the context can be used again. */
  shape[1] = features - 1;
  int status = classifier_run(context, &input, 1, &own, 1);
  printf("status %d: %s\n", status, classifier_last_error(context));
  shape[1] = features;
  check(classifier_run(context, &input, 1, &own, 1), context);
  classifier_destroy(context);
}

/* One context serves one thread at a time; contexts run side by side and share
   the weights. Each of these runs on its own thread alone. */
static void *work(void *scores) {
  classifier_options options = {0};
  options.threads = 1;
  classifier *context = create(&options);
  float x[rows * features];
  int64_t shape[2] = {rows, features}, scoresShape[2] = {rows, classes};
  fill(x, rows * features);
  DLTensor input = matrix(x, shape), output = matrix(scores, scoresShape);
  for (int i = 0; i < 100; ++i)
    check(classifier_run(context, &input, 1, &output, 1), context);
  classifier_destroy(context);
  return NULL;
}

static void runOnThreads(void) {
  static float scores[workers][rows * classes];
  pthread_t threads[workers];
  for (int i = 0; i < workers; ++i)
    if (pthread_create(&threads[i], NULL, work, scores[i]))
      exit(1);
  int equal = 1;
  for (int i = 0; i < workers; ++i) {
    pthread_join(threads[i], NULL);
    equal &= !memcmp(scores[i], scores[0], sizeof scores[0]);
  }
  printf("%d threads: %s results\n", workers, equal ? "equal" : "different");
}

/* A program with threads of its own lends them. This one has none: it counts
   what it is asked to do and does it here. */
static void parallelFor(void *pool, int64_t count, void (*task)(void *argument, int64_t i), void *argument) {
  *(int64_t *)pool += count;
  for (int64_t i = 0; i < count; ++i)
    task(argument, i);
}

static void runOnOwnPool(void) {
  int64_t tasks = 0;
  classifier_options options = {0};
  options.threads = workers;
  options.parallel_for = parallelFor;
  options.pool = &tasks;
  classifier *context = create(&options);
  enum { many = 2000 };
  float *x = malloc(sizeof(float) * many * features);
  int64_t shape[2] = {many, features}, resultShape[2];
  if (!x)
    exit(1);
  fill(x, many * features);
  DLTensor input = matrix(x, shape), output = matrix(NULL, resultShape);
  check(classifier_run(context, &input, 1, &output, 1), context);
  print("with the program's parallel_for", &output);
  printf("it was given work: %s\n", tasks > 0 ? "yes" : "no");
  classifier_destroy(context);
  free(x);
}

int main(void) {
  if (classifier_abi_version() != CLASSIFIER_ABI_VERSION) {
    fprintf(stderr, "error: classifier.h and the model that is linked are of different versions\n");
    return 1;
  }
  runOnce();
  runOnThreads();
  runOnOwnPool();
  return 0;
}
