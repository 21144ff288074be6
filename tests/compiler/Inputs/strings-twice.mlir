module attributes {graph.format_version = 2 : i64, graph.model_name = "twice", graph.strings = ["", "a", "a"]} {
  func.func @main(%x: tensor<2x!graph.string> {graph.name = "x"}) -> (tensor<2x!graph.string> {graph.name = "y"}) {
    return %x : tensor<2x!graph.string>
  }
}
