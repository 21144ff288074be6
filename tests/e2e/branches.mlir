// The function that the condition chooses is called, with buffers, weights, symbols and views of its own.
// RUN: tenon-check %s --sizes n=1,m=5 --sizes n=7,m=3 --sizes n=64,m=64 --seed 1
// RUN: tenon-check %s --sizes n=7,m=3 --static --seed 2

// Both branches, by an element of the input; weights inside are prepared, shared by what is equal.
func.func @main(%x: tensor<?x8xf32, #graph.sizes<s0, 8>> {graph.name = "x"}, %y: tensor<?xf32, #graph.sizes<s1>> {graph.name = "y"})
    -> (tensor<?x16xf32, #graph.sizes<s0, 16>>, tensor<?x16xf32, #graph.sizes<s0, 16>>)
    attributes {graph.symbols = ["n", "m"]} {
  %0 = graph.reduce max %y axes = [0] : tensor<?xf32, #graph.sizes<s1>> -> tensor<f32>
  %1 = graph.reduce max %x axes = [0, 1] : tensor<?x8xf32, #graph.sizes<s0, 8>> -> tensor<f32>
  %greater = graph.compare gt %0, %1 : tensor<f32>, tensor<f32> -> tensor<i1>
  %less = graph.not %greater : tensor<i1> -> tensor<i1>
  %2 = graph.if %greater (@wide, @plain) (%x) : tensor<i1>, (tensor<?x8xf32, #graph.sizes<s0, 8>>) -> tensor<?x16xf32, #graph.sizes<s0, 16>>
  %3 = graph.if %less (@wide, @plain) (%x) : tensor<i1>, (tensor<?x8xf32, #graph.sizes<s0, 8>>) -> tensor<?x16xf32, #graph.sizes<s0, 16>>
  return %2, %3 : tensor<?x16xf32, #graph.sizes<s0, 16>>, tensor<?x16xf32, #graph.sizes<s0, 16>>
}
func.func private @wide(%x: tensor<?x8xf32, #graph.sizes<s0, 8>>) -> tensor<?x16xf32, #graph.sizes<s0, 16>>
    attributes {graph.symbols = ["n"]} {
  %w = graph.weight "w" : tensor<16x8xf32>
  %0 = graph.transpose %w permutation = [1, 0] : tensor<16x8xf32> -> tensor<8x16xf32>
  %1 = graph.matmul %x, %0 : tensor<?x8xf32, #graph.sizes<s0, 8>>, tensor<8x16xf32> -> tensor<?x16xf32, #graph.sizes<s0, 16>>
  %2 = graph.softmax %1 axis = 1 : tensor<?x16xf32, #graph.sizes<s0, 16>> -> tensor<?x16xf32, #graph.sizes<s0, 16>>
  return %2 : tensor<?x16xf32, #graph.sizes<s0, 16>>
}
func.func private @plain(%x: tensor<?x8xf32, #graph.sizes<s0, 8>>) -> tensor<?x16xf32, #graph.sizes<s0, 16>>
    attributes {graph.symbols = ["n"]} {
  %w = graph.weight "w" : tensor<16x8xf32>
  %0 = graph.transpose %w permutation = [1, 0] : tensor<16x8xf32> -> tensor<8x16xf32>
  %1 = graph.matmul %x, %0 : tensor<?x8xf32, #graph.sizes<s0, 8>>, tensor<8x16xf32> -> tensor<?x16xf32, #graph.sizes<s0, 16>>
  return %1 : tensor<?x16xf32, #graph.sizes<s0, 16>>
}

// -----

// Branches in branches; what is passed is a view, a constant, a weight and an argument; arguments come back.
func.func @main(%x: tensor<?x8xf32, #graph.sizes<s0, 8>> {graph.name = "x"}, %y: tensor<?xi32, #graph.sizes<s1>> {graph.name = "y"}, %c: tensor<i1> {graph.name = "c"})
    -> (tensor<8x?xf32, #graph.sizes<8, s0>>, tensor<3xf32>, tensor<?xi32, #graph.sizes<s1>>)
    attributes {graph.symbols = ["n", "m"]} {
  %w = graph.weight "w" : tensor<8x4xf32>
  %k = graph.constant dense<[1.0, 2.0, 3.0]> : tensor<3xf32> : tensor<3xf32>
  %t = graph.transpose %x permutation = [1, 0] : tensor<?x8xf32, #graph.sizes<s0, 8>> -> tensor<8x?xf32, #graph.sizes<8, s0>>
  %f = graph.fill 0.5 : f32 -> tensor<3xf32>
  %0:3 = graph.if %c (@outer, @swap) (%t, %y, %k, %f, %w) : tensor<i1>,
      (tensor<8x?xf32, #graph.sizes<8, s0>>, tensor<?xi32, #graph.sizes<s1>>, tensor<3xf32>, tensor<3xf32>, tensor<8x4xf32>)
      -> (tensor<8x?xf32, #graph.sizes<8, s0>>, tensor<3xf32>, tensor<?xi32, #graph.sizes<s1>>)
  return %0#0, %0#1, %0#2 : tensor<8x?xf32, #graph.sizes<8, s0>>, tensor<3xf32>, tensor<?xi32, #graph.sizes<s1>>
}
func.func private @outer(%t: tensor<8x?xf32, #graph.sizes<8, s1>>, %y: tensor<?xi32, #graph.sizes<s0>>, %k: tensor<3xf32>,
    %f: tensor<3xf32>, %w: tensor<8x4xf32>)
    -> (tensor<8x?xf32, #graph.sizes<8, s1>>, tensor<3xf32>, tensor<?xi32, #graph.sizes<s0>>)
    attributes {graph.symbols = ["m", "n"]} {
  %e = graph.exp %t : tensor<8x?xf32, #graph.sizes<8, s1>> -> tensor<8x?xf32, #graph.sizes<8, s1>>
  %r = graph.reduce max %y axes = [0] : tensor<?xi32, #graph.sizes<s0>> -> tensor<i32>
  %four = graph.fill 4 : i32 -> tensor<i32>
  %c = graph.compare gt %r, %four : tensor<i32>, tensor<i32> -> tensor<i1>
  %0 = graph.if %c (@sum, @first) (%k, %w, %f) : tensor<i1>, (tensor<3xf32>, tensor<8x4xf32>, tensor<3xf32>) -> tensor<3xf32>
  %1 = graph.add %e, %e : tensor<8x?xf32, #graph.sizes<8, s1>>, tensor<8x?xf32, #graph.sizes<8, s1>> -> tensor<8x?xf32, #graph.sizes<8, s1>>
  return %1, %0, %y : tensor<8x?xf32, #graph.sizes<8, s1>>, tensor<3xf32>, tensor<?xi32, #graph.sizes<s0>>
}
func.func private @swap(%t: tensor<8x?xf32, #graph.sizes<8, s1>>, %y: tensor<?xi32, #graph.sizes<s0>>, %k: tensor<3xf32>,
    %f: tensor<3xf32>, %w: tensor<8x4xf32>)
    -> (tensor<8x?xf32, #graph.sizes<8, s1>>, tensor<3xf32>, tensor<?xi32, #graph.sizes<s0>>)
    attributes {graph.symbols = ["m", "n"]} {
  return %t, %f, %y : tensor<8x?xf32, #graph.sizes<8, s1>>, tensor<3xf32>, tensor<?xi32, #graph.sizes<s0>>
}
func.func private @sum(%k: tensor<3xf32>, %w: tensor<8x4xf32>, %f: tensor<3xf32>) -> tensor<3xf32> {
  %0 = graph.reduce sum %w axes = [0, 1] : tensor<8x4xf32> -> tensor<f32>
  %1 = graph.broadcast %0 axes = [] : tensor<f32> -> tensor<3xf32>
  %2 = graph.mul %k, %1 : tensor<3xf32>, tensor<3xf32> -> tensor<3xf32>
  %3 = graph.add %2, %f : tensor<3xf32>, tensor<3xf32> -> tensor<3xf32>
  return %3 : tensor<3xf32>
}
func.func private @first(%k: tensor<3xf32>, %w: tensor<8x4xf32>, %f: tensor<3xf32>) -> tensor<3xf32> {
  return %k : tensor<3xf32>
}

// -----

// One function called in several places and at several depths, with other sizes each time.
func.func @main(%x: tensor<?xf32, #graph.sizes<s0>> {graph.name = "x"}, %y: tensor<?xf32, #graph.sizes<s1>> {graph.name = "y"}, %c: tensor<i1> {graph.name = "c"}, %d: tensor<i1> {graph.name = "d"})
    -> (tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s1>>, tensor<?xf32, #graph.sizes<s0 + s1>>)
    attributes {graph.symbols = ["n", "m"]} {
  %0 = graph.if %c (@normalize, @keep) (%x) : tensor<i1>, (tensor<?xf32, #graph.sizes<s0>>) -> tensor<?xf32, #graph.sizes<s0>>
  %1 = graph.if %d (@keep, @normalize) (%y) : tensor<i1>, (tensor<?xf32, #graph.sizes<s1>>) -> tensor<?xf32, #graph.sizes<s1>>
  %2 = graph.concat %x, %y axis = 0 : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s1>> -> tensor<?xf32, #graph.sizes<s0 + s1>>
  %3 = graph.if %c (@inside, @inside) (%2, %d) : tensor<i1>, (tensor<?xf32, #graph.sizes<s0 + s1>>, tensor<i1>) -> tensor<?xf32, #graph.sizes<s0 + s1>>
  return %0, %1, %3 : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s1>>, tensor<?xf32, #graph.sizes<s0 + s1>>
}
func.func private @inside(%x: tensor<?xf32, #graph.sizes<s0>>, %d: tensor<i1>) -> tensor<?xf32, #graph.sizes<s0>>
    attributes {graph.symbols = ["k"]} {
  %0 = graph.exp %x : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %1 = graph.if %d (@normalize, @keep) (%0) : tensor<i1>, (tensor<?xf32, #graph.sizes<s0>>) -> tensor<?xf32, #graph.sizes<s0>>
  %2 = graph.add %0, %1 : tensor<?xf32, #graph.sizes<s0>>, tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  return %2 : tensor<?xf32, #graph.sizes<s0>>
}
func.func private @normalize(%x: tensor<?xf32, #graph.sizes<s0>>) -> tensor<?xf32, #graph.sizes<s0>>
    attributes {graph.symbols = ["k"]} {
  %0 = graph.softmax %x axis = 0 : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %1 = graph.softmax %0 axis = 0 : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  return %1 : tensor<?xf32, #graph.sizes<s0>>
}
func.func private @keep(%x: tensor<?xf32, #graph.sizes<s0>>) -> tensor<?xf32, #graph.sizes<s0>>
    attributes {graph.symbols = ["k"]} {
  return %x : tensor<?xf32, #graph.sizes<s0>>
}
