// Parts of tensors of known sizes.
// RUN: tenon-check %s

// Numbers only.
func.func @main(%x: tensor<10x20xf32> {graph.name = "x"})
    -> tensor<3x4xf32> {
  %y = graph.slice %x starts = #graph.sizes<3, 5> steps = [2, 3] : tensor<10x20xf32> -> tensor<3x4xf32>
  return %y : tensor<3x4xf32>
}

// -----

// Numbers only, backwards.
func.func @main(%x: tensor<10x20xf32> {graph.name = "x"})
    -> tensor<4x10xf32> {
  %y = graph.slice %x starts = #graph.sizes<9, 19> steps = [-3, -2] : tensor<10x20xf32> -> tensor<4x10xf32>
  return %y : tensor<4x10xf32>
}
