module attributes {graph.format_version = 1 : i64, graph.weights_file = "weighted.safetensors"} {
  func.func @main(%x: tensor<4x8xf32> {graph.name = "x"}) -> (tensor<4x8xf32> {graph.name = "y"}) {
    %w = graph.weight "w" : tensor<8xf32>
    %b = graph.broadcast %w axes = [1] : tensor<8xf32> -> tensor<4x8xf32>
    %y = graph.add %x, %b : tensor<4x8xf32>, tensor<4x8xf32> -> tensor<4x8xf32>
    return %y : tensor<4x8xf32>
  }
}
