find_package(Tenon 9.0 REQUIRED)
