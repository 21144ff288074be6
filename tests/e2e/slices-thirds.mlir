// Parts that are read together.
// RUN: tenon-check %s --sizes rows=1 --sizes rows=7

// Thirds of one tensor, multiplied.
func.func @main(%x: tensor<?x30xf32, #graph.sizes<s0, 30>> {graph.name = "x"})
    -> tensor<?x10xf32, #graph.sizes<s0, 10>> attributes {graph.symbols = ["rows"]} {
  %a = graph.slice %x starts = #graph.sizes<0, 0> steps = [1, 1] : tensor<?x30xf32, #graph.sizes<s0, 30>> -> tensor<?x10xf32, #graph.sizes<s0, 10>>
  %b = graph.slice %x starts = #graph.sizes<0, 10> steps = [1, 1] : tensor<?x30xf32, #graph.sizes<s0, 30>> -> tensor<?x10xf32, #graph.sizes<s0, 10>>
  %c = graph.slice %x starts = #graph.sizes<0, 20> steps = [1, 1] : tensor<?x30xf32, #graph.sizes<s0, 30>> -> tensor<?x10xf32, #graph.sizes<s0, 10>>
  %m = graph.mul %a, %b : tensor<?x10xf32, #graph.sizes<s0, 10>>, tensor<?x10xf32, #graph.sizes<s0, 10>> -> tensor<?x10xf32, #graph.sizes<s0, 10>>
  %y = graph.add %m, %c : tensor<?x10xf32, #graph.sizes<s0, 10>>, tensor<?x10xf32, #graph.sizes<s0, 10>> -> tensor<?x10xf32, #graph.sizes<s0, 10>>
  return %y : tensor<?x10xf32, #graph.sizes<s0, 10>>
}
