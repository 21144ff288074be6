// What depends on no input is computed before the first run, products and what follows them too.
// RUN: tenon-check %s

func.func @main(%x: tensor<64xf32> {graph.name = "x"}) -> tensor<6x16x8xf32> {
  %0 = graph.iota 0 : tensor<6x63xf32>
  %1 = graph.weight "w" : tensor<16x63xf32>
  %2 = graph.transpose %1 permutation = [1, 0] : tensor<16x63xf32> -> tensor<63x16xf32>
  %3 = graph.matmul %0, %2 : tensor<6x63xf32>, tensor<63x16xf32> -> tensor<6x16xf32>
  %4 = graph.broadcast %3 axes = [0, 1] : tensor<6x16xf32> -> tensor<6x16x8xf32>
  %5 = graph.softmax %4 axis = 1 : tensor<6x16x8xf32> -> tensor<6x16x8xf32>
  return %5 : tensor<6x16x8xf32>
}
