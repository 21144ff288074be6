// The index of the first largest or smallest element; integers have many equal ones.
// RUN: tenon-check %s --sizes rows=1,columns=1 --sizes rows=3,columns=17 --sizes rows=16,columns=5 --sizes rows=33,columns=131

// max of f32 along 0.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<7x?xi64, #graph.sizes<7, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.arg_reduce max %x axis = 0 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<7x?xi64, #graph.sizes<7, s1>>
  return %y : tensor<7x?xi64, #graph.sizes<7, s1>>
}

// -----

// max of f32 along 1.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x?xi64, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.arg_reduce max %x axis = 1 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// max of f32 along 2.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x7xi64, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.arg_reduce max %x axis = 2 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<?x7xi64, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xi64, #graph.sizes<s0, 7>>
}

// -----

// max of i32 along 2.
func.func @main(%x: tensor<?x7x?xi32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x7xi64, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.arg_reduce max %x axis = 2 : tensor<?x7x?xi32, #graph.sizes<s0, 7, s1>> -> tensor<?x7xi64, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xi64, #graph.sizes<s0, 7>>
}

// -----

// max of ui8 along 2.
func.func @main(%x: tensor<?x7x?xui8, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x7xi64, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.arg_reduce max %x axis = 2 : tensor<?x7x?xui8, #graph.sizes<s0, 7, s1>> -> tensor<?x7xi64, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xi64, #graph.sizes<s0, 7>>
}

// -----

// max of bf16 along 2.
func.func @main(%x: tensor<?x7x?xbf16, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x7xi64, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.arg_reduce max %x axis = 2 : tensor<?x7x?xbf16, #graph.sizes<s0, 7, s1>> -> tensor<?x7xi64, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xi64, #graph.sizes<s0, 7>>
}

// -----

// min of f32 along 0.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<7x?xi64, #graph.sizes<7, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.arg_reduce min %x axis = 0 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<7x?xi64, #graph.sizes<7, s1>>
  return %y : tensor<7x?xi64, #graph.sizes<7, s1>>
}

// -----

// min of f32 along 1.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x?xi64, #graph.sizes<s0, s1>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.arg_reduce min %x axis = 1 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<?x?xi64, #graph.sizes<s0, s1>>
  return %y : tensor<?x?xi64, #graph.sizes<s0, s1>>
}

// -----

// min of f32 along 2.
func.func @main(%x: tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x7xi64, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.arg_reduce min %x axis = 2 : tensor<?x7x?xf32, #graph.sizes<s0, 7, s1>> -> tensor<?x7xi64, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xi64, #graph.sizes<s0, 7>>
}

// -----

// min of i32 along 2.
func.func @main(%x: tensor<?x7x?xi32, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x7xi64, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.arg_reduce min %x axis = 2 : tensor<?x7x?xi32, #graph.sizes<s0, 7, s1>> -> tensor<?x7xi64, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xi64, #graph.sizes<s0, 7>>
}

// -----

// min of ui8 along 2.
func.func @main(%x: tensor<?x7x?xui8, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x7xi64, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.arg_reduce min %x axis = 2 : tensor<?x7x?xui8, #graph.sizes<s0, 7, s1>> -> tensor<?x7xi64, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xi64, #graph.sizes<s0, 7>>
}

// -----

// min of bf16 along 2.
func.func @main(%x: tensor<?x7x?xbf16, #graph.sizes<s0, 7, s1>> {graph.name = "x"})
    -> tensor<?x7xi64, #graph.sizes<s0, 7>> attributes {graph.symbols = ["rows", "columns"]} {
  %y = graph.arg_reduce min %x axis = 2 : tensor<?x7x?xbf16, #graph.sizes<s0, 7, s1>> -> tensor<?x7xi64, #graph.sizes<s0, 7>>
  return %y : tensor<?x7xi64, #graph.sizes<s0, 7>>
}
