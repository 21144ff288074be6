module attributes {graph.format_version = 2 : i64, graph.model_name = "as_numbers"} {
  func.func @main(%x: tensor<3xi64> {graph.name = "x"}) -> (tensor<3xi64> {graph.name = "y"}) {
    %some = graph.fill 17 : i64 -> tensor<3xi64>
    %handles = graph.add %x, %some : tensor<3xi64>, tensor<3xi64> -> tensor<3xi64>
    %y = graph.call_runtime "string_upper"(%handles) : (tensor<3xi64>) -> tensor<3xi64>
    return %y : tensor<3xi64>
  }
}
