module attributes {graph.format_version = 2 : i64, graph.model_name = "added"} {
  func.func @main(%x: tensor<2x!graph.string> {graph.name = "x"}) -> (tensor<2x!graph.string> {graph.name = "y"}) {
    %y = graph.add %x, %x : tensor<2x!graph.string>, tensor<2x!graph.string> -> tensor<2x!graph.string>
    return %y : tensor<2x!graph.string>
  }
}
