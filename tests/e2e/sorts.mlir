// Elements in order and where they were; equal ones keep their order.
// RUN: tenon-check %s --sizes rows=1,columns=1 --sizes rows=3,columns=17 --sizes rows=33,columns=5 --sizes rows=4,columns=260

// Along 0.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> (tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>, tensor<?x7x?xi64, #graph.sizes<s0, 7, s1>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 0 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>, tensor<?x7x?xi64, #graph.sizes<s0, 7, s1>>
  return %v, %i : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>, tensor<?x7x?xi64, #graph.sizes<s0, 7, s1>>
}

// -----

// Along 1.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> (tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>, tensor<?x7x?xi64, #graph.sizes<s0, 7, s1>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 1 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>, tensor<?x7x?xi64, #graph.sizes<s0, 7, s1>>
  return %v, %i : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>, tensor<?x7x?xi64, #graph.sizes<s0, 7, s1>>
}

// -----

// Along 2.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> (tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>, tensor<?x7x?xi64, #graph.sizes<s0, 7, s1>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 2 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>, tensor<?x7x?xi64, #graph.sizes<s0, 7, s1>>
  return %v, %i : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>>, tensor<?x7x?xi64, #graph.sizes<s0, 7, s1>>
}

// -----

// Descending.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> (tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 1 descending : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %v, %i : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// Values only.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xf32, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 1 : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %v : tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// Indices only, along the first axis.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> tensor<?x?xi64, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 0 : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %i : tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// f16.
func.func @main(%x: tensor<?x?xf16, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> (tensor<?x?xf16, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 1 : tensor<?x?xf16, #graph.sizes<s0, s1>> -> tensor<?x?xf16, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %v, %i : tensor<?x?xf16, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// f16, descending.
func.func @main(%x: tensor<?x?xf16, #graph.sizes<s1, s0>> {graph.name = "x"})
    -> (tensor<?x?xf16, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 0 descending : tensor<?x?xf16, #graph.sizes<s1, s0>> -> tensor<?x?xf16, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
  return %v, %i : tensor<?x?xf16, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
}

// -----

// bf16.
func.func @main(%x: tensor<?x?xbf16, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> (tensor<?x?xbf16, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 1 : tensor<?x?xbf16, #graph.sizes<s0, s1>> -> tensor<?x?xbf16, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %v, %i : tensor<?x?xbf16, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// bf16, descending.
func.func @main(%x: tensor<?x?xbf16, #graph.sizes<s1, s0>> {graph.name = "x"})
    -> (tensor<?x?xbf16, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 0 descending : tensor<?x?xbf16, #graph.sizes<s1, s0>> -> tensor<?x?xbf16, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
  return %v, %i : tensor<?x?xbf16, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
}

// -----

// f64.
func.func @main(%x: tensor<?x?xf64, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> (tensor<?x?xf64, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 1 : tensor<?x?xf64, #graph.sizes<s0, s1>> -> tensor<?x?xf64, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %v, %i : tensor<?x?xf64, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// f64, descending.
func.func @main(%x: tensor<?x?xf64, #graph.sizes<s1, s0>> {graph.name = "x"})
    -> (tensor<?x?xf64, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 0 descending : tensor<?x?xf64, #graph.sizes<s1, s0>> -> tensor<?x?xf64, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
  return %v, %i : tensor<?x?xf64, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
}

// -----

// i8.
func.func @main(%x: tensor<?x?xi8, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> (tensor<?x?xi8, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 1 : tensor<?x?xi8, #graph.sizes<s0, s1>> -> tensor<?x?xi8, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %v, %i : tensor<?x?xi8, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// i8, descending.
func.func @main(%x: tensor<?x?xi8, #graph.sizes<s1, s0>> {graph.name = "x"})
    -> (tensor<?x?xi8, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 0 descending : tensor<?x?xi8, #graph.sizes<s1, s0>> -> tensor<?x?xi8, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
  return %v, %i : tensor<?x?xi8, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
}

// -----

// i16.
func.func @main(%x: tensor<?x?xi16, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> (tensor<?x?xi16, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 1 : tensor<?x?xi16, #graph.sizes<s0, s1>> -> tensor<?x?xi16, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %v, %i : tensor<?x?xi16, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// i16, descending.
func.func @main(%x: tensor<?x?xi16, #graph.sizes<s1, s0>> {graph.name = "x"})
    -> (tensor<?x?xi16, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 0 descending : tensor<?x?xi16, #graph.sizes<s1, s0>> -> tensor<?x?xi16, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
  return %v, %i : tensor<?x?xi16, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
}

// -----

// i32.
func.func @main(%x: tensor<?x?xi32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> (tensor<?x?xi32, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 1 : tensor<?x?xi32, #graph.sizes<s0, s1>> -> tensor<?x?xi32, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %v, %i : tensor<?x?xi32, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// i32, descending.
func.func @main(%x: tensor<?x?xi32, #graph.sizes<s1, s0>> {graph.name = "x"})
    -> (tensor<?x?xi32, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 0 descending : tensor<?x?xi32, #graph.sizes<s1, s0>> -> tensor<?x?xi32, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
  return %v, %i : tensor<?x?xi32, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
}

// -----

// i64.
func.func @main(%x: tensor<?x?xi64, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> (tensor<?x?xi64, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 1 : tensor<?x?xi64, #graph.sizes<s0, s1>> -> tensor<?x?xi64, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %v, %i : tensor<?x?xi64, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// i64, descending.
func.func @main(%x: tensor<?x?xi64, #graph.sizes<s1, s0>> {graph.name = "x"})
    -> (tensor<?x?xi64, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 0 descending : tensor<?x?xi64, #graph.sizes<s1, s0>> -> tensor<?x?xi64, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
  return %v, %i : tensor<?x?xi64, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
}

// -----

// ui8.
func.func @main(%x: tensor<?x?xui8, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> (tensor<?x?xui8, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 1 : tensor<?x?xui8, #graph.sizes<s0, s1>> -> tensor<?x?xui8, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %v, %i : tensor<?x?xui8, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// ui8, descending.
func.func @main(%x: tensor<?x?xui8, #graph.sizes<s1, s0>> {graph.name = "x"})
    -> (tensor<?x?xui8, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 0 descending : tensor<?x?xui8, #graph.sizes<s1, s0>> -> tensor<?x?xui8, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
  return %v, %i : tensor<?x?xui8, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
}

// -----

// ui32.
func.func @main(%x: tensor<?x?xui32, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> (tensor<?x?xui32, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 1 : tensor<?x?xui32, #graph.sizes<s0, s1>> -> tensor<?x?xui32, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %v, %i : tensor<?x?xui32, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// ui32, descending.
func.func @main(%x: tensor<?x?xui32, #graph.sizes<s1, s0>> {graph.name = "x"})
    -> (tensor<?x?xui32, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 0 descending : tensor<?x?xui32, #graph.sizes<s1, s0>> -> tensor<?x?xui32, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
  return %v, %i : tensor<?x?xui32, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
}

// -----

// ui64.
func.func @main(%x: tensor<?x?xui64, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> (tensor<?x?xui64, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 1 : tensor<?x?xui64, #graph.sizes<s0, s1>> -> tensor<?x?xui64, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %v, %i : tensor<?x?xui64, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// ui64, descending.
func.func @main(%x: tensor<?x?xui64, #graph.sizes<s1, s0>> {graph.name = "x"})
    -> (tensor<?x?xui64, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 0 descending : tensor<?x?xui64, #graph.sizes<s1, s0>> -> tensor<?x?xui64, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
  return %v, %i : tensor<?x?xui64, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
}

// -----

// i1.
func.func @main(%x: tensor<?x?xi1, #graph.sizes<s0, s1>> {graph.name = "x"})
    -> (tensor<?x?xi1, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 1 : tensor<?x?xi1, #graph.sizes<s0, s1>> -> tensor<?x?xi1, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %v, %i : tensor<?x?xi1, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// i1, descending.
func.func @main(%x: tensor<?x?xi1, #graph.sizes<s1, s0>> {graph.name = "x"})
    -> (tensor<?x?xi1, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>) attributes {graph.symbols = ["rows", "columns"]} {
  %v, %i = graph.sort %x axis = 0 descending : tensor<?x?xi1, #graph.sizes<s1, s0>> -> tensor<?x?xi1, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
  return %v, %i : tensor<?x?xi1, #graph.sizes<s1, s0>>, tensor<?x?xi64, #graph.sizes<s1, s0>>
}

// -----

// The elements are computed while they are read.
func.func @main(%x: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "x"}, %z: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "z"})
    -> (tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>>) attributes {graph.symbols = ["rows", "columns"]} {
  %a = graph.sub %x, %z : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  %v, %i = graph.sort %a axis = 0 : tensor<?x?xf32, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>>
  %g = graph.take_along %x, %i axis = 0 : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s0, s1>> -> tensor<?x?xf32, #graph.sizes<s0, s1>>
  return %v, %g : tensor<?x?xf32, #graph.sizes<s0, s1>>, tensor<?x?xf32, #graph.sizes<s0, s1>>
}

// -----

// NaN comes last and first, zeros of both signs keep their order.
func.func @main(%z: tensor<?x?xf32, #graph.sizes<s0, s1>> {graph.name = "z"})
    -> (tensor<6xf32>, tensor<6xi64>, tensor<6xf32>, tensor<6xi64>) attributes {graph.symbols = ["rows", "columns"]} {
  %x = graph.constant dense<[0x7FC00000, -0.0, 1.0, 0.0, 0xFFC00000, 0xFF800000]> : tensor<6xf32> : tensor<6xf32>
  %v, %i = graph.sort %x axis = 0 : tensor<6xf32> -> tensor<6xf32>, tensor<6xi64>
  %w, %j = graph.sort %x axis = 0 descending : tensor<6xf32> -> tensor<6xf32>, tensor<6xi64>
  return %v, %i, %w, %j : tensor<6xf32>, tensor<6xi64>, tensor<6xf32>, tensor<6xi64>
}
