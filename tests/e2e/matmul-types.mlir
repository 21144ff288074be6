// Products of other element types than f32.
// RUN: tenon-check %s --sizes m=1,k=1,n=1 --sizes m=7,k=33,n=65

// f64.
func.func @main(%a: tensor<?x?xf64, #graph.sizes<s0, s1>> {graph.name = "a"}, %b: tensor<?x?xf64, #graph.sizes<s1, s2>> {graph.name = "b"})
    -> tensor<?x?xf64, #graph.sizes<s0, s2>> attributes {graph.symbols = ["m", "k", "n"]} {
  %y = graph.matmul %a, %b : tensor<?x?xf64, #graph.sizes<s0, s1>>, tensor<?x?xf64, #graph.sizes<s1, s2>> -> tensor<?x?xf64, #graph.sizes<s0, s2>>
  return %y : tensor<?x?xf64, #graph.sizes<s0, s2>>
}

// -----

// f16.
func.func @main(%a: tensor<?x?xf16, #graph.sizes<s0, s1>> {graph.name = "a"}, %b: tensor<?x?xf16, #graph.sizes<s1, s2>> {graph.name = "b"})
    -> tensor<?x?xf16, #graph.sizes<s0, s2>> attributes {graph.symbols = ["m", "k", "n"]} {
  %y = graph.matmul %a, %b : tensor<?x?xf16, #graph.sizes<s0, s1>>, tensor<?x?xf16, #graph.sizes<s1, s2>> -> tensor<?x?xf16, #graph.sizes<s0, s2>>
  return %y : tensor<?x?xf16, #graph.sizes<s0, s2>>
}

// -----

// bf16.
func.func @main(%a: tensor<?x?xbf16, #graph.sizes<s0, s1>> {graph.name = "a"}, %b: tensor<?x?xbf16, #graph.sizes<s1, s2>> {graph.name = "b"})
    -> tensor<?x?xbf16, #graph.sizes<s0, s2>> attributes {graph.symbols = ["m", "k", "n"]} {
  %y = graph.matmul %a, %b : tensor<?x?xbf16, #graph.sizes<s0, s1>>, tensor<?x?xbf16, #graph.sizes<s1, s2>> -> tensor<?x?xbf16, #graph.sizes<s0, s2>>
  return %y : tensor<?x?xbf16, #graph.sizes<s0, s2>>
}

// -----

// i32.
func.func @main(%a: tensor<?x?xi32, #graph.sizes<s0, s1>> {graph.name = "a"}, %b: tensor<?x?xi32, #graph.sizes<s1, s2>> {graph.name = "b"})
    -> tensor<?x?xi32, #graph.sizes<s0, s2>> attributes {graph.symbols = ["m", "k", "n"]} {
  %y = graph.matmul %a, %b : tensor<?x?xi32, #graph.sizes<s0, s1>>, tensor<?x?xi32, #graph.sizes<s1, s2>> -> tensor<?x?xi32, #graph.sizes<s0, s2>>
  return %y : tensor<?x?xi32, #graph.sizes<s0, s2>>
}

// -----

// i64.
func.func @main(%a: tensor<?x?xi64, #graph.sizes<s0, s1>> {graph.name = "a"}, %b: tensor<?x?xi64, #graph.sizes<s1, s2>> {graph.name = "b"})
    -> tensor<?x?xi64, #graph.sizes<s0, s2>> attributes {graph.symbols = ["m", "k", "n"]} {
  %y = graph.matmul %a, %b : tensor<?x?xi64, #graph.sizes<s0, s1>>, tensor<?x?xi64, #graph.sizes<s1, s2>> -> tensor<?x?xi64, #graph.sizes<s0, s2>>
  return %y : tensor<?x?xi64, #graph.sizes<s0, s2>>
}

// -----

// i8.
func.func @main(%a: tensor<?x?xi8, #graph.sizes<s0, s1>> {graph.name = "a"}, %b: tensor<?x?xi8, #graph.sizes<s1, s2>> {graph.name = "b"})
    -> tensor<?x?xi8, #graph.sizes<s0, s2>> attributes {graph.symbols = ["m", "k", "n"]} {
  %y = graph.matmul %a, %b : tensor<?x?xi8, #graph.sizes<s0, s1>>, tensor<?x?xi8, #graph.sizes<s1, s2>> -> tensor<?x?xi8, #graph.sizes<s0, s2>>
  return %y : tensor<?x?xi8, #graph.sizes<s0, s2>>
}
