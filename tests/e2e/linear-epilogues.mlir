// What follows a Linear layer elementwise is computed with it.
// RUN: tenon-check %s --sizes batch=1 --sizes batch=7 --sizes batch=50

// Relu.
func.func @main(%x: tensor<?x40xf32, #graph.sizes<s0, 40>> {graph.name = "x"})
    -> tensor<?x70xf32, #graph.sizes<s0, 70>> attributes {graph.symbols = ["batch"]} {
  %w = graph.weight "w" : tensor<70x40xf32>
  %w_t = graph.transpose %w permutation = [1, 0] : tensor<70x40xf32> -> tensor<40x70xf32>
  %h_p = graph.matmul %x, %w_t : tensor<?x40xf32, #graph.sizes<s0, 40>>, tensor<40x70xf32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %w_bias = graph.weight "w_bias" : tensor<70xf32>
  %w_b = graph.broadcast %w_bias axes = [1] : tensor<70xf32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %h = graph.add %h_p, %w_b : tensor<?x70xf32, #graph.sizes<s0, 70>>, tensor<?x70xf32, #graph.sizes<s0, 70>> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %y = graph.relu %h : tensor<?x70xf32, #graph.sizes<s0, 70>> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  return %y : tensor<?x70xf32, #graph.sizes<s0, 70>>
}

// -----

// Gelu.
func.func @main(%x: tensor<?x40xf32, #graph.sizes<s0, 40>> {graph.name = "x"})
    -> tensor<?x70xf32, #graph.sizes<s0, 70>> attributes {graph.symbols = ["batch"]} {
  %w = graph.weight "w" : tensor<70x40xf32>
  %w_t = graph.transpose %w permutation = [1, 0] : tensor<70x40xf32> -> tensor<40x70xf32>
  %h_p = graph.matmul %x, %w_t : tensor<?x40xf32, #graph.sizes<s0, 40>>, tensor<40x70xf32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %w_bias = graph.weight "w_bias" : tensor<70xf32>
  %w_b = graph.broadcast %w_bias axes = [1] : tensor<70xf32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %h = graph.add %h_p, %w_b : tensor<?x70xf32, #graph.sizes<s0, 70>>, tensor<?x70xf32, #graph.sizes<s0, 70>> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %y = graph.gelu %h : tensor<?x70xf32, #graph.sizes<s0, 70>> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  return %y : tensor<?x70xf32, #graph.sizes<s0, 70>>
}

// -----

// Gelu tanh.
func.func @main(%x: tensor<?x40xf32, #graph.sizes<s0, 40>> {graph.name = "x"})
    -> tensor<?x70xf32, #graph.sizes<s0, 70>> attributes {graph.symbols = ["batch"]} {
  %w = graph.weight "w" : tensor<70x40xf32>
  %w_t = graph.transpose %w permutation = [1, 0] : tensor<70x40xf32> -> tensor<40x70xf32>
  %h_p = graph.matmul %x, %w_t : tensor<?x40xf32, #graph.sizes<s0, 40>>, tensor<40x70xf32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %w_bias = graph.weight "w_bias" : tensor<70xf32>
  %w_b = graph.broadcast %w_bias axes = [1] : tensor<70xf32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %h = graph.add %h_p, %w_b : tensor<?x70xf32, #graph.sizes<s0, 70>>, tensor<?x70xf32, #graph.sizes<s0, 70>> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %y = graph.gelu %h tanh : tensor<?x70xf32, #graph.sizes<s0, 70>> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  return %y : tensor<?x70xf32, #graph.sizes<s0, 70>>
}

// -----

