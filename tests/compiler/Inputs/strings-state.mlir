module attributes {graph.format_version = 2 : i64, graph.model_name = "state"} {
  func.func @main(%x: tensor<2x!graph.string> {graph.state = "last"}) -> (tensor<2x!graph.string> {graph.name = "y"}) {
    return %x : tensor<2x!graph.string>
  }
}
