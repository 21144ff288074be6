// Lines that are sorted byte by byte, of sizes that are known.
// RUN: tenon-check %s --sizes rows=1 --sizes rows=13

// Lines that take several bytes to count.
func.func @main(%x: tensor<2x?x301xf32, #graph.sizes<2, s0, 301>> {graph.name = "x"})
    -> (tensor<2x?x301xf32, #graph.sizes<2, s0, 301>>, tensor<2x?x301xi64, #graph.sizes<2, s0, 301>>) attributes {graph.symbols = ["rows"]} {
  %v, %i = graph.sort %x axis = 2 : tensor<2x?x301xf32, #graph.sizes<2, s0, 301>> -> tensor<2x?x301xf32, #graph.sizes<2, s0, 301>>, tensor<2x?x301xi64, #graph.sizes<2, s0, 301>>
  return %v, %i : tensor<2x?x301xf32, #graph.sizes<2, s0, 301>>, tensor<2x?x301xi64, #graph.sizes<2, s0, 301>>
}

// -----

// Wide keys in long lines.
func.func @main(%x: tensor<2x?x301xf64, #graph.sizes<2, s0, 301>> {graph.name = "x"})
    -> (tensor<2x?x301xf64, #graph.sizes<2, s0, 301>>, tensor<2x?x301xi64, #graph.sizes<2, s0, 301>>) attributes {graph.symbols = ["rows"]} {
  %v, %i = graph.sort %x axis = 2 descending : tensor<2x?x301xf64, #graph.sizes<2, s0, 301>> -> tensor<2x?x301xf64, #graph.sizes<2, s0, 301>>, tensor<2x?x301xi64, #graph.sizes<2, s0, 301>>
  return %v, %i : tensor<2x?x301xf64, #graph.sizes<2, s0, 301>>, tensor<2x?x301xi64, #graph.sizes<2, s0, 301>>
}
