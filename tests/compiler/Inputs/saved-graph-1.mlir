#loc = loc("model.cpp":12:0)
module attributes {graph.format_version = 1 : i64, graph.model_name = "first"} {
  func.func @main(%arg0: tensor<?x4xf32, #graph.sizes<s0, 4>> {graph.name = "x"} loc("model.cpp":12:0)) -> (tensor<?x4xf32, #graph.sizes<s0, 4>> {graph.name = "y"}) attributes {graph.symbols = ["batch"]} {
    %0 = graph.constant dense<[1.000000e+00, 2.000000e+00, 3.000000e+00, 4.000000e+00]> : tensor<4xf32> : tensor<4xf32> loc(#loc)
    %1 = graph.broadcast %0 axes = [1] : tensor<4xf32> -> tensor<?x4xf32, #graph.sizes<s0, 4>> loc(#loc)
    %2 = graph.mul %arg0, %1 : tensor<?x4xf32, #graph.sizes<s0, 4>>, tensor<?x4xf32, #graph.sizes<s0, 4>> -> tensor<?x4xf32, #graph.sizes<s0, 4>> loc(#loc)
    %3 = graph.softmax %2 axis = 1 : tensor<?x4xf32, #graph.sizes<s0, 4>> -> tensor<?x4xf32, #graph.sizes<s0, 4>> loc("layer"(#loc))
    return %3 : tensor<?x4xf32, #graph.sizes<s0, 4>> loc(#loc)
  } loc(#loc)
} loc(#loc)