// Silu.
func.func @main(%x: tensor<?x40xf32, #graph.sizes<s0, 40>> {graph.name = "x"})
    -> tensor<?x70xf32, #graph.sizes<s0, 70>> attributes {graph.symbols = ["batch"]} {
  %w = graph.weight "w" : tensor<70x40xf32>
  %w_t = graph.transpose %w permutation = [1, 0] : tensor<70x40xf32> -> tensor<40x70xf32>
  %h_p = graph.matmul %x, %w_t : tensor<?x40xf32, #graph.sizes<s0, 40>>, tensor<40x70xf32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %w_bias = graph.weight "w_bias" : tensor<70xf32>
  %w_b = graph.broadcast %w_bias axes = [1] : tensor<70xf32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %h = graph.add %h_p, %w_b : tensor<?x70xf32, #graph.sizes<s0, 70>>, tensor<?x70xf32, #graph.sizes<s0, 70>> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %y = graph.silu %h : tensor<?x70xf32, #graph.sizes<s0, 70>> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  return %y : tensor<?x70xf32, #graph.sizes<s0, 70>>
}

// -----

// Tanh.
func.func @main(%x: tensor<?x40xf32, #graph.sizes<s0, 40>> {graph.name = "x"})
    -> tensor<?x70xf32, #graph.sizes<s0, 70>> attributes {graph.symbols = ["batch"]} {
  %w = graph.weight "w" : tensor<70x40xf32>
  %w_t = graph.transpose %w permutation = [1, 0] : tensor<70x40xf32> -> tensor<40x70xf32>
  %h_p = graph.matmul %x, %w_t : tensor<?x40xf32, #graph.sizes<s0, 40>>, tensor<40x70xf32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %w_bias = graph.weight "w_bias" : tensor<70xf32>
  %w_b = graph.broadcast %w_bias axes = [1] : tensor<70xf32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %h = graph.add %h_p, %w_b : tensor<?x70xf32, #graph.sizes<s0, 70>>, tensor<?x70xf32, #graph.sizes<s0, 70>> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %y = graph.tanh %h : tensor<?x70xf32, #graph.sizes<s0, 70>> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  return %y : tensor<?x70xf32, #graph.sizes<s0, 70>>
}

// -----

// Residual.
func.func @main(%x: tensor<?x40xf32, #graph.sizes<s0, 40>> {graph.name = "x"}, %r: tensor<?x70xf32, #graph.sizes<s0, 70>> {graph.name = "r"})
    -> tensor<?x70xf32, #graph.sizes<s0, 70>> attributes {graph.symbols = ["batch"]} {
  %w = graph.weight "w" : tensor<70x40xf32>
  %w_t = graph.transpose %w permutation = [1, 0] : tensor<70x40xf32> -> tensor<40x70xf32>
  %h_p = graph.matmul %x, %w_t : tensor<?x40xf32, #graph.sizes<s0, 40>>, tensor<40x70xf32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %w_bias = graph.weight "w_bias" : tensor<70xf32>
  %w_b = graph.broadcast %w_bias axes = [1] : tensor<70xf32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %h = graph.add %h_p, %w_b : tensor<?x70xf32, #graph.sizes<s0, 70>>, tensor<?x70xf32, #graph.sizes<s0, 70>> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %y = graph.add %h, %r : tensor<?x70xf32, #graph.sizes<s0, 70>>, tensor<?x70xf32, #graph.sizes<s0, 70>> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  return %y : tensor<?x70xf32, #graph.sizes<s0, 70>>
}

// -----

// Residual then relu.
func.func @main(%x: tensor<?x40xf32, #graph.sizes<s0, 40>> {graph.name = "x"}, %r: tensor<?x70xf32, #graph.sizes<s0, 70>> {graph.name = "r"})
    -> tensor<?x70xf32, #graph.sizes<s0, 70>> attributes {graph.symbols = ["batch"]} {
  %w = graph.weight "w" : tensor<70x40xf32>
  %w_t = graph.transpose %w permutation = [1, 0] : tensor<70x40xf32> -> tensor<40x70xf32>
  %h_p = graph.matmul %x, %w_t : tensor<?x40xf32, #graph.sizes<s0, 40>>, tensor<40x70xf32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %w_bias = graph.weight "w_bias" : tensor<70xf32>
  %w_b = graph.broadcast %w_bias axes = [1] : tensor<70xf32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %h = graph.add %h_p, %w_b : tensor<?x70xf32, #graph.sizes<s0, 70>>, tensor<?x70xf32, #graph.sizes<s0, 70>> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %z = graph.add %r, %h : tensor<?x70xf32, #graph.sizes<s0, 70>>, tensor<?x70xf32, #graph.sizes<s0, 70>> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %y = graph.relu %z : tensor<?x70xf32, #graph.sizes<s0, 70>> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  return %y : tensor<?x70xf32, #graph.sizes<s0, 70>>
}

