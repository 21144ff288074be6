module attributes {graph.format_version = 1 : i64, graph.weights_file = "../w.safetensors"} {
  func.func @main() -> tensor<8xf32> {
    %w = graph.weight "w" : tensor<8xf32>
    return %w : tensor<8xf32>
  }
}
