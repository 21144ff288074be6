// Convolutions that are products of their windows: types, windows, groups, depths of several passes, and what follows them.
// RUN: tenon-check %s --sizes batch=1,height=1 --sizes batch=2,height=7 --sizes batch=1,height=16
// RUN: tenon-check %s --static --cpu native --sizes batch=2,height=9

// Three channels, as images have them, and columns beyond four panels.
func.func @main(%x: tensor<?x3x?x17xf32, #graph.sizes<s0, 3, s1, 17>> {graph.name = "x"})
    -> tensor<?x70x?x9xf32, #graph.sizes<s0, 70, (s1 - 1) floordiv 2 + 1, 9>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<70x3x7x7xf32>
  %y = graph.convolution %x, %w strides = [2, 2] low = [3, 3] high = [3, 3] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x3x?x17xf32, #graph.sizes<s0, 3, s1, 17>>, tensor<70x3x7x7xf32> -> tensor<?x70x?x9xf32, #graph.sizes<s0, 70, (s1 - 1) floordiv 2 + 1, 9>>
  return %y : tensor<?x70x?x9xf32, #graph.sizes<s0, 70, (s1 - 1) floordiv 2 + 1, 9>>
}

// -----

// Of an even number of columns, each alone.
func.func @main(%x: tensor<?x5x?x9xf32, #graph.sizes<s0, 5, s1, 9>> {graph.name = "x"})
    -> tensor<?x16x?x9xf32, #graph.sizes<s0, 16, s1, 9>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<16x5x1x1xf32>
  %y = graph.convolution %x, %w strides = [1, 1] low = [0, 0] high = [0, 0] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x5x?x9xf32, #graph.sizes<s0, 5, s1, 9>>, tensor<16x5x1x1xf32> -> tensor<?x16x?x9xf32, #graph.sizes<s0, 16, s1, 9>>
  return %y : tensor<?x16x?x9xf32, #graph.sizes<s0, 16, s1, 9>>
}

// -----

// Every second element.
func.func @main(%x: tensor<?x8x?x9xf32, #graph.sizes<s0, 8, s1, 9>> {graph.name = "x"})
    -> tensor<?x24x?x5xf32, #graph.sizes<s0, 24, (s1 - 1) floordiv 2 + 1, 5>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<24x8x1x1xf32>
  %y = graph.convolution %x, %w strides = [2, 2] low = [0, 0] high = [0, 0] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x8x?x9xf32, #graph.sizes<s0, 8, s1, 9>>, tensor<24x8x1x1xf32> -> tensor<?x24x?x5xf32, #graph.sizes<s0, 24, (s1 - 1) floordiv 2 + 1, 5>>
  return %y : tensor<?x24x?x5xf32, #graph.sizes<s0, 24, (s1 - 1) floordiv 2 + 1, 5>>
}

// -----

// Dilated, with more padding on one side, of doubles.
func.func @main(%x: tensor<?x8x?x9xf64, #graph.sizes<s0, 8, s1, 9>> {graph.name = "x"})
    -> tensor<?x9x?x8xf64, #graph.sizes<s0, 9, s1, 8>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<9x8x3x3xf64>
  %y = graph.convolution %x, %w strides = [1, 1] low = [4, 1] high = [0, 2] dilations = [2, 2] input_dilations = [1, 1] groups = 1
     : tensor<?x8x?x9xf64, #graph.sizes<s0, 8, s1, 9>>, tensor<9x8x3x3xf64> -> tensor<?x9x?x8xf64, #graph.sizes<s0, 9, s1, 8>>
  return %y : tensor<?x9x?x8xf64, #graph.sizes<s0, 9, s1, 8>>
}

// -----

