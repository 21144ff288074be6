#include "archived.h"

int archive_works(void) {
  archived *context = NULL;
  int status = archived_create(NULL, &context);
  archived_destroy(context);
  return status == ARCHIVED_OK;
}
