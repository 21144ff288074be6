// Reductions over windows, and where their results lie.
// RUN: tenon-check %s --sizes batch=1,height=1 --sizes batch=2,height=7 --sizes batch=1,height=16
// RUN: tenon-check %s --static --cpu native --sizes batch=2,height=9

// The maximum of pairs.
func.func @main(%x: tensor<?x3x?x18xf32, #graph.sizes<s0, 3, s1, 18>> {graph.name = "x"})
    -> tensor<?x3x?x9xf32, #graph.sizes<s0, 3, s1, 9>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce max %x window = [1, 1, 1, 2] strides = [1, 1, 1, 2] low = [0, 0, 0, 0] high = [0, 0, 0, 0] dilations = [1, 1, 1, 1]
     : tensor<?x3x?x18xf32, #graph.sizes<s0, 3, s1, 18>> -> tensor<?x3x?x9xf32, #graph.sizes<s0, 3, s1, 9>>
  return %y : tensor<?x3x?x9xf32, #graph.sizes<s0, 3, s1, 9>>
}

// -----

// The maximum with padding, overlapping.
func.func @main(%x: tensor<?x3x?x17xf32, #graph.sizes<s0, 3, s1, 17>> {graph.name = "x"})
    -> tensor<?x3x?x9xf32, #graph.sizes<s0, 3, (s1 - 1) floordiv 2 + 1, 9>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce max %x window = [1, 1, 3, 3] strides = [1, 1, 2, 2] low = [0, 0, 1, 1] high = [0, 0, 1, 1] dilations = [1, 1, 1, 1]
     : tensor<?x3x?x17xf32, #graph.sizes<s0, 3, s1, 17>> -> tensor<?x3x?x9xf32, #graph.sizes<s0, 3, (s1 - 1) floordiv 2 + 1, 9>>
  return %y : tensor<?x3x?x9xf32, #graph.sizes<s0, 3, (s1 - 1) floordiv 2 + 1, 9>>
}

// -----

// The minimum, dilated.
func.func @main(%x: tensor<?x3x?x31xf32, #graph.sizes<s0, 3, s1, 31>> {graph.name = "x"})
    -> tensor<?x3x?x31xf32, #graph.sizes<s0, 3, s1, 31>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce min %x window = [1, 1, 2, 3] strides = [1, 1, 1, 1] low = [0, 0, 1, 2] high = [0, 0, 1, 2] dilations = [1, 1, 2, 2]
     : tensor<?x3x?x31xf32, #graph.sizes<s0, 3, s1, 31>> -> tensor<?x3x?x31xf32, #graph.sizes<s0, 3, s1, 31>>
  return %y : tensor<?x3x?x31xf32, #graph.sizes<s0, 3, s1, 31>>
}

// -----

// Sums, with padding on one side only.
func.func @main(%x: tensor<?x3x?x40xf32, #graph.sizes<s0, 3, s1, 40>> {graph.name = "x"})
    -> tensor<?x3x?x14xf32, #graph.sizes<s0, 3, s1, 14>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce sum %x window = [1, 1, 1, 5] strides = [1, 1, 1, 3] low = [0, 0, 0, 4] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<?x3x?x40xf32, #graph.sizes<s0, 3, s1, 40>> -> tensor<?x3x?x14xf32, #graph.sizes<s0, 3, s1, 14>>
  return %y : tensor<?x3x?x14xf32, #graph.sizes<s0, 3, s1, 14>>
}

// -----

// Products.
func.func @main(%x: tensor<?x?x12xf32, #graph.sizes<s0, s1, 12>> {graph.name = "x"})
    -> tensor<?x?x6xf32, #graph.sizes<s0, s1, 6>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce product %x window = [1, 2, 2] strides = [1, 1, 2] low = [0, 1, 0] high = [0, 0, 0] dilations = [1, 1, 1]
     : tensor<?x?x12xf32, #graph.sizes<s0, s1, 12>> -> tensor<?x?x6xf32, #graph.sizes<s0, s1, 6>>
  return %y : tensor<?x?x6xf32, #graph.sizes<s0, s1, 6>>
}

// -----

