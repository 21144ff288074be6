// A definition that does more than define.

#include <iostream>
#include <tenon/tenon.h>

using namespace tenon;

static Tensor twice(const Tensor &x) {
  std::cout << "made\n";
  return x + x;
}

TENON_MODEL(twice, twice, {input("x", kFloat32, {3})});