// -----

// Scaled by an input.
func.func @main(%x: tensor<?x40xf32, #graph.sizes<s0, 40>> {graph.name = "x"}, %c: tensor<f32> {graph.name = "c"})
    -> tensor<?x70xf32, #graph.sizes<s0, 70>> attributes {graph.symbols = ["batch"]} {
  %w = graph.weight "w" : tensor<70x40xf32>
  %w_t = graph.transpose %w permutation = [1, 0] : tensor<70x40xf32> -> tensor<40x70xf32>
  %h_p = graph.matmul %x, %w_t : tensor<?x40xf32, #graph.sizes<s0, 40>>, tensor<40x70xf32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %w_bias = graph.weight "w_bias" : tensor<70xf32>
  %w_b = graph.broadcast %w_bias axes = [1] : tensor<70xf32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %h = graph.add %h_p, %w_b : tensor<?x70xf32, #graph.sizes<s0, 70>>, tensor<?x70xf32, #graph.sizes<s0, 70>> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %sb = graph.broadcast %c axes = [] : tensor<f32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %y = graph.mul %h, %sb : tensor<?x70xf32, #graph.sizes<s0, 70>>, tensor<?x70xf32, #graph.sizes<s0, 70>> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  return %y : tensor<?x70xf32, #graph.sizes<s0, 70>>
}

// -----

