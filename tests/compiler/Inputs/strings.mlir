module attributes {graph.format_version = 2 : i64, graph.model_name = "greeting", graph.strings = ["", "hello ", "world"]} {
  func.func @main(%x: tensor<?x!graph.string, #graph.sizes<s0>> {graph.name = "name"})
      -> (tensor<?x!graph.string, #graph.sizes<s0>> {graph.name = "greeting"}, tensor<?xi1, #graph.sizes<s0>> {graph.name = "is_world"})
      attributes {graph.symbols = ["n"]} {
    %handles = graph.constant dense<[1, 2]> : tensor<2xi64> : tensor<2xi64>
    %texts = graph.bitcast %handles : tensor<2xi64> -> tensor<2x!graph.string>
    %first = graph.slice %texts starts = <0> steps = [1] : tensor<2x!graph.string> -> tensor<1x!graph.string>
    %second = graph.slice %texts starts = <1> steps = [1] : tensor<2x!graph.string> -> tensor<1x!graph.string>
    %hello = graph.broadcast %first axes = [0] : tensor<1x!graph.string> -> tensor<?x!graph.string, #graph.sizes<s0>>
    %world = graph.broadcast %second axes = [0] : tensor<1x!graph.string> -> tensor<?x!graph.string, #graph.sizes<s0>>
    %y = graph.call_runtime "string_concat"(%hello, %x) : (tensor<?x!graph.string, #graph.sizes<s0>>, tensor<?x!graph.string, #graph.sizes<s0>>) -> tensor<?x!graph.string, #graph.sizes<s0>>
    %is = graph.compare eq %x, %world : tensor<?x!graph.string, #graph.sizes<s0>>, tensor<?x!graph.string, #graph.sizes<s0>> -> tensor<?xi1, #graph.sizes<s0>>
    return %y, %is : tensor<?x!graph.string, #graph.sizes<s0>>, tensor<?xi1, #graph.sizes<s0>>
  }
}