// Windows along channels, as local response norm has them.
func.func @main(%x: tensor<?x7x?x5xf32, #graph.sizes<s0, 7, s1, 5>> {graph.name = "x"})
    -> tensor<?x7x?x5xf32, #graph.sizes<s0, 7, s1, 5>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce sum %x window = [1, 5, 1, 1] strides = [1, 1, 1, 1] low = [0, 2, 0, 0] high = [0, 2, 0, 0] dilations = [1, 1, 1, 1]
     : tensor<?x7x?x5xf32, #graph.sizes<s0, 7, s1, 5>> -> tensor<?x7x?x5xf32, #graph.sizes<s0, 7, s1, 5>>
  return %y : tensor<?x7x?x5xf32, #graph.sizes<s0, 7, s1, 5>>
}

// -----

// Windows of all axes.
func.func @main(%x: tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> {graph.name = "x"})
    -> tensor<?x3x?xf32, #graph.sizes<s0 + 1, 3, s1 + 1>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce max %x window = [2, 3, 2] strides = [1, 2, 1] low = [1, 1, 1] high = [1, 1, 1] dilations = [1, 1, 1]
     : tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> -> tensor<?x3x?xf32, #graph.sizes<s0 + 1, 3, s1 + 1>>
  return %y : tensor<?x3x?xf32, #graph.sizes<s0 + 1, 3, s1 + 1>>
}

// -----

// Padding below 0.
func.func @main(%x: tensor<?x3x?x20xf32, #graph.sizes<s0, 3, s1, 20>> {graph.name = "x"})
    -> tensor<?x3x?x7xf32, #graph.sizes<s0, 3, s1, 7>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce max %x window = [1, 1, 1, 3] strides = [1, 1, 1, 2] low = [0, 0, 0, -2] high = [0, 0, 0, -3] dilations = [1, 1, 1, 1]
     : tensor<?x3x?x20xf32, #graph.sizes<s0, 3, s1, 20>> -> tensor<?x3x?x7xf32, #graph.sizes<s0, 3, s1, 7>>
  return %y : tensor<?x3x?x7xf32, #graph.sizes<s0, 3, s1, 7>>
}

// -----

// Three dimensions.
func.func @main(%x: tensor<?x2x?x4x9xf32, #graph.sizes<s0, 2, s1, 4, 9>> {graph.name = "x"})
    -> tensor<?x2x?x2x5xf32, #graph.sizes<s0, 2, s1 + 1, 2, 5>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce max %x window = [1, 1, 2, 2, 2] strides = [1, 1, 1, 2, 2] low = [0, 0, 1, 0, 1] high = [0, 0, 1, 0, 0] dilations = [1, 1, 1, 1, 1]
     : tensor<?x2x?x4x9xf32, #graph.sizes<s0, 2, s1, 4, 9>> -> tensor<?x2x?x2x5xf32, #graph.sizes<s0, 2, s1 + 1, 2, 5>>
  return %y : tensor<?x2x?x2x5xf32, #graph.sizes<s0, 2, s1 + 1, 2, 5>>
}

// -----

// Of what an op before has computed.
func.func @main(%x: tensor<?x3x?x18xf32, #graph.sizes<s0, 3, s1, 18>> {graph.name = "x"})
    -> tensor<?x3x?x9xf32, #graph.sizes<s0, 3, s1, 9>> attributes {graph.symbols = ["batch", "height"]} {
  %p = graph.exp %x : tensor<?x3x?x18xf32, #graph.sizes<s0, 3, s1, 18>> -> tensor<?x3x?x18xf32, #graph.sizes<s0, 3, s1, 18>>
  %y = graph.window_reduce sum %p window = [1, 1, 1, 2] strides = [1, 1, 1, 2] low = [0, 0, 0, 0] high = [0, 0, 0, 0] dilations = [1, 1, 1, 1]
     : tensor<?x3x?x18xf32, #graph.sizes<s0, 3, s1, 18>> -> tensor<?x3x?x9xf32, #graph.sizes<s0, 3, s1, 9>>
  return %y : tensor<?x3x?x9xf32, #graph.sizes<s0, 3, s1, 9>>
}

// -----

