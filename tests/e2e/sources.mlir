// Values that come from no input.
// RUN: tenon-check %s --sizes rows=1,columns=1 --sizes rows=3,columns=17 --sizes rows=33,columns=5

// Fill.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> (tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>>) attributes {graph.symbols = ["rows", "columns"]} {
  %c = graph.fill 2.5 : f32 -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %y = graph.mul %x, %c : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y, %c : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// Indices along both axes.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> (tensor<?x?xi64, #graph.sizes<s0, s1>>, tensor<?x?xi32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>>) attributes {graph.symbols = ["rows", "columns"]} {
  %i = graph.iota 0 : tensor<?x?xi64, #graph.sizes<s0, s1>>
  %j = graph.iota 1 : tensor<?x?xi32, #graph.sizes<s0, s1>>
  %f = graph.iota 1 : tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %i, %j, %f : tensor<?x?xi64, #graph.sizes<s0, s1>>, tensor<?x?xi32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// A size as a number.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> (tensor<i64>, tensor<f32>) attributes {graph.symbols = ["rows", "columns"]} {
  %n = graph.size <s0 * s1> : tensor<i64>
  %f = graph.cast %n : tensor<i64> -> tensor<f32>
  %s = graph.reduce sum %x axes = [0, 1] : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<f32>
  %y = graph.div %s, %f : tensor<f32>, tensor<f32> -> tensor<f32>
  return %n, %y : tensor<i64>, tensor<f32>
}

// -----

// A causal mask made of indices.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %i = graph.iota 0 : tensor<?x?xi64, #graph.sizes<s0, s1>>
  %j = graph.iota 1 : tensor<?x?xi64, #graph.sizes<s0, s1>>
  %c = graph.compare le %j, %i : tensor<?x?xi64, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>> -> tensor<?x?xi1, #graph.sizes<s0, s1>>
  %m = graph.fill -1.0e9 : f32 -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %s = graph.select %c, %x, %m : tensor<?x?xi1, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %y = graph.softmax %s axis = 1 : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// Constants of many values.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?x3xf32, #graph.sizes<s0, s1, 3>> attributes {graph.symbols = ["rows", "columns"]} {
  %k = graph.constant dense<[1.0, -2.0, 3.5]> : tensor<3xf32> : tensor<3xf32>
  %kb = graph.broadcast %k axes = [2] : tensor<3xf32> -> tensor<?x?x3xf32, #graph.sizes<s0, s1, 3>>
  %xb = graph.broadcast %x axes = [0, 1] : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?x3xf32, #graph.sizes<s0, s1, 3>>
  %y = graph.mul %kb, %xb : tensor<?x?x3xf32, #graph.sizes<s0, s1, 3>>, tensor<?x?x3xf32, #graph.sizes<s0, s1, 3>> -> tensor<?x?x3xf32, #graph.sizes<s0, s1, 3>>
  return %y : tensor<?x?x3xf32, #graph.sizes<s0, s1, 3>>
}
