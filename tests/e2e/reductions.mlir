// Every kind of reduction, along every set of axes and of every type.
// RUN: tenon-check %s --sizes rows=1,columns=1 --sizes rows=3,columns=17 --sizes rows=16,columns=5 --sizes rows=33,columns=131

// Sum along [0].
func.func @main(%x: tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> {graph.name = "x"})
    -> tensor<5x?xf32, #graph.sizes<5, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce sum %x axes = [0] : tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> -> tensor<5x?xf32, #graph.sizes<5, s1>>
  return %y : tensor<5x?xf32, #graph.sizes<5, s1>>
}

// -----

// Maximum along [0].
func.func @main(%x: tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> {graph.name = "x"})
    -> tensor<5x?xf32, #graph.sizes<5, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce max %x axes = [0] : tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> -> tensor<5x?xf32, #graph.sizes<5, s1>>
  return %y : tensor<5x?xf32, #graph.sizes<5, s1>>
}

// -----

// Sum along [1].
func.func @main(%x: tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce sum %x axes = [1] : tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// Maximum along [1].
func.func @main(%x: tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce max %x axes = [1] : tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// Sum along [2].
func.func @main(%x: tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> {graph.name = "x"})
    -> tensor<?x5xf32, #graph.sizes<s0, 5>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce sum %x axes = [2] : tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> -> tensor<?x5xf32, #graph.sizes<s0, 5>>
  return %y : tensor<?x5xf32, #graph.sizes<s0, 5>>
}

// -----

// Maximum along [2].
func.func @main(%x: tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> {graph.name = "x"})
    -> tensor<?x5xf32, #graph.sizes<s0, 5>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce max %x axes = [2] : tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> -> tensor<?x5xf32, #graph.sizes<s0, 5>>
  return %y : tensor<?x5xf32, #graph.sizes<s0, 5>>
}

// -----

// Sum along [0, 1].
func.func @main(%x: tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> {graph.name = "x"})
    -> tensor<?xf32, #graph.sizes<s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce sum %x axes = [0, 1] : tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> -> tensor<?xf32, #graph.sizes<s1>>
  return %y : tensor<?xf32, #graph.sizes<s1>>
}

// -----

// Maximum along [0, 1].
func.func @main(%x: tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> {graph.name = "x"})
    -> tensor<?xf32, #graph.sizes<s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce max %x axes = [0, 1] : tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> -> tensor<?xf32, #graph.sizes<s1>>
  return %y : tensor<?xf32, #graph.sizes<s1>>
}

// -----

// Sum along [0, 2].
func.func @main(%x: tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> {graph.name = "x"})
    -> tensor<5xf32> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce sum %x axes = [0, 2] : tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> -> tensor<5xf32>
  return %y : tensor<5xf32>
}

// -----

// Maximum along [0, 2].
func.func @main(%x: tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> {graph.name = "x"})
    -> tensor<5xf32> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce max %x axes = [0, 2] : tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> -> tensor<5xf32>
  return %y : tensor<5xf32>
}

// -----

// Sum along [1, 2].
func.func @main(%x: tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> {graph.name = "x"})
    -> tensor<?xf32, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce sum %x axes = [1, 2] : tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> -> tensor<?xf32, #graph.sizes<s0>>
  return %y : tensor<?xf32, #graph.sizes<s0>>
}

// -----

// Maximum along [1, 2].
func.func @main(%x: tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> {graph.name = "x"})
    -> tensor<?xf32, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce max %x axes = [1, 2] : tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> -> tensor<?xf32, #graph.sizes<s0>>
  return %y : tensor<?xf32, #graph.sizes<s0>>
}

// -----

// Sum along [0, 1, 2].
func.func @main(%x: tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> {graph.name = "x"})
    -> tensor<f32> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce sum %x axes = [0, 1, 2] : tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> -> tensor<f32>
  return %y : tensor<f32>
}

// -----

// Maximum along [0, 1, 2].
func.func @main(%x: tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> {graph.name = "x"})
    -> tensor<f32> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce max %x axes = [0, 1, 2] : tensor<?x5x?xf32, #graph.sizes<s0, 5, s1>> -> tensor<f32>
  return %y : tensor<f32>
}

