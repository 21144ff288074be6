// States are found and left by each call; what a kernel overwrites, and when, does not show.
// RUN: tenon-check %s --sizes count=1 --sizes count=7 --sizes count=64

// The new value is made of the previous one, element by element.
func.func @main(%x: tensor<?x8xf32, #graph.sizes<s0, 8>> {graph.name = "x"}, %s: tensor<8xf32> {graph.state = "sum"})
    -> (tensor<?x8xf32, #graph.sizes<s0, 8>>, tensor<8xf32> {graph.state = "sum"}) attributes {graph.symbols = ["count"]} {
  %r = graph.reduce sum %x axes = [0] : tensor<?x8xf32, #graph.sizes<s0, 8>> -> tensor<8xf32>
  %n = graph.add %s, %r : tensor<8xf32>, tensor<8xf32> -> tensor<8xf32>
  %b = graph.broadcast %n axes = [1] : tensor<8xf32> -> tensor<?x8xf32, #graph.sizes<s0, 8>>
  %y = graph.add %x, %b : tensor<?x8xf32, #graph.sizes<s0, 8>>, tensor<?x8xf32, #graph.sizes<s0, 8>> -> tensor<?x8xf32, #graph.sizes<s0, 8>>
  return %y, %n : tensor<?x8xf32, #graph.sizes<s0, 8>>, tensor<8xf32>
}

// -----

// The previous value is needed after the new one: a product of both.
func.func @main(%x: tensor<?x16xf32, #graph.sizes<s0, 16>> {graph.name = "x"}, %w: tensor<16x16xf32> {graph.state = "weight"})
    -> (tensor<?x16xf32, #graph.sizes<s0, 16>>, tensor<16x16xf32> {graph.state = "weight"}) attributes {graph.symbols = ["count"]} {
  %t = graph.transpose %w permutation = [1, 0] : tensor<16x16xf32> -> tensor<16x16xf32>
  %n = graph.sub %w, %t : tensor<16x16xf32>, tensor<16x16xf32> -> tensor<16x16xf32>
  %y = graph.matmul %x, %n : tensor<?x16xf32, #graph.sizes<s0, 16>>, tensor<16x16xf32> -> tensor<?x16xf32, #graph.sizes<s0, 16>>
  %z = graph.matmul %y, %w : tensor<?x16xf32, #graph.sizes<s0, 16>>, tensor<16x16xf32> -> tensor<?x16xf32, #graph.sizes<s0, 16>>
  return %z, %n : tensor<?x16xf32, #graph.sizes<s0, 16>>, tensor<16x16xf32>
}

// -----

// A step of training by hand: both parameters are read before they change.
func.func @main(%x: tensor<?x4xf32, #graph.sizes<s0, 4>> {graph.name = "x"}, %w: tensor<4x6xf32> {graph.state = "weight"},
                %g: tensor<6xf32> {graph.state = "bias"})
    -> (tensor<4x6xf32> {graph.state = "weight"}, tensor<6xf32> {graph.state = "bias"}, tensor<6xf32>)
    attributes {graph.symbols = ["count"]} {
  %y = graph.matmul %x, %w : tensor<?x4xf32, #graph.sizes<s0, 4>>, tensor<4x6xf32> -> tensor<?x6xf32, #graph.sizes<s0, 6>>
  %b = graph.broadcast %g axes = [1] : tensor<6xf32> -> tensor<?x6xf32, #graph.sizes<s0, 6>>
  %z = graph.add %y, %b : tensor<?x6xf32, #graph.sizes<s0, 6>>, tensor<?x6xf32, #graph.sizes<s0, 6>> -> tensor<?x6xf32, #graph.sizes<s0, 6>>
  %d = graph.reduce sum %z axes = [0] : tensor<?x6xf32, #graph.sizes<s0, 6>> -> tensor<6xf32>
  %rate = graph.fill 0.125 : f32 -> tensor<6xf32>
  %step = graph.mul %d, %rate : tensor<6xf32>, tensor<6xf32> -> tensor<6xf32>
  %gn = graph.sub %g, %step : tensor<6xf32>, tensor<6xf32> -> tensor<6xf32>
  %e = graph.broadcast %step axes = [1] : tensor<6xf32> -> tensor<4x6xf32>
  %wn = graph.sub %w, %e : tensor<4x6xf32>, tensor<4x6xf32> -> tensor<4x6xf32>
  return %wn, %gn, %d : tensor<4x6xf32>, tensor<6xf32>, tensor<6xf32>
}
