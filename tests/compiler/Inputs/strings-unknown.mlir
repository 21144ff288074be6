module attributes {graph.format_version = 2 : i64, graph.model_name = "unknown"} {
  func.func @main(%x: tensor<2x!graph.string> {graph.name = "x"}) -> (tensor<2x!graph.string> {graph.name = "y"}) {
    %y = graph.call_runtime "string_burn"(%x) : (tensor<2x!graph.string>) -> tensor<2x!graph.string>
    return %y : tensor<2x!graph.string>
  }
}
