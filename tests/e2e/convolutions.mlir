// Convolutions of every kind.
// RUN: tenon-check %s --sizes batch=1,height=1 --sizes batch=2,height=7 --sizes batch=1,height=16
// RUN: tenon-check %s --static --cpu native --sizes batch=2,height=9

// One dimension, with padding.
func.func @main(%x: tensor<?x3x?xf32, #graph.sizes<s0, 3, s1>> {graph.name = "x"})
    -> tensor<?x4x?xf32, #graph.sizes<s0, 4, s1>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<4x3x3xf32>
  %y = graph.convolution %x, %w strides = [1] low = [1] high = [1] dilations = [1] input_dilations = [1] groups = 1
     : tensor<?x3x?xf32, #graph.sizes<s0, 3, s1>>, tensor<4x3x3xf32> -> tensor<?x4x?xf32, #graph.sizes<s0, 4, s1>>
  return %y : tensor<?x4x?xf32, #graph.sizes<s0, 4, s1>>
}

// -----

// One dimension, strided, with a dilated window, more padding on one side.
func.func @main(%x: tensor<?x3x?xf32, #graph.sizes<s0, 3, s1>> {graph.name = "x"})
    -> tensor<?x4x?xf32, #graph.sizes<s0, 4, (s1) floordiv 2 + 1>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<4x3x3xf32>
  %y = graph.convolution %x, %w strides = [2] low = [4] high = [1] dilations = [2] input_dilations = [1] groups = 1
     : tensor<?x3x?xf32, #graph.sizes<s0, 3, s1>>, tensor<4x3x3xf32> -> tensor<?x4x?xf32, #graph.sizes<s0, 4, (s1) floordiv 2 + 1>>
  return %y : tensor<?x4x?xf32, #graph.sizes<s0, 4, (s1) floordiv 2 + 1>>
}

// -----

// Two dimensions, as most networks have them.
func.func @main(%x: tensor<?x3x?x17xf32, #graph.sizes<s0, 3, s1, 17>> {graph.name = "x"})
    -> tensor<?x5x?x17xf32, #graph.sizes<s0, 5, s1, 17>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<5x3x3x3xf32>
  %y = graph.convolution %x, %w strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x3x?x17xf32, #graph.sizes<s0, 3, s1, 17>>, tensor<5x3x3x3xf32> -> tensor<?x5x?x17xf32, #graph.sizes<s0, 5, s1, 17>>
  return %y : tensor<?x5x?x17xf32, #graph.sizes<s0, 5, s1, 17>>
}

// -----

// Nothing but channels: products of one element.
func.func @main(%x: tensor<?x7x?x9xf32, #graph.sizes<s0, 7, s1, 9>> {graph.name = "x"})
    -> tensor<?x6x?x9xf32, #graph.sizes<s0, 6, s1, 9>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<6x7x1x1xf32>
  %y = graph.convolution %x, %w strides = [1, 1] low = [0, 0] high = [0, 0] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x7x?x9xf32, #graph.sizes<s0, 7, s1, 9>>, tensor<6x7x1x1xf32> -> tensor<?x6x?x9xf32, #graph.sizes<s0, 6, s1, 9>>
  return %y : tensor<?x6x?x9xf32, #graph.sizes<s0, 6, s1, 9>>
}

// -----

// A large window, strided: the first layer of a residual network.
func.func @main(%x: tensor<?x3x?x30xf32, #graph.sizes<s0, 3, s1, 30>> {graph.name = "x"})
    -> tensor<?x4x?x15xf32, #graph.sizes<s0, 4, (s1 - 1) floordiv 2 + 1, 15>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<4x3x7x7xf32>
  %y = graph.convolution %x, %w strides = [2, 2] low = [3, 3] high = [3, 3] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x3x?x30xf32, #graph.sizes<s0, 3, s1, 30>>, tensor<4x3x7x7xf32> -> tensor<?x4x?x15xf32, #graph.sizes<s0, 4, (s1 - 1) floordiv 2 + 1, 15>>
  return %y : tensor<?x4x?x15xf32, #graph.sizes<s0, 4, (s1 - 1) floordiv 2 + 1, 15>>
}