// Of what a cheap op has computed, overlapping and padded.
func.func @main(%x: tensor<?x3x?x18xf32, #graph.sizes<s0, 3, s1, 18>> {graph.name = "x"})
    -> tensor<?x3x?x18xf32, #graph.sizes<s0, 3, s1, 18>> attributes {graph.symbols = ["batch", "height"]} {
  %p = graph.neg %x : tensor<?x3x?x18xf32, #graph.sizes<s0, 3, s1, 18>> -> tensor<?x3x?x18xf32, #graph.sizes<s0, 3, s1, 18>>
  %y = graph.window_reduce max %p window = [1, 1, 2, 3] strides = [1, 1, 1, 1] low = [0, 0, 1, 1] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<?x3x?x18xf32, #graph.sizes<s0, 3, s1, 18>> -> tensor<?x3x?x18xf32, #graph.sizes<s0, 3, s1, 18>>
  return %y : tensor<?x3x?x18xf32, #graph.sizes<s0, 3, s1, 18>>
}

// -----

// max of f64.
func.func @main(%x: tensor<?x2x?x19xf64, #graph.sizes<s0, 2, s1, 19>> {graph.name = "x"})
    -> tensor<?x2x?x10xf64, #graph.sizes<s0, 2, s1, 10>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce max %x window = [1, 1, 2, 3] strides = [1, 1, 1, 2] low = [0, 0, 1, 1] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<?x2x?x19xf64, #graph.sizes<s0, 2, s1, 19>> -> tensor<?x2x?x10xf64, #graph.sizes<s0, 2, s1, 10>>
  return %y : tensor<?x2x?x10xf64, #graph.sizes<s0, 2, s1, 10>>
}

// -----

// sum of f64.
func.func @main(%x: tensor<?x2x?x19xf64, #graph.sizes<s0, 2, s1, 19>> {graph.name = "x"})
    -> tensor<?x2x?x10xf64, #graph.sizes<s0, 2, s1, 10>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce sum %x window = [1, 1, 2, 3] strides = [1, 1, 1, 2] low = [0, 0, 1, 1] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<?x2x?x19xf64, #graph.sizes<s0, 2, s1, 19>> -> tensor<?x2x?x10xf64, #graph.sizes<s0, 2, s1, 10>>
  return %y : tensor<?x2x?x10xf64, #graph.sizes<s0, 2, s1, 10>>
}

// -----

// max of f16.
func.func @main(%x: tensor<?x2x?x19xf16, #graph.sizes<s0, 2, s1, 19>> {graph.name = "x"})
    -> tensor<?x2x?x10xf16, #graph.sizes<s0, 2, s1, 10>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce max %x window = [1, 1, 2, 3] strides = [1, 1, 1, 2] low = [0, 0, 1, 1] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<?x2x?x19xf16, #graph.sizes<s0, 2, s1, 19>> -> tensor<?x2x?x10xf16, #graph.sizes<s0, 2, s1, 10>>
  return %y : tensor<?x2x?x10xf16, #graph.sizes<s0, 2, s1, 10>>
}

// -----

// sum of f16.
func.func @main(%x: tensor<?x2x?x19xf16, #graph.sizes<s0, 2, s1, 19>> {graph.name = "x"})
    -> tensor<?x2x?x10xf16, #graph.sizes<s0, 2, s1, 10>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce sum %x window = [1, 1, 2, 3] strides = [1, 1, 1, 2] low = [0, 0, 1, 1] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<?x2x?x19xf16, #graph.sizes<s0, 2, s1, 19>> -> tensor<?x2x?x10xf16, #graph.sizes<s0, 2, s1, 10>>
  return %y : tensor<?x2x?x10xf16, #graph.sizes<s0, 2, s1, 10>>
}

// -----

// max of bf16.
func.func @main(%x: tensor<?x2x?x19xbf16, #graph.sizes<s0, 2, s1, 19>> {graph.name = "x"})
    -> tensor<?x2x?x10xbf16, #graph.sizes<s0, 2, s1, 10>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce max %x window = [1, 1, 2, 3] strides = [1, 1, 1, 2] low = [0, 0, 1, 1] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<?x2x?x19xbf16, #graph.sizes<s0, 2, s1, 19>> -> tensor<?x2x?x10xbf16, #graph.sizes<s0, 2, s1, 10>>
  return %y : tensor<?x2x?x10xbf16, #graph.sizes<s0, 2, s1, 10>>
}

