func.func @main
}