// -----

// Depthwise.
func.func @main(%x: tensor<?x6x?x16xf32, #graph.sizes<s0, 6, s1, 16>> {graph.name = "x"})
    -> tensor<?x6x?x16xf32, #graph.sizes<s0, 6, s1, 16>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<6x1x3x3xf32>
  %y = graph.convolution %x, %w strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 6
     : tensor<?x6x?x16xf32, #graph.sizes<s0, 6, s1, 16>>, tensor<6x1x3x3xf32> -> tensor<?x6x?x16xf32, #graph.sizes<s0, 6, s1, 16>>
  return %y : tensor<?x6x?x16xf32, #graph.sizes<s0, 6, s1, 16>>
}

// -----

// Depthwise with two outputs a channel, strided.
func.func @main(%x: tensor<?x5x?x33xf32, #graph.sizes<s0, 5, s1, 33>> {graph.name = "x"})
    -> tensor<?x10x?x17xf32, #graph.sizes<s0, 10, (s1 - 1) floordiv 2 + 1, 17>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<10x1x3x3xf32>
  %y = graph.convolution %x, %w strides = [2, 2] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 5
     : tensor<?x5x?x33xf32, #graph.sizes<s0, 5, s1, 33>>, tensor<10x1x3x3xf32> -> tensor<?x10x?x17xf32, #graph.sizes<s0, 10, (s1 - 1) floordiv 2 + 1, 17>>
  return %y : tensor<?x10x?x17xf32, #graph.sizes<s0, 10, (s1 - 1) floordiv 2 + 1, 17>>
}

// -----

