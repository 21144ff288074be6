// Matrices on both sides of tiles, and the convolutions that are computed by them.
// RUN: tenon-check %s --sizes batch=1 --sizes batch=3
// RUN: tenon-check %s --static --cpu native --sizes batch=2

// From 3 x 3 to 4 x 4, with zeros, ones and other numbers; the last axis fills no register.
func.func @main(%x: tensor<3x3x?x7xf32, #graph.sizes<3, 3, s0, 7>> {graph.name = "x"})
    -> tensor<4x4x?x7xf32, #graph.sizes<4, 4, s0, 7>> attributes {graph.symbols = ["batch"]} {
  %y = graph.tile_transform %x matrix = dense<[[1.0, 0.0, 0.0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0.0, 0.0, -1.0]]> : tensor<4x3xf64>
     : tensor<3x3x?x7xf32, #graph.sizes<3, 3, s0, 7>> -> tensor<4x4x?x7xf32, #graph.sizes<4, 4, s0, 7>>
  return %y : tensor<4x4x?x7xf32, #graph.sizes<4, 4, s0, 7>>
}

// -----

// Nothing but a tile, in f64, beside a tensor of the batch's size.
func.func @main(%x: tensor<2x2xf64> {graph.name = "x"}, %b: tensor<?xf32, #graph.sizes<s0>> {graph.name = "b"})
    -> (tensor<3x3xf64>, tensor<?xf32, #graph.sizes<s0>>) attributes {graph.symbols = ["batch"]} {
  %y = graph.tile_transform %x matrix = dense<[[1.0, 2.0], [-1.0, 0.0], [0.0, 0.0]]> : tensor<3x2xf64> : tensor<2x2xf64> -> tensor<3x3xf64>
  %z = graph.relu %b : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  return %y, %z : tensor<3x3xf64>, tensor<?xf32, #graph.sizes<s0>>
}

// -----

// What is read is computed where it is read; a relu follows.
func.func @main(%x: tensor<?x4x6x16xf32, #graph.sizes<s0, 4, 6, 16>> {graph.name = "x"})
    -> tensor<2x2x?x2x16xf32, #graph.sizes<2, 2, s0, 2, 16>> attributes {graph.symbols = ["batch"]} {
  %0 = graph.neg %x : tensor<?x4x6x16xf32, #graph.sizes<s0, 4, 6, 16>> -> tensor<?x4x6x16xf32, #graph.sizes<s0, 4, 6, 16>>
  %1 = graph.unfold %0 axis = 2 size = 4 step = 2 dilation = 1
     : tensor<?x4x6x16xf32, #graph.sizes<s0, 4, 6, 16>> -> tensor<?x4x2x16x4xf32, #graph.sizes<s0, 4, 2, 16, 4>>
  %2 = graph.transpose %1 permutation = [1, 4, 0, 2, 3]
     : tensor<?x4x2x16x4xf32, #graph.sizes<s0, 4, 2, 16, 4>> -> tensor<4x4x?x2x16xf32, #graph.sizes<4, 4, s0, 2, 16>>
  %3 = graph.tile_transform %2 matrix = dense<[[1.0, 1.0, 1.0, 0.0], [0.0, 1.0, -1.0, -1.0]]> : tensor<2x4xf64>
     : tensor<4x4x?x2x16xf32, #graph.sizes<4, 4, s0, 2, 16>> -> tensor<2x2x?x2x16xf32, #graph.sizes<2, 2, s0, 2, 16>>
  %4 = graph.relu %3 : tensor<2x2x?x2x16xf32, #graph.sizes<2, 2, s0, 2, 16>> -> tensor<2x2x?x2x16xf32, #graph.sizes<2, 2, s0, 2, 16>>
  return %4 : tensor<2x2x?x2x16xf32, #graph.sizes<2, 2, s0, 2, 16>>
}

// -----

// A convolution that is worth it, with a bias and tiles that hang over.
func.func @main(%x: tensor<?x64x20x18xf32, #graph.sizes<s0, 64, 20, 18>> {graph.name = "x"})
    -> tensor<?x72x20x18xf32, #graph.sizes<s0, 72, 20, 18>> attributes {graph.symbols = ["batch"]} {
  %w = graph.weight "w" : tensor<72x64x3x3xf32>
  %b = graph.weight "b" : tensor<72xf32>
  %0 = graph.convolution %x, %w strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x64x20x18xf32, #graph.sizes<s0, 64, 20, 18>>, tensor<72x64x3x3xf32> -> tensor<?x72x20x18xf32, #graph.sizes<s0, 72, 20, 18>>
  %1 = graph.broadcast %b axes = [1] : tensor<72xf32> -> tensor<?x72x20x18xf32, #graph.sizes<s0, 72, 20, 18>>
  %2 = graph.add %0, %1 : tensor<?x72x20x18xf32, #graph.sizes<s0, 72, 20, 18>>, tensor<?x72x20x18xf32, #graph.sizes<s0, 72, 20, 18>> -> tensor<?x72x20x18xf32, #graph.sizes<s0, 72, 20, 18>>
  return %2 : tensor<?x72x20x18xf32, #graph.sizes<s0, 72, 20, 18>>
}

// -----

// Without padding, on one tile more than there is.
func.func @main(%x: tensor<?x64x27x17xf32, #graph.sizes<s0, 64, 27, 17>> {graph.name = "x"})
    -> tensor<?x64x25x15xf32, #graph.sizes<s0, 64, 25, 15>> attributes {graph.symbols = ["batch"]} {
  %w = graph.weight "w" : tensor<64x64x3x3xf32>
  %0 = graph.convolution %x, %w strides = [1, 1] low = [0, 0] high = [0, 0] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x64x27x17xf32, #graph.sizes<s0, 64, 27, 17>>, tensor<64x64x3x3xf32> -> tensor<?x64x25x15xf32, #graph.sizes<s0, 64, 25, 15>>
  return %0 : tensor<?x64x25x15xf32, #graph.sizes<s0, 64, 25, 15>>
}
