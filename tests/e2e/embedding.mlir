// Rows of tables by index.
// RUN: tenon-check %s --sizes batch=1,sequence=1 --sizes batch=2,sequence=7 --sizes batch=3,sequence=128

func.func @main(%ids: tensor<?x?xi64, #graph.sizes<s0, s1>> {graph.name = "ids"})
    -> tensor<?x?x20xf32, #graph.sizes<s0, s1, 20>> attributes {graph.symbols = ["batch", "sequence"]} {
  %table = graph.weight "table" : tensor<50x20xf32>
  %y = graph.gather %table, %ids axis = 0 : tensor<50x20xf32>, tensor<?x?xi64, #graph.sizes<s0, s1>> -> tensor<?x?x20xf32, #graph.sizes<s0, s1, 20>>
  return %y : tensor<?x?x20xf32, #graph.sizes<s0, s1, 20>>
}

// -----

// With positions.
func.func @main(%ids: tensor<?x?xi64, #graph.sizes<s0, s1>> {graph.name = "ids"})
    -> tensor<?x?x20xf32, #graph.sizes<s0, s1, 20>> attributes {graph.symbols = ["batch", "sequence"]} {
  %words = graph.weight "words" : tensor<50x20xf32>
  %positions = graph.weight "positions" : tensor<200x20xf32>
  %e = graph.gather %words, %ids axis = 0 : tensor<50x20xf32>, tensor<?x?xi64, #graph.sizes<s0, s1>> -> tensor<?x?x20xf32, #graph.sizes<s0, s1, 20>>
  %p = graph.slice %positions starts = #graph.sizes<0, 0> steps = [1, 1] : tensor<200x20xf32> -> tensor<?x20xf32, #graph.sizes<s1, 20>>
  %pb = graph.broadcast %p axes = [1, 2] : tensor<?x20xf32, #graph.sizes<s1, 20>> -> tensor<?x?x20xf32, #graph.sizes<s0, s1, 20>>
  %y = graph.add %e, %pb : tensor<?x?x20xf32, #graph.sizes<s0, s1, 20>>, tensor<?x?x20xf32, #graph.sizes<s0, s1, 20>> -> tensor<?x?x20xf32, #graph.sizes<s0, s1, 20>>
  return %y : tensor<?x?x20xf32, #graph.sizes<s0, s1, 20>>
}

// -----

// Positions by index, then normalized.
func.func @main(%ids: tensor<?x?xi64, #graph.sizes<s0, s1>> {graph.name = "ids"})
    -> tensor<?x?x20xf32, #graph.sizes<s0, s1, 20>> attributes {graph.symbols = ["batch", "sequence"]} {
  %words = graph.weight "words" : tensor<50x20xf32>
  %positions = graph.weight "positions" : tensor<200x20xf32>
  %e = graph.gather %words, %ids axis = 0 : tensor<50x20xf32>, tensor<?x?xi64, #graph.sizes<s0, s1>> -> tensor<?x?x20xf32, #graph.sizes<s0, s1, 20>>
  %i = graph.iota 1 : tensor<?x?xi64, #graph.sizes<s0, s1>>
  %p = graph.gather %positions, %i axis = 0 : tensor<200x20xf32>, tensor<?x?xi64, #graph.sizes<s0, s1>> -> tensor<?x?x20xf32, #graph.sizes<s0, s1, 20>>
  %h = graph.add %e, %p : tensor<?x?x20xf32, #graph.sizes<s0, s1, 20>>, tensor<?x?x20xf32, #graph.sizes<s0, s1, 20>> -> tensor<?x?x20xf32, #graph.sizes<s0, s1, 20>>
  %scale = graph.weight "scale" : tensor<20xf32>
  %bias = graph.weight "bias" : tensor<20xf32>
  %y = graph.layer_norm %h scale = %scale : tensor<20xf32> bias = %bias : tensor<20xf32> axis = 2 epsilon = 1.0e-12 : tensor<?x?x20xf32, #graph.sizes<s0, s1, 20>> -> tensor<?x?x20xf32, #graph.sizes<s0, s1, 20>>
  return %y : tensor<?x?x20xf32, #graph.sizes<s0, s1, 20>>
}