// Groups.
func.func @main(%x: tensor<?x6x?x7xf32, #graph.sizes<s0, 6, s1, 7>> {graph.name = "x"})
    -> tensor<?x9x?x7xf32, #graph.sizes<s0, 9, s1, 7>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<9x2x2x3xf32>
  %y = graph.convolution %x, %w strides = [1, 1] low = [1, 1] high = [0, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 3
     : tensor<?x6x?x7xf32, #graph.sizes<s0, 6, s1, 7>>, tensor<9x2x2x3xf32> -> tensor<?x9x?x7xf32, #graph.sizes<s0, 9, s1, 7>>
  return %y : tensor<?x9x?x7xf32, #graph.sizes<s0, 9, s1, 7>>
}

// -----

// A dilated window.
func.func @main(%x: tensor<?x2x?x40xf32, #graph.sizes<s0, 2, s1, 40>> {graph.name = "x"})
    -> tensor<?x3x?x40xf32, #graph.sizes<s0, 3, s1, 40>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<3x2x3x3xf32>
  %y = graph.convolution %x, %w strides = [1, 1] low = [2, 3] high = [2, 3] dilations = [2, 3] input_dilations = [1, 1] groups = 1
     : tensor<?x2x?x40xf32, #graph.sizes<s0, 2, s1, 40>>, tensor<3x2x3x3xf32> -> tensor<?x3x?x40xf32, #graph.sizes<s0, 3, s1, 40>>
  return %y : tensor<?x3x?x40xf32, #graph.sizes<s0, 3, s1, 40>>
}

// -----

// Padding below 0 leaves elements out.
func.func @main(%x: tensor<?x2x?x20xf32, #graph.sizes<s0, 2, s1, 20>> {graph.name = "x"})
    -> tensor<?x3x?x7xf32, #graph.sizes<s0, 3, s1, 7>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<3x2x1x3xf32>
  %y = graph.convolution %x, %w strides = [1, 2] low = [0, -2] high = [0, -3] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x2x?x20xf32, #graph.sizes<s0, 2, s1, 20>>, tensor<3x2x1x3xf32> -> tensor<?x3x?x7xf32, #graph.sizes<s0, 3, s1, 7>>
  return %y : tensor<?x3x?x7xf32, #graph.sizes<s0, 3, s1, 7>>
}

// -----

// Transposed, stride 2: an element between any two.
func.func @main(%x: tensor<?x4x?x9xf32, #graph.sizes<s0, 4, s1, 9>> {graph.name = "x"})
    -> tensor<?x3x?x18xf32, #graph.sizes<s0, 3, s1 * 2, 18>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<3x4x4x4xf32>
  %y = graph.convolution %x, %w strides = [1, 1] low = [2, 2] high = [2, 2] dilations = [1, 1] input_dilations = [2, 2] groups = 1
     : tensor<?x4x?x9xf32, #graph.sizes<s0, 4, s1, 9>>, tensor<3x4x4x4xf32> -> tensor<?x3x?x18xf32, #graph.sizes<s0, 3, s1 * 2, 18>>
  return %y : tensor<?x3x?x18xf32, #graph.sizes<s0, 3, s1 * 2, 18>>
}

// -----

// Transposed, stride 3, of groups, with a dilated window.
func.func @main(%x: tensor<?x4x?x8xf32, #graph.sizes<s0, 4, s1, 8>> {graph.name = "x"})
    -> tensor<?x6x?x24xf32, #graph.sizes<s0, 6, s1 * 3 + 1, 24>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<6x2x3x2xf32>
  %y = graph.convolution %x, %w strides = [1, 1] low = [3, 1] high = [4, 2] dilations = [2, 1] input_dilations = [3, 3] groups = 2
     : tensor<?x4x?x8xf32, #graph.sizes<s0, 4, s1, 8>>, tensor<6x2x3x2xf32> -> tensor<?x6x?x24xf32, #graph.sizes<s0, 6, s1 * 3 + 1, 24>>
  return %y : tensor<?x6x?x24xf32, #graph.sizes<s0, 6, s1 * 3 + 1, 24>>
}

// -----

// Transposed and strided at once, as in gradients.
func.func @main(%x: tensor<?x2x?x11xf32, #graph.sizes<s0, 2, s1, 11>> {graph.name = "x"})
    -> tensor<?x3x?x8xf32, #graph.sizes<s0, 3, (s1 * 2 - 2) floordiv 2 + 1, 8>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<3x2x3x3xf32>
  %y = graph.convolution %x, %w strides = [2, 3] low = [1, 2] high = [1, 1] dilations = [1, 1] input_dilations = [2, 2] groups = 1
     : tensor<?x2x?x11xf32, #graph.sizes<s0, 2, s1, 11>>, tensor<3x2x3x3xf32> -> tensor<?x3x?x8xf32, #graph.sizes<s0, 3, (s1 * 2 - 2) floordiv 2 + 1, 8>>
  return %y : tensor<?x3x?x8xf32, #graph.sizes<s0, 3, (s1 * 2 - 2) floordiv 2 + 1, 8>>
}

// -----

// Three dimensions.
func.func @main(%x: tensor<?x2x?x4x9xf32, #graph.sizes<s0, 2, s1, 4, 9>> {graph.name = "x"})
    -> tensor<?x3x?x2x9xf32, #graph.sizes<s0, 3, s1 + 1, 2, 9>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<3x2x2x3x3xf32>
  %y = graph.convolution %x, %w strides = [1, 2, 1] low = [1, 1, 1] high = [1, 1, 1] dilations = [1, 1, 1] input_dilations = [1, 1, 1] groups = 1
     : tensor<?x2x?x4x9xf32, #graph.sizes<s0, 2, s1, 4, 9>>, tensor<3x2x2x3x3xf32> -> tensor<?x3x?x2x9xf32, #graph.sizes<s0, 3, s1 + 1, 2, 9>>
  return %y : tensor<?x3x?x2x9xf32, #graph.sizes<s0, 3, s1 + 1, 2, 9>>
}

// -----

// A weight that is computed.
func.func @main(%x: tensor<?x3x?x10xf32, #graph.sizes<s0, 3, s1, 10>> {graph.name = "x"}, %w: tensor<4x3x3x3xf32> {graph.name = "w"})
    -> tensor<?x4x?x10xf32, #graph.sizes<s0, 4, s1, 10>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.convolution %x, %w strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x3x?x10xf32, #graph.sizes<s0, 3, s1, 10>>, tensor<4x3x3x3xf32> -> tensor<?x4x?x10xf32, #graph.sizes<s0, 4, s1, 10>>
  return %y : tensor<?x4x?x10xf32, #graph.sizes<s0, 4, s1, 10>>
}

// -----

// One place, and a number of channels that is only known when it runs.
func.func @main(%x: tensor<?x?x1x1xf32, #graph.sizes<s0, s1, 1, 1>> {graph.name = "x"}, %w: tensor<4x?x3x3xf32, #graph.sizes<4, s1, 3, 3>> {graph.name = "w"})
    -> tensor<?x4x1x1xf32, #graph.sizes<s0, 4, 1, 1>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.convolution %x, %w strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x?x1x1xf32, #graph.sizes<s0, s1, 1, 1>>, tensor<4x?x3x3xf32, #graph.sizes<4, s1, 3, 3>> -> tensor<?x4x1x1xf32, #graph.sizes<s0, 4, 1, 1>>
  return %y : tensor<?x4x1x1xf32, #graph.sizes<s0, 4, 1, 1>>
}

// -----

// f64.
func.func @main(%x: tensor<?x3x?x18xf64, #graph.sizes<s0, 3, s1, 18>> {graph.name = "x"})
    -> tensor<?x4x?x18xf64, #graph.sizes<s0, 4, s1, 18>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<4x3x3x3xf64>
  %y = graph.convolution %x, %w strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x3x?x18xf64, #graph.sizes<s0, 3, s1, 18>>, tensor<4x3x3x3xf64> -> tensor<?x4x?x18xf64, #graph.sizes<s0, 4, s1, 18>>
  return %y : tensor<?x4x?x18xf64, #graph.sizes<s0, 4, s1, 18>>
}

// -----

// f16.
func.func @main(%x: tensor<?x3x?x18xf16, #graph.sizes<s0, 3, s1, 18>> {graph.name = "x"})
    -> tensor<?x4x?x18xf16, #graph.sizes<s0, 4, s1, 18>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<4x3x3x3xf16>
  %y = graph.convolution %x, %w strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x3x?x18xf16, #graph.sizes<s0, 3, s1, 18>>, tensor<4x3x3x3xf16> -> tensor<?x4x?x18xf16, #graph.sizes<s0, 4, s1, 18>>
  return %y : tensor<?x4x?x18xf16, #graph.sizes<s0, 4, s1, 18>>
}

// -----

// bf16.
func.func @main(%x: tensor<?x3x?x18xbf16, #graph.sizes<s0, 3, s1, 18>> {graph.name = "x"})
    -> tensor<?x4x?x18xbf16, #graph.sizes<s0, 4, s1, 18>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<4x3x3x3xbf16>
  %y = graph.convolution %x, %w strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x3x?x18xbf16, #graph.sizes<s0, 3, s1, 18>>, tensor<4x3x3x3xbf16> -> tensor<?x4x?x18xbf16, #graph.sizes<s0, 4, s1, 18>>
  return %y : tensor<?x4x?x18xbf16, #graph.sizes<s0, 4, s1, 18>>
}

// -----

// i32.
func.func @main(%x: tensor<?x3x?x18xi32, #graph.sizes<s0, 3, s1, 18>> {graph.name = "x"}, %w: tensor<4x3x3x3xi32> {graph.name = "w"})
    -> tensor<?x4x?x18xi32, #graph.sizes<s0, 4, s1, 18>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.convolution %x, %w strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x3x?x18xi32, #graph.sizes<s0, 3, s1, 18>>, tensor<4x3x3x3xi32> -> tensor<?x4x?x18xi32, #graph.sizes<s0, 4, s1, 18>>
  return %y : tensor<?x4x?x18xi32, #graph.sizes<s0, 4, s1, 18>>
}

// -----

// i8.
func.func @main(%x: tensor<?x3x?x18xi8, #graph.sizes<s0, 3, s1, 18>> {graph.name = "x"}, %w: tensor<4x3x3x3xi8> {graph.name = "w"})
    -> tensor<?x4x?x18xi8, #graph.sizes<s0, 4, s1, 18>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.convolution %x, %w strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x3x?x18xi8, #graph.sizes<s0, 3, s1, 18>>, tensor<4x3x3x3xi8> -> tensor<?x4x?x18xi8, #graph.sizes<s0, 4, s1, 18>>
  return %y : tensor<?x4x?x18xi8, #graph.sizes<s0, 4, s1, 18>>
}

// -----

// ui8.
func.func @main(%x: tensor<?x3x?x18xui8, #graph.sizes<s0, 3, s1, 18>> {graph.name = "x"}, %w: tensor<4x3x3x3xui8> {graph.name = "w"})
    -> tensor<?x4x?x18xui8, #graph.sizes<s0, 4, s1, 18>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.convolution %x, %w strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x3x?x18xui8, #graph.sizes<s0, 3, s1, 18>>, tensor<4x3x3x3xui8> -> tensor<?x4x?x18xui8, #graph.sizes<s0, 4, s1, 18>>
  return %y : tensor<?x4x?x18xui8, #graph.sizes<s0, 4, s1, 18>>
}

// -----

// i64.
func.func @main(%x: tensor<?x3x?x18xi64, #graph.sizes<s0, 3, s1, 18>> {graph.name = "x"}, %w: tensor<4x3x3x3xi64> {graph.name = "w"})
    -> tensor<?x4x?x18xi64, #graph.sizes<s0, 4, s1, 18>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.convolution %x, %w strides = [1, 1] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 1
     : tensor<?x3x?x18xi64, #graph.sizes<s0, 3, s1, 18>>, tensor<4x3x3x3xi64> -> tensor<?x4x?x18xi64, #graph.sizes<s0, 4, s1, 18>>
  return %y : tensor<?x4x?x18xi64, #graph.sizes<s0, 4, s1, 18>>
}

// -----

// f16, transposed.
func.func @main(%x: tensor<?x2x?x9xf16, #graph.sizes<s0, 2, s1, 9>> {graph.name = "x"})
    -> tensor<?x3x?x18xf16, #graph.sizes<s0, 3, s1 * 2, 18>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<3x2x3x3xf16>
  %y = graph.convolution %x, %w strides = [1, 1] low = [1, 1] high = [2, 2] dilations = [1, 1] input_dilations = [2, 2] groups = 1
     : tensor<?x2x?x9xf16, #graph.sizes<s0, 2, s1, 9>>, tensor<3x2x3x3xf16> -> tensor<?x3x?x18xf16, #graph.sizes<s0, 3, s1 * 2, 18>>
  return %y : tensor<?x3x?x18xf16, #graph.sizes<s0, 3, s1 * 2, 18>>
}

// -----

// bf16, depthwise and strided.
func.func @main(%x: tensor<?x4x?x21xbf16, #graph.sizes<s0, 4, s1, 21>> {graph.name = "x"})
    -> tensor<?x4x?x11xbf16, #graph.sizes<s0, 4, (s1 - 1) floordiv 2 + 1, 11>> attributes {graph.symbols = ["batch", "height"]} {
  %w = graph.weight "w" : tensor<4x1x3x3xbf16>
  %y = graph.convolution %x, %w strides = [2, 2] low = [1, 1] high = [1, 1] dilations = [1, 1] input_dilations = [1, 1] groups = 4
     : tensor<?x4x?x21xbf16, #graph.sizes<s0, 4, s1, 21>>, tensor<4x1x3x3xbf16> -> tensor<?x4x?x11xbf16, #graph.sizes<s0, 4, (s1 - 1) floordiv 2 + 1, 11>>
  return %y : tensor<?x4x?x11xbf16, #graph.sizes<s0, 4, (s1 - 1) floordiv 2 + 1, 11>>
}