// -----

// Product along [0].
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xf32, #graph.sizes<s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce product %x axes = [0] : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?xf32, #graph.sizes<s1>>
  return %y : tensor<?xf32, #graph.sizes<s1>>
}

// -----

// Product along [1].
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xf32, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce product %x axes = [1] : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?xf32, #graph.sizes<s0>>
  return %y : tensor<?xf32, #graph.sizes<s0>>
}

// -----

// Min along [0].
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xf32, #graph.sizes<s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce min %x axes = [0] : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?xf32, #graph.sizes<s1>>
  return %y : tensor<?xf32, #graph.sizes<s1>>
}

// -----

// Min along [1].
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xf32, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce min %x axes = [1] : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?xf32, #graph.sizes<s0>>
  return %y : tensor<?xf32, #graph.sizes<s0>>
}

// -----

// Sum of f64.
func.func @main(%x: tensor<?x?xf64, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xf64, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce sum %x axes = [1] : tensor<?x?xf64, #graph.sizes<s0, s1>> -> tensor<?xf64, #graph.sizes<s0>>
  return %y : tensor<?xf64, #graph.sizes<s0>>
}

// -----

// Max of f64.
func.func @main(%x: tensor<?x?xf64, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xf64, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce max %x axes = [1] : tensor<?x?xf64, #graph.sizes<s0, s1>> -> tensor<?xf64, #graph.sizes<s0>>
  return %y : tensor<?xf64, #graph.sizes<s0>>
}

// -----

// Min of f64.
func.func @main(%x: tensor<?x?xf64, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xf64, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce min %x axes = [1] : tensor<?x?xf64, #graph.sizes<s0, s1>> -> tensor<?xf64, #graph.sizes<s0>>
  return %y : tensor<?xf64, #graph.sizes<s0>>
}

// -----

// Sum of f16.
func.func @main(%x: tensor<?x?xf16, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xf16, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce sum %x axes = [1] : tensor<?x?xf16, #graph.sizes<s0, s1>> -> tensor<?xf16, #graph.sizes<s0>>
  return %y : tensor<?xf16, #graph.sizes<s0>>
}

// -----

// Max of f16.
func.func @main(%x: tensor<?x?xf16, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xf16, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce max %x axes = [1] : tensor<?x?xf16, #graph.sizes<s0, s1>> -> tensor<?xf16, #graph.sizes<s0>>
  return %y : tensor<?xf16, #graph.sizes<s0>>
}

// -----

// Min of f16.
func.func @main(%x: tensor<?x?xf16, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xf16, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce min %x axes = [1] : tensor<?x?xf16, #graph.sizes<s0, s1>> -> tensor<?xf16, #graph.sizes<s0>>
  return %y : tensor<?xf16, #graph.sizes<s0>>
}

// -----

// Sum of bf16.
func.func @main(%x: tensor<?x?xbf16, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xbf16, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce sum %x axes = [1] : tensor<?x?xbf16, #graph.sizes<s0, s1>> -> tensor<?xbf16, #graph.sizes<s0>>
  return %y : tensor<?xbf16, #graph.sizes<s0>>
}

// -----

// Max of bf16.
func.func @main(%x: tensor<?x?xbf16, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xbf16, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce max %x axes = [1] : tensor<?x?xbf16, #graph.sizes<s0, s1>> -> tensor<?xbf16, #graph.sizes<s0>>
  return %y : tensor<?xbf16, #graph.sizes<s0>>
}

// -----

// Min of bf16.
func.func @main(%x: tensor<?x?xbf16, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xbf16, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce min %x axes = [1] : tensor<?x?xbf16, #graph.sizes<s0, s1>> -> tensor<?xbf16, #graph.sizes<s0>>
  return %y : tensor<?xbf16, #graph.sizes<s0>>
}

// -----

// Sum of i64.
func.func @main(%x: tensor<?x?xi64, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xi64, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce sum %x axes = [1] : tensor<?x?xi64, #graph.sizes<s0, s1>> -> tensor<?xi64, #graph.sizes<s0>>
  return %y : tensor<?xi64, #graph.sizes<s0>>
}

