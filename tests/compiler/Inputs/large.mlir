module attributes {graph.format_version = 1 : i64, graph.weights_file = "large.safetensors"} {
  func.func @main(%x: tensor<3x512xf32> {graph.name = "x"}) -> (tensor<3x1024xf32> {graph.name = "y"}) {
    %w = graph.weight "w" : tensor<512x1024xf32>
    %y = graph.matmul %x, %w : tensor<3x512xf32>, tensor<512x1024xf32> -> tensor<3x1024xf32>
    return %y : tensor<3x1024xf32>
  }
}
