func.func @main() -> tensor<8xf32> {
  %w = graph.weight "w" : tensor<8xf32>
  return %w : tensor<8xf32>
}
