#include <iostream>
#include <tenon/tenon.h>

int main() {
  tenon::Tensor x = tenon::arange(6).reshape({2, 3});
  std::cout << "sum of squares " << (x * x).sum().item<int64_t>() << '\n';
}
