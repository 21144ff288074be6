#include <tenon/tenon.h>
