// A header of the definition's own.
#ifndef WIDTH
#define WIDTH 3
#endif