// The product before the activation is a result too.
func.func @main(%x: tensor<?x40xf32, #graph.sizes<s0, 40>> {graph.name = "x"})
    -> (tensor<?x70xf32, #graph.sizes<s0, 70>>, tensor<?x70xf32, #graph.sizes<s0, 70>>) attributes {graph.symbols = ["batch"]} {
  %w = graph.weight "w" : tensor<70x40xf32>
  %w_t = graph.transpose %w permutation = [1, 0] : tensor<70x40xf32> -> tensor<40x70xf32>
  %h_p = graph.matmul %x, %w_t : tensor<?x40xf32, #graph.sizes<s0, 40>>, tensor<40x70xf32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %w_bias = graph.weight "w_bias" : tensor<70xf32>
  %w_b = graph.broadcast %w_bias axes = [1] : tensor<70xf32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %h = graph.add %h_p, %w_b : tensor<?x70xf32, #graph.sizes<s0, 70>>, tensor<?x70xf32, #graph.sizes<s0, 70>> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %y = graph.relu %h : tensor<?x70xf32, #graph.sizes<s0, 70>> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  return %h, %y : tensor<?x70xf32, #graph.sizes<s0, 70>>, tensor<?x70xf32, #graph.sizes<s0, 70>>
}

// -----

// An elementwise op before the product.
func.func @main(%x: tensor<?x40xf32, #graph.sizes<s0, 40>> {graph.name = "x"})
    -> tensor<?x70xf32, #graph.sizes<s0, 70>> attributes {graph.symbols = ["batch"]} {
  %g = graph.gelu %x : tensor<?x40xf32, #graph.sizes<s0, 40>> -> tensor<?x40xf32, #graph.sizes<s0, 40>>
  %w = graph.weight "w" : tensor<70x40xf32>
  %w_t = graph.transpose %w permutation = [1, 0] : tensor<70x40xf32> -> tensor<40x70xf32>
  %y_p = graph.matmul %g, %w_t : tensor<?x40xf32, #graph.sizes<s0, 40>>, tensor<40x70xf32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %w_bias = graph.weight "w_bias" : tensor<70xf32>
  %w_b = graph.broadcast %w_bias axes = [1] : tensor<70xf32> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  %y = graph.add %y_p, %w_b : tensor<?x70xf32, #graph.sizes<s0, 70>>, tensor<?x70xf32, #graph.sizes<s0, 70>> -> tensor<?x70xf32, #graph.sizes<s0, 70>>
  return %y : tensor<?x70xf32, #graph.sizes<s0, 70>>
}

// -----

// Three layers on one input.
func.func @main(%x: tensor<?x40xf32, #graph.sizes<s0, 40>> {graph.name = "x"})
    -> (tensor<?x32xf32, #graph.sizes<s0, 32>>, tensor<?x32xf32, #graph.sizes<s0, 32>>, tensor<?x32xf32, #graph.sizes<s0, 32>>) attributes {graph.symbols = ["batch"]} {
  %wq = graph.weight "wq" : tensor<32x40xf32>
  %wq_t = graph.transpose %wq permutation = [1, 0] : tensor<32x40xf32> -> tensor<40x32xf32>
  %q_p = graph.matmul %x, %wq_t : tensor<?x40xf32, #graph.sizes<s0, 40>>, tensor<40x32xf32> -> tensor<?x32xf32, #graph.sizes<s0, 32>>
  %wq_bias = graph.weight "wq_bias" : tensor<32xf32>
  %wq_b = graph.broadcast %wq_bias axes = [1] : tensor<32xf32> -> tensor<?x32xf32, #graph.sizes<s0, 32>>
  %q = graph.add %q_p, %wq_b : tensor<?x32xf32, #graph.sizes<s0, 32>>, tensor<?x32xf32, #graph.sizes<s0, 32>> -> tensor<?x32xf32, #graph.sizes<s0, 32>>
  %wk = graph.weight "wk" : tensor<32x40xf32>
  %wk_t = graph.transpose %wk permutation = [1, 0] : tensor<32x40xf32> -> tensor<40x32xf32>
  %k_p = graph.matmul %x, %wk_t : tensor<?x40xf32, #graph.sizes<s0, 40>>, tensor<40x32xf32> -> tensor<?x32xf32, #graph.sizes<s0, 32>>
  %wk_bias = graph.weight "wk_bias" : tensor<32xf32>
  %wk_b = graph.broadcast %wk_bias axes = [1] : tensor<32xf32> -> tensor<?x32xf32, #graph.sizes<s0, 32>>
  %k = graph.add %k_p, %wk_b : tensor<?x32xf32, #graph.sizes<s0, 32>>, tensor<?x32xf32, #graph.sizes<s0, 32>> -> tensor<?x32xf32, #graph.sizes<s0, 32>>
  %wv = graph.weight "wv" : tensor<32x40xf32>
  %wv_t = graph.transpose %wv permutation = [1, 0] : tensor<32x40xf32> -> tensor<40x32xf32>
  %v_p = graph.matmul %x, %wv_t : tensor<?x40xf32, #graph.sizes<s0, 40>>, tensor<40x32xf32> -> tensor<?x32xf32, #graph.sizes<s0, 32>>
  %wv_bias = graph.weight "wv_bias" : tensor<32xf32>
  %wv_b = graph.broadcast %wv_bias axes = [1] : tensor<32xf32> -> tensor<?x32xf32, #graph.sizes<s0, 32>>
  %v = graph.add %v_p, %wv_b : tensor<?x32xf32, #graph.sizes<s0, 32>>, tensor<?x32xf32, #graph.sizes<s0, 32>> -> tensor<?x32xf32, #graph.sizes<s0, 32>>
  return %q, %k, %v : tensor<?x32xf32, #graph.sizes<s0, 32>>, tensor<?x32xf32, #graph.sizes<s0, 32>>, tensor<?x32xf32, #graph.sizes<s0, 32>>
}