// One dimension, and elements cut at an end.
func.func @main(%x: tensor<?x6x?xf32, #graph.sizes<s0, 6, s1>> {graph.name = "x"})
    -> tensor<?x12x?xf32, #graph.sizes<s0, 12, s1>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<12x6x3xf32>
  %y = graph.convolution %x, %w strides = [1] low = [3] high = [-1] dilations = [1] input_dilations = [1] groups = 1
     : tensor<?x6x?xf32, #graph.sizes<s0, 6, s1>>, tensor<12x6x3xf32> -> tensor<?x12x?xf32, #graph.sizes<s0, 12, s1>>
  return %y : tensor<?x12x?xf32, #graph.sizes<s0, 12, s1>>
}

// -----

// Three dimensions.
func.func @main(%x: tensor<?x4x?x5x4xf32, #graph.sizes<s0, 4, s1, 5, 4>> {graph.name = "x"})
    -> tensor<?x8x?x5x4xf32, #graph.sizes<s0, 8, s1, 5, 4>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<8x4x2x3x1xf32>
  %y = graph.convolution %x, %w strides = [1, 1, 1] low = [0, 1, 0] high = [1, 1, 0] dilations = [1, 1, 1] input_dilations = [1, 1, 1] groups = 1
     : tensor<?x4x?x5x4xf32, #graph.sizes<s0, 4, s1, 5, 4>>, tensor<8x4x2x3x1xf32> -> tensor<?x8x?x5x4xf32, #graph.sizes<s0, 8, s1, 5, 4>>
  return %y : tensor<?x8x?x5x4xf32, #graph.sizes<s0, 8, s1, 5, 4>>
}

// -----

// Deeper than one pass: several taps a pass.
func.func @main(%x: tensor<?x192x?x6xf32, #graph.sizes<s0, 192, s1, 6>> {graph.name = "x"})
    -> tensor<?x20x?x6xf32, #graph.sizes<s0, 20, s1, 6>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<20x192x3x3xf32>
  %y = graph.convolution %x, %w strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x192x?x6xf32, #graph.sizes<s0, 192, s1, 6>>, tensor<20x192x3x3xf32> -> tensor<?x20x?x6xf32, #graph.sizes<s0, 20, s1, 6>>
  return %y : tensor<?x20x?x6xf32, #graph.sizes<s0, 20, s1, 6>>
}

// -----

// A pass for each tap.
func.func @main(%x: tensor<?x600x?x4xf32, #graph.sizes<s0, 600, s1, 4>> {graph.name = "x"})
    -> tensor<?x10x?x4xf32, #graph.sizes<s0, 10, s1, 4>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<10x600x2x2xf32>
  %y = graph.convolution %x, %w strides = [1, 1] low = [0, 0] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x600x?x4xf32, #graph.sizes<s0, 600, s1, 4>>, tensor<10x600x2x2xf32> -> tensor<?x10x?x4xf32, #graph.sizes<s0, 10, s1, 4>>
  return %y : tensor<?x10x?x4xf32, #graph.sizes<s0, 10, s1, 4>>
}

// -----

// Groups.
func.func @main(%x: tensor<?x12x?x9xf32, #graph.sizes<s0, 12, s1, 9>> {graph.name = "x"})
    -> tensor<?x24x?x9xf32, #graph.sizes<s0, 24, s1, 9>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<24x4x3x3xf32>
  %y = graph.convolution %x, %w strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 3
     : tensor<?x12x?x9xf32, #graph.sizes<s0, 12, s1, 9>>, tensor<24x4x3x3xf32> -> tensor<?x24x?x9xf32, #graph.sizes<s0, 24, s1, 9>>
  return %y : tensor<?x24x?x9xf32, #graph.sizes<s0, 24, s1, 9>>
}

// -----

// Depthwise, strided.
func.func @main(%x: tensor<?x19x?x9xf32, #graph.sizes<s0, 19, s1, 9>> {graph.name = "x"})
    -> tensor<?x19x?x5xf32, #graph.sizes<s0, 19, (s1 - 1) floordiv 2 + 1, 5>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<19x1x3x3xf32>
  %y = graph.convolution %x, %w strides = [2, 2] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 19
     : tensor<?x19x?x9xf32, #graph.sizes<s0, 19, s1, 9>>, tensor<19x1x3x3xf32> -> tensor<?x19x?x5xf32, #graph.sizes<s0, 19, (s1 - 1) floordiv 2 + 1, 5>>
  return %y : tensor<?x19x?x5xf32, #graph.sizes<s0, 19, (s1 - 1) floordiv 2 + 1, 5>>
}