// -----

// Max of i64.
func.func @main(%x: tensor<?x?xi64, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xi64, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce max %x axes = [1] : tensor<?x?xi64, #graph.sizes<s0, s1>> -> tensor<?xi64, #graph.sizes<s0>>
  return %y : tensor<?xi64, #graph.sizes<s0>>
}

// -----

// Min of i64.
func.func @main(%x: tensor<?x?xi64, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xi64, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce min %x axes = [1] : tensor<?x?xi64, #graph.sizes<s0, s1>> -> tensor<?xi64, #graph.sizes<s0>>
  return %y : tensor<?xi64, #graph.sizes<s0>>
}

// -----

// Sum of i32.
func.func @main(%x: tensor<?x?xi32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xi32, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce sum %x axes = [1] : tensor<?x?xi32, #graph.sizes<s0, s1>> -> tensor<?xi32, #graph.sizes<s0>>
  return %y : tensor<?xi32, #graph.sizes<s0>>
}

// -----

// Max of i32.
func.func @main(%x: tensor<?x?xi32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xi32, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce max %x axes = [1] : tensor<?x?xi32, #graph.sizes<s0, s1>> -> tensor<?xi32, #graph.sizes<s0>>
  return %y : tensor<?xi32, #graph.sizes<s0>>
}

// -----

// Min of i32.
func.func @main(%x: tensor<?x?xi32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xi32, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce min %x axes = [1] : tensor<?x?xi32, #graph.sizes<s0, s1>> -> tensor<?xi32, #graph.sizes<s0>>
  return %y : tensor<?xi32, #graph.sizes<s0>>
}

// -----

// Sum of i16.
func.func @main(%x: tensor<?x?xi16, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xi16, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce sum %x axes = [1] : tensor<?x?xi16, #graph.sizes<s0, s1>> -> tensor<?xi16, #graph.sizes<s0>>
  return %y : tensor<?xi16, #graph.sizes<s0>>
}

// -----

// Max of i16.
func.func @main(%x: tensor<?x?xi16, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xi16, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce max %x axes = [1] : tensor<?x?xi16, #graph.sizes<s0, s1>> -> tensor<?xi16, #graph.sizes<s0>>
  return %y : tensor<?xi16, #graph.sizes<s0>>
}

// -----

// Min of i16.
func.func @main(%x: tensor<?x?xi16, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xi16, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce min %x axes = [1] : tensor<?x?xi16, #graph.sizes<s0, s1>> -> tensor<?xi16, #graph.sizes<s0>>
  return %y : tensor<?xi16, #graph.sizes<s0>>
}

// -----

// Sum of i8.
func.func @main(%x: tensor<?x?xi8, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xi8, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce sum %x axes = [1] : tensor<?x?xi8, #graph.sizes<s0, s1>> -> tensor<?xi8, #graph.sizes<s0>>
  return %y : tensor<?xi8, #graph.sizes<s0>>
}

// -----

// Max of i8.
func.func @main(%x: tensor<?x?xi8, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xi8, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce max %x axes = [1] : tensor<?x?xi8, #graph.sizes<s0, s1>> -> tensor<?xi8, #graph.sizes<s0>>
  return %y : tensor<?xi8, #graph.sizes<s0>>
}

// -----

// Min of i8.
func.func @main(%x: tensor<?x?xi8, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xi8, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce min %x axes = [1] : tensor<?x?xi8, #graph.sizes<s0, s1>> -> tensor<?xi8, #graph.sizes<s0>>
  return %y : tensor<?xi8, #graph.sizes<s0>>
}

// -----

// Sum of ui8.
func.func @main(%x: tensor<?x?xui8, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xui8, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce sum %x axes = [1] : tensor<?x?xui8, #graph.sizes<s0, s1>> -> tensor<?xui8, #graph.sizes<s0>>
  return %y : tensor<?xui8, #graph.sizes<s0>>
}

// -----

// Max of ui8.
func.func @main(%x: tensor<?x?xui8, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xui8, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce max %x axes = [1] : tensor<?x?xui8, #graph.sizes<s0, s1>> -> tensor<?xui8, #graph.sizes<s0>>
  return %y : tensor<?xui8, #graph.sizes<s0>>
}