// -----

// sum of bf16.
func.func @main(%x: tensor<?x2x?x19xbf16, #graph.sizes<s0, 2, s1, 19>> {graph.name = "x"})
    -> tensor<?x2x?x10xbf16, #graph.sizes<s0, 2, s1, 10>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce sum %x window = [1, 1, 2, 3] strides = [1, 1, 1, 2] low = [0, 0, 1, 1] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<?x2x?x19xbf16, #graph.sizes<s0, 2, s1, 19>> -> tensor<?x2x?x10xbf16, #graph.sizes<s0, 2, s1, 10>>
  return %y : tensor<?x2x?x10xbf16, #graph.sizes<s0, 2, s1, 10>>
}

// -----

// max of i32.
func.func @main(%x: tensor<?x2x?x19xi32, #graph.sizes<s0, 2, s1, 19>> {graph.name = "x"})
    -> tensor<?x2x?x10xi32, #graph.sizes<s0, 2, s1, 10>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce max %x window = [1, 1, 2, 3] strides = [1, 1, 1, 2] low = [0, 0, 1, 1] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<?x2x?x19xi32, #graph.sizes<s0, 2, s1, 19>> -> tensor<?x2x?x10xi32, #graph.sizes<s0, 2, s1, 10>>
  return %y : tensor<?x2x?x10xi32, #graph.sizes<s0, 2, s1, 10>>
}

// -----

// sum of i32.
func.func @main(%x: tensor<?x2x?x19xi32, #graph.sizes<s0, 2, s1, 19>> {graph.name = "x"})
    -> tensor<?x2x?x10xi32, #graph.sizes<s0, 2, s1, 10>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce sum %x window = [1, 1, 2, 3] strides = [1, 1, 1, 2] low = [0, 0, 1, 1] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<?x2x?x19xi32, #graph.sizes<s0, 2, s1, 19>> -> tensor<?x2x?x10xi32, #graph.sizes<s0, 2, s1, 10>>
  return %y : tensor<?x2x?x10xi32, #graph.sizes<s0, 2, s1, 10>>
}

// -----

// max of i8.
func.func @main(%x: tensor<?x2x?x19xi8, #graph.sizes<s0, 2, s1, 19>> {graph.name = "x"})
    -> tensor<?x2x?x10xi8, #graph.sizes<s0, 2, s1, 10>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce max %x window = [1, 1, 2, 3] strides = [1, 1, 1, 2] low = [0, 0, 1, 1] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<?x2x?x19xi8, #graph.sizes<s0, 2, s1, 19>> -> tensor<?x2x?x10xi8, #graph.sizes<s0, 2, s1, 10>>
  return %y : tensor<?x2x?x10xi8, #graph.sizes<s0, 2, s1, 10>>
}

// -----

// sum of i8.
func.func @main(%x: tensor<?x2x?x19xi8, #graph.sizes<s0, 2, s1, 19>> {graph.name = "x"})
    -> tensor<?x2x?x10xi8, #graph.sizes<s0, 2, s1, 10>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce sum %x window = [1, 1, 2, 3] strides = [1, 1, 1, 2] low = [0, 0, 1, 1] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<?x2x?x19xi8, #graph.sizes<s0, 2, s1, 19>> -> tensor<?x2x?x10xi8, #graph.sizes<s0, 2, s1, 10>>
  return %y : tensor<?x2x?x10xi8, #graph.sizes<s0, 2, s1, 10>>
}

// -----

// max of ui8.
func.func @main(%x: tensor<?x2x?x19xui8, #graph.sizes<s0, 2, s1, 19>> {graph.name = "x"})
    -> tensor<?x2x?x10xui8, #graph.sizes<s0, 2, s1, 10>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce max %x window = [1, 1, 2, 3] strides = [1, 1, 1, 2] low = [0, 0, 1, 1] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<?x2x?x19xui8, #graph.sizes<s0, 2, s1, 19>> -> tensor<?x2x?x10xui8, #graph.sizes<s0, 2, s1, 10>>
  return %y : tensor<?x2x?x10xui8, #graph.sizes<s0, 2, s1, 10>>
}

