// Linear layers with constant weights, over sizes around four panels of 16 columns and the tile of 6 rows.
// RUN: tenon-check %s --sizes batch=1 --sizes batch=5 --sizes batch=6 --sizes batch=7 --sizes batch=12 --sizes batch=97
// RUN: tenon-check %s --sizes batch=1 --sizes batch=8 --static --no-passes

// The least.
func.func @main(%x: tensor<?x1xf32, #graph.sizes<s0, 1>> {graph.name = "x"})
    -> tensor<?x1xf32, #graph.sizes<s0, 1>> attributes {graph.symbols = ["batch"]} {
  %w = graph.weight "w" : tensor<1x1xf32>
  %w_t = graph.transpose %w permutation = [1, 0] : tensor<1x1xf32> -> tensor<1x1xf32>
  %y_p = graph.matmul %x, %w_t : tensor<?x1xf32, #graph.sizes<s0, 1>>, tensor<1x1xf32> -> tensor<?x1xf32, #graph.sizes<s0, 1>>
  %w_bias = graph.weight "w_bias" : tensor<1xf32>
  %w_b = graph.broadcast %w_bias axes = [1] : tensor<1xf32> -> tensor<?x1xf32, #graph.sizes<s0, 1>>
  %y = graph.add %y_p, %w_b : tensor<?x1xf32, #graph.sizes<s0, 1>>, tensor<?x1xf32, #graph.sizes<s0, 1>> -> tensor<?x1xf32, #graph.sizes<s0, 1>>
  return %y : tensor<?x1xf32, #graph.sizes<s0, 1>>
}

// -----

// One column less than four panels.
func.func @main(%x: tensor<?x64xf32, #graph.sizes<s0, 64>> {graph.name = "x"})
    -> tensor<?x63xf32, #graph.sizes<s0, 63>> attributes {graph.symbols = ["batch"]} {
  %w = graph.weight "w" : tensor<63x64xf32>
  %w_t = graph.transpose %w permutation = [1, 0] : tensor<63x64xf32> -> tensor<64x63xf32>
  %y_p = graph.matmul %x, %w_t : tensor<?x64xf32, #graph.sizes<s0, 64>>, tensor<64x63xf32> -> tensor<?x63xf32, #graph.sizes<s0, 63>>
  %w_bias = graph.weight "w_bias" : tensor<63xf32>
  %w_b = graph.broadcast %w_bias axes = [1] : tensor<63xf32> -> tensor<?x63xf32, #graph.sizes<s0, 63>>
  %y = graph.add %y_p, %w_b : tensor<?x63xf32, #graph.sizes<s0, 63>>, tensor<?x63xf32, #graph.sizes<s0, 63>> -> tensor<?x63xf32, #graph.sizes<s0, 63>>
  return %y : tensor<?x63xf32, #graph.sizes<s0, 63>>
}

// -----

// Four panels.
func.func @main(%x: tensor<?x127xf32, #graph.sizes<s0, 127>> {graph.name = "x"})
    -> tensor<?x64xf32, #graph.sizes<s0, 64>> attributes {graph.symbols = ["batch"]} {
  %w = graph.weight "w" : tensor<64x127xf32>
  %w_t = graph.transpose %w permutation = [1, 0] : tensor<64x127xf32> -> tensor<127x64xf32>
  %y_p = graph.matmul %x, %w_t : tensor<?x127xf32, #graph.sizes<s0, 127>>, tensor<127x64xf32> -> tensor<?x64xf32, #graph.sizes<s0, 64>>
  %w_bias = graph.weight "w_bias" : tensor<64xf32>
  %w_b = graph.broadcast %w_bias axes = [1] : tensor<64xf32> -> tensor<?x64xf32, #graph.sizes<s0, 64>>
  %y = graph.add %y_p, %w_b : tensor<?x64xf32, #graph.sizes<s0, 64>>, tensor<?x64xf32, #graph.sizes<s0, 64>> -> tensor<?x64xf32, #graph.sizes<s0, 64>>
  return %y : tensor<?x64xf32, #graph.sizes<s0, 64>>
}

// -----

