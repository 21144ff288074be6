#include <tenon/tenon.h>

static int *volatile nowhere = nullptr;
static int value = *nowhere;
