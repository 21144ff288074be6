#include <tenon/tenon.h>
this is not C++;