// One column more.
func.func @main(%x: tensor<?x7xf32, #graph.sizes<s0, 7>> {graph.name = "x"})
    -> tensor<?x65xf32, #graph.sizes<s0, 65>> attributes {graph.symbols = ["batch"]} {
  %w = graph.weight "w" : tensor<65x7xf32>
  %w_t = graph.transpose %w permutation = [1, 0] : tensor<65x7xf32> -> tensor<7x65xf32>
  %y_p = graph.matmul %x, %w_t : tensor<?x7xf32, #graph.sizes<s0, 7>>, tensor<7x65xf32> -> tensor<?x65xf32, #graph.sizes<s0, 65>>
  %w_bias = graph.weight "w_bias" : tensor<65xf32>
  %w_b = graph.broadcast %w_bias axes = [1] : tensor<65xf32> -> tensor<?x65xf32, #graph.sizes<s0, 65>>
  %y = graph.add %y_p, %w_b : tensor<?x65xf32, #graph.sizes<s0, 65>>, tensor<?x65xf32, #graph.sizes<s0, 65>> -> tensor<?x65xf32, #graph.sizes<s0, 65>>
  return %y : tensor<?x65xf32, #graph.sizes<s0, 65>>
}

// -----

// Eight panels and two columns.
func.func @main(%x: tensor<?x31xf32, #graph.sizes<s0, 31>> {graph.name = "x"})
    -> tensor<?x130xf32, #graph.sizes<s0, 130>> attributes {graph.symbols = ["batch"]} {
  %w = graph.weight "w" : tensor<130x31xf32>
  %w_t = graph.transpose %w permutation = [1, 0] : tensor<130x31xf32> -> tensor<31x130xf32>
  %y_p = graph.matmul %x, %w_t : tensor<?x31xf32, #graph.sizes<s0, 31>>, tensor<31x130xf32> -> tensor<?x130xf32, #graph.sizes<s0, 130>>
  %w_bias = graph.weight "w_bias" : tensor<130xf32>
  %w_b = graph.broadcast %w_bias axes = [1] : tensor<130xf32> -> tensor<?x130xf32, #graph.sizes<s0, 130>>
  %y = graph.add %y_p, %w_b : tensor<?x130xf32, #graph.sizes<s0, 130>>, tensor<?x130xf32, #graph.sizes<s0, 130>> -> tensor<?x130xf32, #graph.sizes<s0, 130>>
  return %y : tensor<?x130xf32, #graph.sizes<s0, 130>>
}

// -----

// Few columns, many rows.
func.func @main(%x: tensor<?x784xf32, #graph.sizes<s0, 784>> {graph.name = "x"})
    -> tensor<?x10xf32, #graph.sizes<s0, 10>> attributes {graph.symbols = ["batch"]} {
  %w = graph.weight "w" : tensor<10x784xf32>
  %w_t = graph.transpose %w permutation = [1, 0] : tensor<10x784xf32> -> tensor<784x10xf32>
  %y_p = graph.matmul %x, %w_t : tensor<?x784xf32, #graph.sizes<s0, 784>>, tensor<784x10xf32> -> tensor<?x10xf32, #graph.sizes<s0, 10>>
  %w_bias = graph.weight "w_bias" : tensor<10xf32>
  %w_b = graph.broadcast %w_bias axes = [1] : tensor<10xf32> -> tensor<?x10xf32, #graph.sizes<s0, 10>>
  %y = graph.add %y_p, %w_b : tensor<?x10xf32, #graph.sizes<s0, 10>>, tensor<?x10xf32, #graph.sizes<s0, 10>> -> tensor<?x10xf32, #graph.sizes<s0, 10>>
  return %y : tensor<?x10xf32, #graph.sizes<s0, 10>>
}

// -----

// k = 1.
func.func @main(%x: tensor<?x1xf32, #graph.sizes<s0, 1>> {graph.name = "x"})
    -> tensor<?x5xf32, #graph.sizes<s0, 5>> attributes {graph.symbols = ["batch"]} {
  %w = graph.weight "w" : tensor<5x1xf32>
  %w_t = graph.transpose %w permutation = [1, 0] : tensor<5x1xf32> -> tensor<1x5xf32>
  %y_p = graph.matmul %x, %w_t : tensor<?x1xf32, #graph.sizes<s0, 1>>, tensor<1x5xf32> -> tensor<?x5xf32, #graph.sizes<s0, 5>>
  %w_bias = graph.weight "w_bias" : tensor<5xf32>
  %w_b = graph.broadcast %w_bias axes = [1] : tensor<5xf32> -> tensor<?x5xf32, #graph.sizes<s0, 5>>
  %y = graph.add %y_p, %w_b : tensor<?x5xf32, #graph.sizes<s0, 5>>, tensor<?x5xf32, #graph.sizes<s0, 5>> -> tensor<?x5xf32, #graph.sizes<s0, 5>>
  return %y : tensor<?x5xf32, #graph.sizes<s0, 5>>
}
