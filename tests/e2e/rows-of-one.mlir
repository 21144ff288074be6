// A row of one element is reduced like any other, and may be a result itself.
// RUN: tenon-check %s

func.func @main(%a: tensor<3xf32> {graph.name = "a"}, %i: tensor<1xi64> {graph.name = "i"}) -> (tensor<1xf32>, tensor<i64>) {
  %0 = graph.gather %a, %i axis = 0 : tensor<3xf32>, tensor<1xi64> -> tensor<1xf32>
  %1 = graph.arg_reduce min %0 axis = 0 : tensor<1xf32> -> tensor<i64>
  return %0, %1 : tensor<1xf32>, tensor<i64>
}

// -----

func.func @main(%a: tensor<7x1xf32> {graph.name = "a"}) -> (tensor<7x1xf32>, tensor<7xf32>) {
  %0 = graph.exp %a : tensor<7x1xf32> -> tensor<7x1xf32>
  %1 = graph.reduce sum %0 axes = [1] : tensor<7x1xf32> -> tensor<7xf32>
  return %0, %1 : tensor<7x1xf32>, tensor<7xf32>
}

// -----

func.func @main(%a: tensor<7x1xf32> {graph.name = "a"}) -> (tensor<7x1xf32>, tensor<7x1xf32>) {
  %0 = graph.exp %a : tensor<7x1xf32> -> tensor<7x1xf32>
  %1 = graph.softmax %0 axis = 1 : tensor<7x1xf32> -> tensor<7x1xf32>
  return %0, %1 : tensor<7x1xf32>, tensor<7x1xf32>
}
