constexpr int factor = 2;
