// A network of Linear and ReLU gives the reference's logits at every batch size.
// RUN: tenon-check %s --sizes batch=1 --sizes batch=2 --sizes batch=6 --sizes batch=7 --sizes batch=64 --sizes batch=129
// RUN: tenon-check %s --sizes batch=1 --sizes batch=13 --static

func.func @main(%x: tensor<?x100xf32, #graph.sizes<s0, 100>> {graph.name = "x"})
    -> tensor<?x10xf32, #graph.sizes<s0, 10>> attributes {graph.symbols = ["batch"]} {
  %w1 = graph.weight "w1" : tensor<96x100xf32>
  %w1_t = graph.transpose %w1 permutation = [1, 0] : tensor<96x100xf32> -> tensor<100x96xf32>
  %h1_p = graph.matmul %x, %w1_t : tensor<?x100xf32, #graph.sizes<s0, 100>>, tensor<100x96xf32> -> tensor<?x96xf32, #graph.sizes<s0, 96>>
  %w1_bias = graph.weight "w1_bias" : tensor<96xf32>
  %w1_b = graph.broadcast %w1_bias axes = [1] : tensor<96xf32> -> tensor<?x96xf32, #graph.sizes<s0, 96>>
  %h1 = graph.add %h1_p, %w1_b : tensor<?x96xf32, #graph.sizes<s0, 96>>, tensor<?x96xf32, #graph.sizes<s0, 96>> -> tensor<?x96xf32, #graph.sizes<s0, 96>>
  %a1 = graph.relu %h1 : tensor<?x96xf32, #graph.sizes<s0, 96>> -> tensor<?x96xf32, #graph.sizes<s0, 96>>
  %w2 = graph.weight "w2" : tensor<65x96xf32>
  %w2_t = graph.transpose %w2 permutation = [1, 0] : tensor<65x96xf32> -> tensor<96x65xf32>
  %h2_p = graph.matmul %a1, %w2_t : tensor<?x96xf32, #graph.sizes<s0, 96>>, tensor<96x65xf32> -> tensor<?x65xf32, #graph.sizes<s0, 65>>
  %w2_bias = graph.weight "w2_bias" : tensor<65xf32>
  %w2_b = graph.broadcast %w2_bias axes = [1] : tensor<65xf32> -> tensor<?x65xf32, #graph.sizes<s0, 65>>
  %h2 = graph.add %h2_p, %w2_b : tensor<?x65xf32, #graph.sizes<s0, 65>>, tensor<?x65xf32, #graph.sizes<s0, 65>> -> tensor<?x65xf32, #graph.sizes<s0, 65>>
  %a2 = graph.relu %h2 : tensor<?x65xf32, #graph.sizes<s0, 65>> -> tensor<?x65xf32, #graph.sizes<s0, 65>>
  %w3 = graph.weight "w3" : tensor<10x65xf32>
  %w3_t = graph.transpose %w3 permutation = [1, 0] : tensor<10x65xf32> -> tensor<65x10xf32>
  %y_p = graph.matmul %a2, %w3_t : tensor<?x65xf32, #graph.sizes<s0, 65>>, tensor<65x10xf32> -> tensor<?x10xf32, #graph.sizes<s0, 10>>
  %w3_bias = graph.weight "w3_bias" : tensor<10xf32>
  %w3_b = graph.broadcast %w3_bias axes = [1] : tensor<10xf32> -> tensor<?x10xf32, #graph.sizes<s0, 10>>
  %y = graph.add %y_p, %w3_b : tensor<?x10xf32, #graph.sizes<s0, 10>>, tensor<?x10xf32, #graph.sizes<s0, 10>> -> tensor<?x10xf32, #graph.sizes<s0, 10>>
  return %y : tensor<?x10xf32, #graph.sizes<s0, 10>>
}

// -----

// In double.
func.func @main(%x: tensor<?x100xf64, #graph.sizes<s0, 100>> {graph.name = "x"})
    -> tensor<?x10xf64, #graph.sizes<s0, 10>> attributes {graph.symbols = ["batch"]} {
  %w1 = graph.weight "w1" : tensor<96x100xf64>
  %w1_t = graph.transpose %w1 permutation = [1, 0] : tensor<96x100xf64> -> tensor<100x96xf64>
  %h1_p = graph.matmul %x, %w1_t : tensor<?x100xf64, #graph.sizes<s0, 100>>, tensor<100x96xf64> -> tensor<?x96xf64, #graph.sizes<s0, 96>>
  %w1_bias = graph.weight "w1_bias" : tensor<96xf64>
  %w1_b = graph.broadcast %w1_bias axes = [1] : tensor<96xf64> -> tensor<?x96xf64, #graph.sizes<s0, 96>>
  %h1 = graph.add %h1_p, %w1_b : tensor<?x96xf64, #graph.sizes<s0, 96>>, tensor<?x96xf64, #graph.sizes<s0, 96>> -> tensor<?x96xf64, #graph.sizes<s0, 96>>
  %a1 = graph.relu %h1 : tensor<?x96xf64, #graph.sizes<s0, 96>> -> tensor<?x96xf64, #graph.sizes<s0, 96>>
  %w2 = graph.weight "w2" : tensor<65x96xf64>
  %w2_t = graph.transpose %w2 permutation = [1, 0] : tensor<65x96xf64> -> tensor<96x65xf64>
  %h2_p = graph.matmul %a1, %w2_t : tensor<?x96xf64, #graph.sizes<s0, 96>>, tensor<96x65xf64> -> tensor<?x65xf64, #graph.sizes<s0, 65>>
  %w2_bias = graph.weight "w2_bias" : tensor<65xf64>
  %w2_b = graph.broadcast %w2_bias axes = [1] : tensor<65xf64> -> tensor<?x65xf64, #graph.sizes<s0, 65>>
  %h2 = graph.add %h2_p, %w2_b : tensor<?x65xf64, #graph.sizes<s0, 65>>, tensor<?x65xf64, #graph.sizes<s0, 65>> -> tensor<?x65xf64, #graph.sizes<s0, 65>>
  %a2 = graph.relu %h2 : tensor<?x65xf64, #graph.sizes<s0, 65>> -> tensor<?x65xf64, #graph.sizes<s0, 65>>
  %w3 = graph.weight "w3" : tensor<10x65xf64>
  %w3_t = graph.transpose %w3 permutation = [1, 0] : tensor<10x65xf64> -> tensor<65x10xf64>
  %y_p = graph.matmul %a2, %w3_t : tensor<?x65xf64, #graph.sizes<s0, 65>>, tensor<65x10xf64> -> tensor<?x10xf64, #graph.sizes<s0, 10>>
  %w3_bias = graph.weight "w3_bias" : tensor<10xf64>
  %w3_b = graph.broadcast %w3_bias axes = [1] : tensor<10xf64> -> tensor<?x10xf64, #graph.sizes<s0, 10>>
  %y = graph.add %y_p, %w3_b : tensor<?x10xf64, #graph.sizes<s0, 10>>, tensor<?x10xf64, #graph.sizes<s0, 10>> -> tensor<?x10xf64, #graph.sizes<s0, 10>>
  return %y : tensor<?x10xf64, #graph.sizes<s0, 10>>
}