// -----

// Min of ui8.
func.func @main(%x: tensor<?x?xui8, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xui8, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce min %x axes = [1] : tensor<?x?xui8, #graph.sizes<s0, s1>> -> tensor<?xui8, #graph.sizes<s0>>
  return %y : tensor<?xui8, #graph.sizes<s0>>
}

// -----

// Sum of ui32.
func.func @main(%x: tensor<?x?xui32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xui32, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce sum %x axes = [1] : tensor<?x?xui32, #graph.sizes<s0, s1>> -> tensor<?xui32, #graph.sizes<s0>>
  return %y : tensor<?xui32, #graph.sizes<s0>>
}

// -----

// Max of ui32.
func.func @main(%x: tensor<?x?xui32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xui32, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce max %x axes = [1] : tensor<?x?xui32, #graph.sizes<s0, s1>> -> tensor<?xui32, #graph.sizes<s0>>
  return %y : tensor<?xui32, #graph.sizes<s0>>
}

// -----

// Min of ui32.
func.func @main(%x: tensor<?x?xui32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xui32, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce min %x axes = [1] : tensor<?x?xui32, #graph.sizes<s0, s1>> -> tensor<?xui32, #graph.sizes<s0>>
  return %y : tensor<?xui32, #graph.sizes<s0>>
}

// -----

// Any along [0].
func.func @main(%x: tensor<?x?xi1, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xi1, #graph.sizes<s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce any %x axes = [0] : tensor<?x?xi1, #graph.sizes<s0, s1>> -> tensor<?xi1, #graph.sizes<s1>>
  return %y : tensor<?xi1, #graph.sizes<s1>>
}

// -----

// Any along [1].
func.func @main(%x: tensor<?x?xi1, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xi1, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce any %x axes = [1] : tensor<?x?xi1, #graph.sizes<s0, s1>> -> tensor<?xi1, #graph.sizes<s0>>
  return %y : tensor<?xi1, #graph.sizes<s0>>
}

// -----

// Any along [0, 1].
func.func @main(%x: tensor<?x?xi1, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<i1> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce any %x axes = [0, 1] : tensor<?x?xi1, #graph.sizes<s0, s1>> -> tensor<i1>
  return %y : tensor<i1>
}

// -----

// All along [0].
func.func @main(%x: tensor<?x?xi1, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xi1, #graph.sizes<s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce all %x axes = [0] : tensor<?x?xi1, #graph.sizes<s0, s1>> -> tensor<?xi1, #graph.sizes<s1>>
  return %y : tensor<?xi1, #graph.sizes<s1>>
}

// -----

// All along [1].
func.func @main(%x: tensor<?x?xi1, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xi1, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce all %x axes = [1] : tensor<?x?xi1, #graph.sizes<s0, s1>> -> tensor<?xi1, #graph.sizes<s0>>
  return %y : tensor<?xi1, #graph.sizes<s0>>
}

// -----

// All along [0, 1].
func.func @main(%x: tensor<?x?xi1, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<i1> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce all %x axes = [0, 1] : tensor<?x?xi1, #graph.sizes<s0, s1>> -> tensor<i1>
  return %y : tensor<i1>
}

// -----

// Bytes into 32 bits.
func.func @main(%x: tensor<?x?xi8, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?xi32, #graph.sizes<s0>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.reduce sum %x axes = [1] : tensor<?x?xi8, #graph.sizes<s0, s1>> -> tensor<?xi32, #graph.sizes<s0>>
  return %y : tensor<?xi32, #graph.sizes<s0>>
}

// -----

// The mean of squares, then used on each row.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %q = graph.mul %x, %x : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %s = graph.reduce sum %q axes = [1] : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?xf32, #graph.sizes<s0>>
  %d = graph.sqrt %s : tensor<?xf32, #graph.sizes<s0>> -> tensor<?xf32, #graph.sizes<s0>>
  %b = graph.broadcast %d axes = [0] : tensor<?xf32, #graph.sizes<s0>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %y = graph.div %x, %b : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xf32, #graph.sizes<s0, s1>>
}