// -----

// sum of ui8.
func.func @main(%x: tensor<?x2x?x19xui8, #graph.sizes<s0, 2, s1, 19>> {graph.name = "x"})
    -> tensor<?x2x?x10xui8, #graph.sizes<s0, 2, s1, 10>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce sum %x window = [1, 1, 2, 3] strides = [1, 1, 1, 2] low = [0, 0, 1, 1] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<?x2x?x19xui8, #graph.sizes<s0, 2, s1, 19>> -> tensor<?x2x?x10xui8, #graph.sizes<s0, 2, s1, 10>>
  return %y : tensor<?x2x?x10xui8, #graph.sizes<s0, 2, s1, 10>>
}

// -----

// min of i64.
func.func @main(%x: tensor<?x2x?x19xi64, #graph.sizes<s0, 2, s1, 19>> {graph.name = "x"})
    -> tensor<?x2x?x10xi64, #graph.sizes<s0, 2, s1, 10>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce min %x window = [1, 1, 2, 3] strides = [1, 1, 1, 2] low = [0, 0, 1, 1] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<?x2x?x19xi64, #graph.sizes<s0, 2, s1, 19>> -> tensor<?x2x?x10xi64, #graph.sizes<s0, 2, s1, 10>>
  return %y : tensor<?x2x?x10xi64, #graph.sizes<s0, 2, s1, 10>>
}

// -----

// product of i64.
func.func @main(%x: tensor<?x2x?x19xi64, #graph.sizes<s0, 2, s1, 19>> {graph.name = "x"})
    -> tensor<?x2x?x10xi64, #graph.sizes<s0, 2, s1, 10>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_reduce product %x window = [1, 1, 2, 3] strides = [1, 1, 1, 2] low = [0, 0, 1, 1] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<?x2x?x19xi64, #graph.sizes<s0, 2, s1, 19>> -> tensor<?x2x?x10xi64, #graph.sizes<s0, 2, s1, 10>>
  return %y : tensor<?x2x?x10xi64, #graph.sizes<s0, 2, s1, 10>>
}

// -----

// Where the maximum of pairs lies.
func.func @main(%x: tensor<?x3x?x18xf32, #graph.sizes<s0, 3, s1, 18>> {graph.name = "x"})
    -> tensor<?x3x?x9xi64, #graph.sizes<s0, 3, s1, 9>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_arg_reduce max %x axis = 2 window = [1, 1, 1, 2] strides = [1, 1, 1, 2] low = [0, 0, 0, 0] high = [0, 0, 0, 0] dilations = [1, 1, 1, 1]
     : tensor<?x3x?x18xf32, #graph.sizes<s0, 3, s1, 18>> -> tensor<?x3x?x9xi64, #graph.sizes<s0, 3, s1, 9>>
  return %y : tensor<?x3x?x9xi64, #graph.sizes<s0, 3, s1, 9>>
}

// -----

// Where the maximum lies, with padding.
func.func @main(%x: tensor<?x3x?x17xf32, #graph.sizes<s0, 3, s1, 17>> {graph.name = "x"})
    -> tensor<?x3x?x9xi64, #graph.sizes<s0, 3, (s1 - 1) floordiv 2 + 1, 9>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_arg_reduce max %x axis = 2 window = [1, 1, 3, 3] strides = [1, 1, 2, 2] low = [0, 0, 1, 1] high = [0, 0, 1, 1] dilations = [1, 1, 1, 1]
     : tensor<?x3x?x17xf32, #graph.sizes<s0, 3, s1, 17>> -> tensor<?x3x?x9xi64, #graph.sizes<s0, 3, (s1 - 1) floordiv 2 + 1, 9>>
  return %y : tensor<?x3x?x9xi64, #graph.sizes<s0, 3, (s1 - 1) floordiv 2 + 1, 9>>
}

// -----

