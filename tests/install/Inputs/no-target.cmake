find_package(Tenon REQUIRED)
tenon_add_model(absent net.cpp)