// -----

// Depthwise, a large window.
func.func @main(%x: tensor<?x32x?x9xf32, #graph.sizes<s0, 32, s1, 9>> {graph.name = "x"})
    -> tensor<?x32x?x9xf32, #graph.sizes<s0, 32, s1, 9>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<32x1x7x7xf32>
  %y = graph.convolution %x, %w strides = [1, 1] low = [3, 3] high = [3, 3] dilations = [1, 1] input_dilations = [1, 1] groups = 32
     : tensor<?x32x?x9xf32, #graph.sizes<s0, 32, s1, 9>>, tensor<32x1x7x7xf32> -> tensor<?x32x?x9xf32, #graph.sizes<s0, 32, s1, 9>>
  return %y : tensor<?x32x?x9xf32, #graph.sizes<s0, 32, s1, 9>>
}

// -----

// A residual block: normalization, activation, pooling, a mean and a product.
func.func @main(%x: tensor<?x8x?x12xf32, #graph.sizes<s0, 8, s1, 12>> {graph.name = "x"})
    -> (tensor<?x5xf32, #graph.sizes<s0, 5>>, tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>>) attributes {graph.symbols = ["batch", "height"]} {
  %w1 = graph.weight "w1" : tensor<16x8x3x3xf32>
  %w2 = graph.weight "w2" : tensor<16x16x3x3xf32>
  %w3 = graph.weight "w3" : tensor<16x8x1x1xf32>
  %w4 = graph.weight "w4" : tensor<16x5xf32>
  %scale = graph.weight "scale" : tensor<16xf32>
  %shift = graph.weight "shift" : tensor<16xf32>
  %c1 = graph.convolution %x, %w1 strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x8x?x12xf32, #graph.sizes<s0, 8, s1, 12>>, tensor<16x8x3x3xf32> -> tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>>
  %scales = graph.broadcast %scale axes = [1] : tensor<16xf32> -> tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>>
  %shifts = graph.broadcast %shift axes = [1] : tensor<16xf32> -> tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>>
  %scaled = graph.mul %c1, %scales : tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>>, tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>> -> tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>>
  %shifted = graph.add %scaled, %shifts : tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>>, tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>> -> tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>>
  %active = graph.relu %shifted : tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>> -> tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>>
  %c2 = graph.convolution %active, %w2 strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>>, tensor<16x16x3x3xf32> -> tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>>
  %c3 = graph.convolution %x, %w3 strides = [1, 1] low = [0, 0] high = [0, 0] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x8x?x12xf32, #graph.sizes<s0, 8, s1, 12>>, tensor<16x8x1x1xf32> -> tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>>
  %sum = graph.add %c2, %c3 : tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>>, tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>> -> tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>>
  %positive = graph.relu %sum : tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>> -> tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>>
  %pool = graph.window_reduce max %positive window = [1, 1, 3, 3] strides = [1, 1, 1, 2] low = [0, 0, 1, 1] high = [0, 0, 1, 1] dilations = [1, 1, 1, 1]
     : tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>> -> tensor<?x16x?x6xf32, #graph.sizes<s0, 16, s1, 6>>
  %means = graph.reduce sum %pool axes = [2, 3] : tensor<?x16x?x6xf32, #graph.sizes<s0, 16, s1, 6>> -> tensor<?x16xf32, #graph.sizes<s0, 16>>
  %result = graph.matmul %means, %w4 : tensor<?x16xf32, #graph.sizes<s0, 16>>, tensor<16x5xf32> -> tensor<?x5xf32, #graph.sizes<s0, 5>>
  return %result, %positive : tensor<?x5xf32, #graph.sizes<s0, 5>>, tensor<?x16x?x12xf32, #graph.sizes<s0, 16, s1, 12>>
}