// Where the minimum lies, in a line.
func.func @main(%x: tensor<?x3x?xf32, #graph.sizes<s0, 3, s1>> {graph.name = "x"})
    -> tensor<?x3x?xi64, #graph.sizes<s0, 3, (s1 - 1) floordiv 2 + 1>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_arg_reduce min %x axis = 2 window = [1, 1, 3] strides = [1, 1, 2] low = [0, 0, 1] high = [0, 0, 1] dilations = [1, 1, 1]
     : tensor<?x3x?xf32, #graph.sizes<s0, 3, s1>> -> tensor<?x3x?xi64, #graph.sizes<s0, 3, (s1 - 1) floordiv 2 + 1>>
  return %y : tensor<?x3x?xi64, #graph.sizes<s0, 3, (s1 - 1) floordiv 2 + 1>>
}

// -----

// Where the maximum lies in all of a tensor.
func.func @main(%x: tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> {graph.name = "x"})
    -> tensor<?x3x?xi64, #graph.sizes<s0 + 1, 3, s1 + 1>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_arg_reduce max %x axis = 0 window = [2, 3, 2] strides = [1, 2, 1] low = [1, 1, 1] high = [1, 1, 1] dilations = [1, 1, 1]
     : tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> -> tensor<?x3x?xi64, #graph.sizes<s0 + 1, 3, s1 + 1>>
  return %y : tensor<?x3x?xi64, #graph.sizes<s0 + 1, 3, s1 + 1>>
}

// -----

// Where the maximum of f16 lies.
func.func @main(%x: tensor<?x2x?x19xf16, #graph.sizes<s0, 2, s1, 19>> {graph.name = "x"})
    -> tensor<?x2x?x10xi64, #graph.sizes<s0, 2, s1, 10>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_arg_reduce max %x axis = 2 window = [1, 1, 2, 3] strides = [1, 1, 1, 2] low = [0, 0, 1, 1] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<?x2x?x19xf16, #graph.sizes<s0, 2, s1, 19>> -> tensor<?x2x?x10xi64, #graph.sizes<s0, 2, s1, 10>>
  return %y : tensor<?x2x?x10xi64, #graph.sizes<s0, 2, s1, 10>>
}

// -----

// Where the maximum of i32 lies.
func.func @main(%x: tensor<?x2x?x19xi32, #graph.sizes<s0, 2, s1, 19>> {graph.name = "x"})
    -> tensor<?x2x?x10xi64, #graph.sizes<s0, 2, s1, 10>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_arg_reduce max %x axis = 2 window = [1, 1, 2, 3] strides = [1, 1, 1, 2] low = [0, 0, 1, 1] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<?x2x?x19xi32, #graph.sizes<s0, 2, s1, 19>> -> tensor<?x2x?x10xi64, #graph.sizes<s0, 2, s1, 10>>
  return %y : tensor<?x2x?x10xi64, #graph.sizes<s0, 2, s1, 10>>
}

// -----

// Where the maximum of ui8 lies.
func.func @main(%x: tensor<?x2x?x19xui8, #graph.sizes<s0, 2, s1, 19>> {graph.name = "x"})
    -> tensor<?x2x?x10xi64, #graph.sizes<s0, 2, s1, 10>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_arg_reduce max %x axis = 2 window = [1, 1, 2, 3] strides = [1, 1, 1, 2] low = [0, 0, 1, 1] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<?x2x?x19xui8, #graph.sizes<s0, 2, s1, 19>> -> tensor<?x2x?x10xi64, #graph.sizes<s0, 2, s1, 10>>
  return %y : tensor<?x2x?x10xi64, #graph.sizes<s0, 2, s1, 10>>
}

// -----

// Where the maximum of f64 lies.
func.func @main(%x: tensor<?x2x?x19xf64, #graph.sizes<s0, 2, s1, 19>> {graph.name = "x"})
    -> tensor<?x2x?x10xi64, #graph.sizes<s0, 2, s1, 10>> attributes {graph.symbols = ["batch", "height"]} {
  %y = graph.window_arg_reduce max %x axis = 2 window = [1, 1, 2, 3] strides = [1, 1, 1, 2] low = [0, 0, 1, 1] high = [0, 0, 0, 1] dilations = [1, 1, 1, 1]
     : tensor<?x2x?x19xf64, #graph.sizes<s0, 2, s1, 19>> -> tensor<?x2x?x10xi64, #graph.sizes<s0, 2, s1, 10>>
  return %y : tensor<?x2x?x10xi64, #graph.sizes<s0, 2, s1, 10>>
}
